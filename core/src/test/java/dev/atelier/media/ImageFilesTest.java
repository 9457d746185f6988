package dev.atelier.media;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

class ImageFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tif", "webp"})
    void refusesAFileCutShort(String suffix) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.file("large." + suffix));
        assertThat(ImageFiles.read(Fixtures.file("large." + suffix)).width()).isEqualTo(96);
        for (int percent : new int[] {10, 50, 90}) {
            Path file =
                    Files.write(folder.resolve("cut." + suffix), Arrays.copyOf(whole, whole.length * percent / 100));
            refused(file, "damaged image");
        }
    }

    @Test
    void aWholeJpegWithABrokenProfileIsReadAndOneCutShortIsNot() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.file("formats/broken-profile.jpg"));
        assertThat(ImageFiles.read(Files.write(folder.resolve("whole.jpg"), whole))
                        .width())
                .isEqualTo(37);
        for (int percent : new int[] {10, 50, 90}) {
            refused(
                    Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length * percent / 100)),
                    "damaged image");
        }
    }

    @Test
    void refusesCmykInAJpegInATiffRatherThanMakeItBlack() {
        refused(Fixtures.file("files/cmyk-jpeg.tif"), "CMYK packed as JPEG in a TIFF");
    }

    @Test
    void refusesCieLabRatherThanMistakeIt() throws IOException {
        byte[] tiff = Files.readAllBytes(Fixtures.file("formats/big-endian.tif"));
        int entry = new String(tiff, StandardCharsets.ISO_8859_1).indexOf("\u0001\u0006\0\u0003\0\0\0\u0001\0\u0002");
        assertThat(entry).isPositive();
        tiff[entry + 9] = 8;
        refused(Files.write(folder.resolve("lab.tif"), tiff), "colours of CIE L*a*b*");
    }

    @Test
    void saysWhatAFileIsThatIsNoPicture() throws IOException {
        Path page = Files.writeString(folder.resolve("page.jpg"), "<!DOCTYPE html><html><body>404</body></html>");
        refused(page, "a web page (HTML); images that can be read are PNG, JPEG");
        Path pointer = Files.writeString(folder.resolve("a.png"), "version https://git-lfs.github.com/spec/v1\n");
        refused(pointer, "a Git LFS pointer");
        byte[] heic = "\0\0\0\u001Cftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
        refused(
                Files.write(folder.resolve("photo.jpg"), heic),
                "a HEIC picture; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP");
    }

    @Test
    void refusesTextNamedPng() throws IOException {
        Path file = Files.writeString(folder.resolve("note.png"), "these are not pixels");
        refused(file, "text; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP");
    }

    @Test
    void refusesAnEmptyFileAFolderAndAMissingFile() throws IOException {
        refused(Files.createFile(folder.resolve("empty.png")), "an empty file");
        refused(folder, "a folder, not an image file");
        refused(folder.resolve("missing.png"), "no such file");
    }

    @Test
    void refusesAPictureWithoutPixels() throws IOException {
        refused(Files.write(folder.resolve("none.png"), pngHead(0, 0)), "damaged image");
    }

    @Test
    void refusesAPictureThatWouldFillTheMemory() throws IOException {
        refused(
                Files.write(folder.resolve("bomb.png"), pngHead(60_000, 60_000)),
                "an image of 60000×60000 pixels; at most 134217728 in all");
    }

    @Test
    void writesWhatItReads() {
        Random random = new Random(5);
        for (int channels = 1; channels <= 4; channels++) {
            byte[] pixels = new byte[channels * 17 * 23];
            random.nextBytes(pixels);
            for (int i = 0; i < pixels.length / 2; i++) {
                pixels[i] = (byte) (i % 23 * 3); // every filter of the format gets its chance
            }
            Image image = new Image(channels, 17, 23, pixels);
            Path file = folder.resolve("new/sub/" + channels + ".png");
            ImageFiles.writePng(image, file, Map.of());
            assertThat(ImageFiles.read(file)).isEqualTo(image);
        }
    }

    @Test
    void carriesTexts() throws IOException {
        Path file = folder.resolve("text.png");
        Map<String, String> text = new LinkedHashMap<>();
        text.put("Software", "Atelier é");
        text.put("Title", "步");
        ImageFiles.writePng(Image.filled(1, 2, 2, 9), file, text);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            reader.setInput(in);
            var tree = (org.w3c.dom.Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            NodeList latin = tree.getElementsByTagName("tEXtEntry");
            NodeList other = tree.getElementsByTagName("iTXtEntry");
            assertThat(latin.getLength()).isEqualTo(1);
            assertThat(latin.item(0).getAttributes().getNamedItem("keyword").getNodeValue())
                    .isEqualTo("Software");
            assertThat(latin.item(0).getAttributes().getNamedItem("value").getNodeValue())
                    .isEqualTo("Atelier é");
            assertThat(other.item(0).getAttributes().getNamedItem("text").getNodeValue())
                    .isEqualTo("步");
            reader.dispose();
        }
    }

    @Test
    void replacesAFileWholeAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("again.png");
        ImageFiles.writePng(Image.filled(1, 2, 2, 9), file, Map.of());
        ImageFiles.writePng(Image.filled(1, 2, 2, 7), file, Map.of());
        assertThat(ImageFiles.read(file).at(0, 0, 0)).isEqualTo(7);
        assertThat(names(folder)).containsExactly("again.png");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsBadInputAndLeavesNothing() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertBadInputWithoutTrace(
                        folder,
                        () -> ImageFiles.writePng(Image.filled(1, 2, 2, 9), notAFolder.resolve("x.png"), Map.of()))
                .hasMessageContaining("cannot be written");
        Path full = Files.createDirectories(folder.resolve("taken.png/inside"));
        assertBadInputWithoutTrace(
                folder, () -> ImageFiles.writePng(Image.filled(1, 2, 2, 9), full.getParent(), Map.of()));
    }

    @Test
    void tellsPicturesByTheirName() {
        assertThat(Stream.of("a.png", "B.JPG", "c.webp", "d.tiff").map(Path::of))
                .allMatch(ImageFiles::isImageName);
        assertThat(Stream.of("a.txt", "png", ".png", "a.png.txt").map(Path::of)).noneMatch(ImageFiles::isImageName);
    }

    private static void refused(Path file, String why) {
        assertBadInput(() -> ImageFiles.read(file))
                .as(file.toString())
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why);
    }

    private static byte[] pngHead(int width, int height) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream in = new DataOutputStream(head);
        in.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        in.writeInt(width);
        in.writeInt(height);
        in.write(new byte[] {8, 0, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(head.toByteArray());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeInt(13);
        out.write(head.toByteArray());
        out.writeInt((int) crc.getValue());
        out.write(new byte[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82});
        return bytes.toByteArray();
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
