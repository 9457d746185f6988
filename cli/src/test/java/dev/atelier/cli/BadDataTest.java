package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be used: one line that names the file, exit 2, and the disk is as it was before. */
class BadDataTest {
    @TempDir
    Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        data = Toy.data(folder.resolve("data"));
        out = folder.resolve("runs/new");
    }

    private List<Object> train(Object... more) {
        return Toy.train("mnist-tabled", data, out, more);
    }

    // --- IDX

    @Test
    void refusesIdxOfAWrongMagicNumber() throws IOException {
        byte[] bytes = Files.readAllBytes(Toy.imageFile(data));
        bytes[2] = 0x0D; // floats
        Files.write(Toy.imageFile(data), bytes);
        assertRefused(folder, train(), Toy.imageFile(data).toString(), "0x00000D03", "0x00000803");
    }

    @Test
    void refusesLabelsInPlaceOfImages() throws IOException {
        Files.write(Toy.imageFile(data), Toy.labels(Toy.IMAGES));
        assertRefused(folder, train(), Toy.imageFile(data).toString(), "labels");
    }

    @Test
    void refusesIdxThatIsTooShort() throws IOException {
        byte[] bytes = Files.readAllBytes(Toy.imageFile(data));
        Files.write(Toy.imageFile(data), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(folder, train(), Toy.imageFile(data).toString(), "ends in image 63");
    }

    @Test
    void refusesIdxThatIsTooLong() throws IOException {
        byte[] bytes = Files.readAllBytes(Toy.imageFile(data));
        Files.write(Toy.imageFile(data), Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused(folder, train(), Toy.imageFile(data).toString(), "goes on after the 64 images");
    }

    @Test
    void refusesCountsThatDiffer() throws IOException {
        Files.write(data.resolve("train-labels-idx1-ubyte"), Toy.labels(63));
        assertRefused(folder, train(), "64 images", "63 labels");
    }

    @Test
    void refusesGzipThatIsCutShort() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(Toy.imageFile(data)));
        }
        Files.delete(Toy.imageFile(data));
        Path file = data.resolve("train-images-idx3-ubyte.gz");
        Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        assertRefused(folder, train(), file.toString(), "cut short");
    }

    @Test
    void refusesAnEmptyIdxFile() throws IOException {
        Files.write(Toy.imageFile(data), new byte[0]);
        assertRefused(folder, train(), Toy.imageFile(data).toString(), "not an IDX file");
    }

    // --- folders of images

    @Test
    void refusesAnEmptyFolder() throws IOException {
        data = Files.createDirectories(folder.resolve("empty"));
        assertRefused(folder, train(), data.toString());
    }

    @Test
    void refusesTextThatIsNamedPng() throws IOException {
        data = Pictures.folder(folder.resolve("pictures"), 16);
        Files.writeString(data.resolve("note.png"), "not a picture at all");
        assertRefused(folder, train(), "note.png");
    }

    @Test
    void refusesAPictureWithoutPixels() throws IOException {
        data = Pictures.folder(folder.resolve("pictures"), 16);
        Files.write(data.resolve("nothing.png"), pngOfNoSize());
        assertRefused(folder, train(), "nothing.png");
    }

    @Test
    void refusesAPictureThatIsCutShort() throws IOException {
        data = Pictures.folder(folder.resolve("pictures"), 16);
        byte[] bytes = Files.readAllBytes(data.resolve("0.png"));
        Files.write(data.resolve("0.png"), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(folder, train(), "0.png");
    }

    @Test
    void trainsOnCmykAndSixteenBitPictures() throws IOException {
        data = Pictures.folder(folder.resolve("pictures"), 8);
        Pictures.cmykJpeg(data.resolve("cmyk.jpg"));
        Pictures.sixteenBitPng(data.resolve("deep.png"));
        Cli.Result trained = Cli.run(train("--set", "train.steps=2", "--set", "data.batch=5"))
                .done();
        assertThat(trained.err()).contains("10 images");
    }

    private static byte[] pngOfNoSize() {
        byte[] head = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(0)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(head);
        byte[] end = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};
        return ByteBuffer.allocate(8 + 4 + 17 + 4 + 12)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put(head)
                .putInt((int) crc.getValue())
                .put(end)
                .array();
    }
}
