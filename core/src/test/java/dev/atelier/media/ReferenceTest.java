package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decoder against the pixels that Pillow reads: benchmarks/peers/pillow_images.py and pillow_formats.py. */
class ReferenceTest {
    private static final int LEVELS = 2;
    private static final Map<String, Image> PIXELS = pixels();

    @TempDir
    Path folder;

    static Stream<String> files() {
        return PIXELS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsThePixelsThatPillowReads(String name) {
        Image got = ImageFiles.read(Fixtures.file(name));
        Image wanted = PIXELS.get(name);
        assertThat(got).hasToString(wanted.toString());
        assertThat(mostError(got, wanted)).isLessThanOrEqualTo(LEVELS);
        if (name.matches(".*\\.(png|gif|webp)") && !name.contains("16")) {
            assertThat(got.pixels()).isEqualTo(wanted.pixels());
        }
    }

    @Test
    void allOrientationsInAllFormatsAreTheSamePictureAndCountedAsTurned() {
        Image upright = ImageFiles.read(Fixtures.file("formats/turned1.png"));
        for (String suffix : new String[] {"png", "jpg", "webp", "tif"}) {
            for (int tag = 1; tag <= 8; tag++) {
                String name = "formats/turned" + tag + "." + suffix;
                Upright read = ImageFiles.upright(Fixtures.file(name));
                assertThat(read.turned()).as(name).isEqualTo(tag > 1);
                assertThat(mostError(read.image(), upright)).as(name).isLessThan(suffix.equals("jpg") ? 60 : 1);
            }
        }
        assertThat(ImageFiles.upright(Fixtures.file("formats/turned-xmp.jpg")).turned())
                .isTrue();
        assertThat(ImageFiles.upright(Fixtures.file("formats/broken-exif.jpg")).turned())
                .isFalse();
    }

    @Test
    void metadataCutAnywhereIsNoError() throws IOException {
        for (String name :
                new String[] {"turned6.jpg", "turned6.png", "turned6.webp", "turned6.tif", "turned-xmp.jpg"}) {
            byte[] whole = Files.readAllBytes(Fixtures.file("formats/" + name));
            for (int length = 0; length < Math.min(600, whole.length); length++) {
                int tag = Orientation.of(java.util.Arrays.copyOf(whole, length)).tag();
                assertThat(tag).isIn(1, 6);
            }
        }
    }

    @Test
    void anOrientationThatIsNoneOfTheEightIsIgnored() throws IOException {
        byte[] jpeg = Files.readAllBytes(Fixtures.file("formats/turned6.jpg"));
        int at = new String(jpeg, java.nio.charset.StandardCharsets.ISO_8859_1)
                .indexOf("\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006");
        assertThat(at).isPositive();
        for (int tag : new int[] {0, 9, 255}) {
            jpeg[at + 9] = (byte) tag;
            Upright read = ImageFiles.upright(Files.write(folder.resolve("a.jpg"), jpeg));
            assertThat(read.turned()).isFalse();
            assertThat(read.image().width()).isEqualTo(27);
        }
    }

    private static Map<String, Image> pixels() {
        Map<String, Image> all = new LinkedHashMap<>();
        for (String folder : new String[] {"files", "formats"}) {
            Fixtures.arrays(folder + "/pixels").forEach((name, image) -> all.put(folder + "/" + name, image));
        }
        return all;
    }

    private static int mostError(Image a, Image b) {
        assertThat(a).hasToString(b.toString());
        int most = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            most = Math.max(most, Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF)));
        }
        return most;
    }
}
