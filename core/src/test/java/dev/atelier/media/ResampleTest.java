package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResampleTest {
    private static final Map<String, Image> GOLDEN = Fixtures.arrays("resample");

    static Stream<String> cases() {
        return GOLDEN.keySet().stream().filter(name -> name.contains(":"));
    }

    // golden: benchmarks/peers/pillow_resample.py
    @ParameterizedTest
    @MethodSource("cases")
    void givesPillowsBytes(String name) {
        Image wanted = GOLDEN.get(name);
        String[] parts = name.split(":");
        Image got = Resample.valueOf(parts[1]).resize(GOLDEN.get(parts[0]), wanted.height(), wanted.width());
        assertThat(got.pixels()).isEqualTo(wanted.pixels());
    }

    @Test
    void theGoldensCoverEveryFilter() {
        for (Resample filter : Resample.values()) {
            assertThat(cases().filter(name -> name.contains(filter.name()))).hasSize(8);
        }
    }

    @Test
    void sameSizeIsTheSameImage() {
        Image grey = GOLDEN.get("grey");
        assertThat(Resample.LANCZOS.resize(grey, 28, 28)).isSameAs(grey);
    }

    @Test
    void treatsEachOfAnyNumberOfChannelsAlone() {
        Image colour = GOLDEN.get("colour");
        byte[] five = new byte[5 * 37 * 53];
        System.arraycopy(colour.pixels(), 0, five, 2 * 37 * 53, 3 * 37 * 53);
        Image got = Resample.BICUBIC.resize(new Image(5, 37, 53, five), 20, 31);
        Image alone = Resample.BICUBIC.resize(colour, 20, 31);
        assertThat(Arrays.copyOfRange(got.pixels(), 2 * 20 * 31, 5 * 20 * 31)).isEqualTo(alone.pixels());
        assertThat(Arrays.copyOf(got.pixels(), 2 * 20 * 31)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"600, 37, 11", "257, 300, 41", "9, 700, 64", "520, 5, 23", "300, 1, 3", "1, 90, 90"})
    void aRowAloneGivesWhatItGivesAmongOthers(int height, int width, int wanted) {
        byte[] pixels = new byte[2 * height * width];
        new Random(height).nextBytes(pixels);
        Image image = new Image(2, height, width, pixels);
        for (Resample filter : Resample.values()) {
            Image got = filter.resize(image, height, wanted);
            for (int c = 0; c < 2; c++) {
                for (int y = 0; y < height; y++) {
                    int at = (c * height + y) * width;
                    Image row = new Image(1, 1, width, Arrays.copyOfRange(pixels, at, at + width));
                    int to = (c * height + y) * wanted;
                    assertThat(Arrays.copyOfRange(got.pixels(), to, to + wanted))
                            .isEqualTo(filter.resize(row, 1, wanted).pixels());
                }
            }
        }
    }

    @Test
    void turnedItGivesTheSameTurned() { // where one pass alone does the work
        byte[] pixels = new byte[301 * 45];
        new Random(3).nextBytes(pixels);
        Image image = new Image(1, 301, 45, pixels);
        for (Resample filter : Resample.values()) {
            for (int wanted : new int[] {1, 17, 45, 130}) {
                assertThat(turned(filter.resize(turned(image), wanted, 301)))
                        .isEqualTo(filter.resize(image, 301, wanted));
            }
        }
    }

    private static Image turned(Image image) {
        byte[] pixels = new byte[image.pixels().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                pixels[x * image.height() + y] = (byte) image.at(0, y, x);
            }
        }
        return new Image(1, image.width(), image.height(), pixels);
    }

    @Test
    void anEmptySizeIsRefused() {
        assertThatThrownBy(() -> Resample.BICUBIC.resize(GOLDEN.get("grey"), 0, 4))
                .hasMessageContaining("0×4");
    }
}
