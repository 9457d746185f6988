package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipSourceTest {
    @TempDir
    Path folder;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private static byte[] png(int value) {
        return ImageFiles.png(Image.filled(1, 4, 4, value), Map.of());
    }

    private static byte[] zip(Map<String, byte[]> entries, Charset charset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, charset)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] zip) throws IOException {
        return Files.write(folder.resolve(name), zip);
    }

    private Path pack() throws IOException {
        return write("data.zip", zip(entries, StandardCharsets.UTF_8));
    }

    private static OpenedSource open(Path place, Split split) {
        return DataSources.open(place.toString(), ImageFormat.asStored(), split);
    }

    private void refused(byte[] zip, String... parts) throws IOException {
        Path file = write("data.zip", zip);
        assertBadInput(() -> open(file, Split.TRAIN))
                .satisfies(e ->
                        assertThat(e.getMessage()).startsWith(file.toString()).contains(parts));
    }

    /** The same entries as files. */
    private Path unpacked() throws IOException {
        Path root = folder.resolve("unpacked");
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            Path file = root.resolve(entry.getKey());
            if (entry.getKey().endsWith("/")) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.write(file, entry.getValue());
            }
        }
        return root;
    }

    @Test
    void aZipIsTheFolderThatItUnpacksTo() throws IOException {
        entries.put("__MACOSX/pets/train/cat/._1.png", new byte[] {1});
        entries.put("pets/.DS_Store", new byte[] {1});
        entries.put("pets/train/dog/2.png", png(2));
        entries.put("pets/train/cat/1.png", png(1));
        entries.put("pets/train/\u00E9/3.png", png(3));
        entries.put("pets/test/e\u0301/4.png", png(4));
        entries.put("pets/notes/", new byte[0]);
        entries.put("pets/readme.txt", new byte[] {1});
        entries.put("pets/page.png", ImageFiles.png(Image.filled(1, 9, 9, 9), DrawnSheet.text(Map.of())));
        entries.put("pets/runs/1/recipe.yaml", new byte[0]);
        entries.put("pets/runs/1/receipt.json", new byte[0]);
        entries.put("pets/runs/1/grid.png", png(9));
        Path zip = pack();
        Path plain = unpacked();
        assertThat(DataSources.splits(zip.toString())).containsExactly(Split.TRAIN, Split.TEST);
        for (Split split : Split.values()) {
            OpenedSource packed = open(zip, split);
            OpenedSource same = open(plain, split);
            assertThat(packed.dataset().sha256()).isEqualTo(same.dataset().sha256());
            assertThat(packed.dataset().classNames()).containsExactly("cat", "dog", "\u00E9");
            assertThat(packed.dataset().label(0)).isEqualTo(same.dataset().label(0));
            assertThat(packed.notices().stream().map(each -> each.replace(zip.toString(), "")))
                    .containsExactlyElementsOf(same.notices().stream()
                            .map(each -> each.replace(plain.toString(), ""))
                            .toList());
        }
        assertThat(open(zip, Split.TEST).origin())
                .isEqualTo("archive " + zip.resolve("pets/test").toAbsolutePath());
        assertThat(Inspection.of(zip.toString()).text()).contains("3 images, archive ");
    }

    @Test
    void archivesWithinAreTheFoldersOfTheirNames() throws IOException {
        byte[] train = zip(Map.of("train/cat/1.png", png(1), "train/dog/2.png", png(2)), StandardCharsets.UTF_8);
        byte[] test = zip(Map.of("cat/3.png", png(3), "dog/4.png", png(4)), StandardCharsets.UTF_8);
        entries.put("all/train.zip", train);
        entries.put("all/test.zip", test);
        Path zip = pack();
        assertThat(open(zip, Split.TRAIN).dataset().size()).isEqualTo(2);
        assertThat(open(zip, Split.TEST).dataset().classNames()).containsExactly("cat", "dog");
        entries.put("all/test/cat/5.png", png(5));
        refused(zip(entries, StandardCharsets.UTF_8), "test.zip: beside a folder 'all/test'");
        byte[] deep = train;
        for (int i = 0; i < 4; i++) {
            deep = zip(Map.of("a.zip", deep), StandardCharsets.UTF_8);
        }
        refused(deep, "archives in archives, more than 3 deep");
    }

    @Test
    void attributesAreReadFromTheArchive() throws IOException {
        entries.put("a.png", png(1));
        entries.put("b.png", png(2));
        entries.put("attributes.csv", "file,age\nb.png,2\na.png,7\n".getBytes(StandardCharsets.UTF_8));
        assertThat(open(pack(), Split.TRAIN).dataset().attribute(0, 0)).isEqualTo(7f);
        Path csv = Files.writeString(folder.resolve("mine.csv"), "file,age\nb.png,3\na.png,8\n");
        DataRequest request = new DataRequest(
                folder.resolve("data.zip").toString(), ImageFormat.asStored(), Split.TRAIN, Optional.of(csv));
        assertThat(DataSources.open(request, LoadProgress.SILENT).dataset().attribute(0, 0))
                .isEqualTo(8f);
        entries.put("attributes.csv", "file,age\nb.png,2\n".getBytes(StandardCharsets.UTF_8));
        refused(
                zip(entries, StandardCharsets.UTF_8),
                folder.resolve("data.zip/attributes.csv") + ": no row for the image 'a.png'");
    }

    @Test
    void namesWithoutTheMarkOfUtf8AreTold() throws IOException {
        byte[] bytes = zip(Map.of("\u00E9/1.png", png(1), "f/1.png", png(2)), StandardCharsets.UTF_8);
        Path zip = write("data.zip", withoutMark(bytes));
        assertThat(open(zip, Split.TRAIN).dataset().classNames()).containsExactly("f", "\u00E9");
        assertThat(open(zip, Split.TRAIN).notices())
                .singleElement()
                .asString()
                .contains("1 name beyond ASCII without a mark of their encoding (\u00E9/1.png), read as UTF-8");
        Path old = write("old.zip", zip(Map.of("\u00E9/1.png", png(1), "f/1.png", png(2)), Charset.forName("IBM437")));
        assertThat(open(old, Split.TRAIN).dataset().classNames()).containsExactly("f", "\u00E9");
        assertThat(open(old, Split.TRAIN).notices()).singleElement().asString().contains("code page 437");
    }

    /** Clears bit 11 of every entry's flags. */
    private static byte[] withoutMark(byte[] zip) {
        return flagged(zip, 0x0800, false);
    }

    private static byte[] flagged(byte[] zip, int flag, boolean on) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 10 < zip.length; i++) {
            int at = bytes.getInt(i) == 0x04034B50 ? i + 6 : bytes.getInt(i) == 0x02014B50 ? i + 8 : -1;
            if (at >= 0) {
                int flags = bytes.getShort(at);
                bytes.putShort(at, (short) (on ? flags | flag : flags & ~flag));
            }
        }
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.png", "a/../../x.png", "/etc/x.png", "C:/x.png", "a\\..\\..\\x.png"})
    void entriesThatLeadOutAreRefused(String name) throws IOException {
        entries.put("a.png", png(1));
        entries.put(name, png(2));
        refused(zip(entries, StandardCharsets.UTF_8), "leads out of the archive");
    }

    @Test
    void entriesWithAPasswordAreRefused() throws IOException {
        entries.put("a.png", png(1));
        refused(flagged(zip(entries, StandardCharsets.UTF_8), 1, true), "a.png: needs a password");
    }

    @Test
    void whatClaimsMoreThanPackingCanHoldIsRefused() throws IOException {
        entries.put("a.png", png(1));
        ByteBuffer bytes = ByteBuffer.wrap(zip(entries, StandardCharsets.UTF_8)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 28 < bytes.capacity(); i++) {
            if (bytes.getInt(i) == 0x02014B50) {
                bytes.putInt(i + 24, 2_000_000_000); // the size that it unpacks to
            }
        }
        refused(bytes.array(), "claims to unpack to 2000000000 bytes");
        entries.put("b.zip", new byte[4 << 20]);
        refused(zip(entries, StandardCharsets.UTF_8), "'b.zip' in it unpacks to", "times its size");
    }

    @Test
    void damageIsTold() throws IOException {
        entries.put("a.png", png(1));
        byte[] whole = zip(entries, StandardCharsets.UTF_8);
        refused(java.util.Arrays.copyOf(whole, whole.length / 2), "a damaged zip, or one cut short");
        byte[] flipped = whole.clone();
        flipped[60] ^= 1;
        refused(flipped, "1 of 1 image cannot be read", "a.png: damaged in the archive");
        entries.clear();
        entries.put("train-images-idx3-ubyte", new byte[] {1});
        refused(zip(entries, StandardCharsets.UTF_8), "no images in this archive", "unpacked");
    }
}
