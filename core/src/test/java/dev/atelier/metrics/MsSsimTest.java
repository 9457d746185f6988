package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsSsimTest {
    /** A triangle of 0 to 255 with period 2 · half. */
    private static int wave(int n, int half) {
        return Math.abs(n % (2 * half) - half) * 255 / half;
    }

    /** The two pictures of benchmarks/peers/ms_ssim_golden.py. */
    static Image picture(boolean second, int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int a = (wave(3 * x + 2 * y + 17 * c, 40) + wave(5 * y + 11 * c, 64)) / 2;
                    long hash = (x * 73856093L) ^ (y * 19349663L) ^ (c * 83492791L);
                    int b = a * 3 / 4 + 20 + (int) (hash / 256 % 61) - 30;
                    pixels[at++] = (byte) (second ? Math.max(0, Math.min(255, b)) : a);
                }
            }
        }
        return new Image(channels, height, width, pixels);
    }

    private static Image noise(long seed, int height, int width) {
        RandomStream stream = RandomStream.of(seed, "noise");
        byte[] pixels = new byte[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) stream.nextInt(256);
        }
        return new Image(1, height, width, pixels);
    }

    @ParameterizedTest
    @CsvSource({"1, 28, 28, 2", "1, 64, 48, 3", "1, 176, 176, 5", "3, 200, 181, 5"})
    void isWhatAWindowOfTwoDimensionsGives(int channels, int height, int width, int scales) {
        double expected;
        try (TensorScope scope = TensorScope.open()) {
            expected = Golden.read("ms_ssim").number(channels + "x" + height + "x" + width);
        }
        Image a = picture(false, channels, height, width);
        Image b = picture(true, channels, height, width);
        assertThat(MsSsim.between(a, b)).isCloseTo(expected, within(1e-12));
        assertThat(MsSsim.between(b, a)).isCloseTo(expected, within(1e-12));
        assertThat(MsSsim.scales(height, width)).isEqualTo(scales);
    }

    @Test
    void isOneOfAnImageAndItself() {
        Image image = noise(1, 50, 61);
        assertThat(MsSsim.between(image, image)).isCloseTo(1, within(1e-12));
    }

    /** Two greys have no contrast to compare: ((2ab + C₁) / (a² + b² + C₁)) to the power of the last weight. */
    @Test
    void ofTwoGreysIsTheLastScalesLuminance() {
        double c1 = 6.5025;
        double luminance = (2.0 * 60 * 200 + c1) / (60.0 * 60 + 200.0 * 200 + c1);
        assertThat(MsSsim.between(Image.filled(1, 176, 180, 60), Image.filled(1, 176, 180, 200)))
                .isCloseTo(Math.pow(luminance, 0.1333), within(1e-12));
        // two scales: 0.2856 of 0.0448 + 0.2856
        assertThat(MsSsim.between(Image.filled(1, 28, 28, 60), Image.filled(1, 28, 28, 200)))
                .isCloseTo(Math.pow(luminance, 0.2856 / (0.0448 + 0.2856)), within(1e-12));
    }

    @Test
    void ofNoiseAndItsNegativeIsNothing() {
        Image image = noise(2, 28, 28);
        byte[] inverse = new byte[image.pixels().length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = (byte) (255 - (image.pixels()[i] & 0xFF));
        }
        assertThat(MsSsim.between(image, new Image(1, 28, 28, inverse))).isZero();
    }

    @Test
    void fallsWithNoise() {
        Image clean = picture(false, 1, 48, 48);
        double before = 1;
        for (int strength : new int[] {5, 20, 80}) {
            RandomStream stream = RandomStream.of(3, "more");
            byte[] pixels = clean.pixels().clone();
            for (int i = 0; i < pixels.length; i++) {
                int value = (pixels[i] & 0xFF) + stream.nextInt(2 * strength + 1) - strength;
                pixels[i] = (byte) Math.max(0, Math.min(255, value));
            }
            double now = MsSsim.between(clean, new Image(1, 48, 48, pixels));
            assertThat(now).isLessThan(before - 0.001);
            before = now;
        }
    }

    /** Of 40 images in two kinds of 20, a random pair is of one kind with probability 19/39. */
    @Test
    void diversityIsTheMeanOverRandomPairs() {
        Image a = Image.filled(1, 28, 28, 60);
        Image b = Image.filled(1, 28, 28, 200);
        List<Image> images =
                IntStream.range(0, 40).mapToObj(i -> i < 20 ? a : b).toList();
        double unlike = MsSsim.between(a, b);
        MsSsim.Diversity found = MsSsim.diversity(ImageSequence.of(images), 20, 5);
        assertThat(found.pairs()).isEqualTo(20);
        assertThat(found.scales()).isEqualTo(2);
        // every image in one pair: 20 of a kind in whole pairs, so the unlike pairs are even in number
        double unlikePairs = 20 * (1 - found.mean()) / (1 - unlike);
        assertThat(unlikePairs).isCloseTo(Math.rint(unlikePairs), within(1e-9)).isBetween(2.0, 18.0);
        assertThat(Math.rint(unlikePairs) % 2).isZero();
        assertThat(MsSsim.diversity(ImageSequence.of(images), 20, 5)).isEqualTo(found);
        assertThat(IntStream.range(0, 10)
                        .mapToDouble(seed -> MsSsim.diversity(ImageSequence.of(images), 20, seed)
                                .mean())
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void fewerImagesMakeFewerPairs() {
        List<Image> images =
                IntStream.range(0, 7).mapToObj(i -> noise(i, 28, 28)).toList();
        assertThat(MsSsim.diversity(ImageSequence.of(images), 1000, 0).pairs()).isEqualTo(3);
        assertBadInput(() -> MsSsim.diversity(ImageSequence.of(images.subList(0, 1)), 10, 0))
                .hasMessageContaining("at least 2");
    }

    @Test
    void refusesWhatItCannotCompare() {
        assertBadInput(() -> MsSsim.between(Image.filled(1, 28, 28, 0), Image.filled(3, 28, 28, 0)))
                .hasMessageContaining("1×28×28 and 3×28×28");
        assertBadInput(() -> MsSsim.between(Image.filled(1, 10, 28, 0), Image.filled(1, 10, 28, 0)))
                .hasMessageContaining("at least 11×11");
    }
}
