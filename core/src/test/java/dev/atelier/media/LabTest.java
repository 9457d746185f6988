package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are skimage.color.rgb2lab's (scikit-image, illuminant D65, observer 2): benchmarks/peers/lab_golden.py. */
class LabTest {
    @ParameterizedTest
    @CsvSource({
        "255, 0, 0, 53.2406, 80.0923, 67.2028",
        "0, 255, 0, 87.7351, -86.1830, 83.1797",
        "0, 0, 255, 32.2957, 79.1856, -107.8573",
        "255, 255, 0, 97.1395, -21.5547, 94.4781",
        "128, 64, 200, 41.8848, 53.5213, -60.3550",
        "10, 200, 90, 70.9458, -64.9003, 43.0517",
        "3, 5, 9, 1.3334, 0.0331, -1.6978",
    })
    void coloursAreThoseOfScikitImage(int red, int green, int blue, double l, double a, double b) {
        double[] lab = new double[3];
        Lab.of(red, green, blue, lab);
        assertThat(lab[0]).isCloseTo(l, within(0.01));
        assertThat(lab[1]).isCloseTo(a, within(0.02));
        assertThat(lab[2]).isCloseTo(b, within(0.02));
    }

    @Test
    void greyHasNoColourAndWhiteIsHundred() {
        double[] lab = new double[3];
        for (int v = 0; v < 256; v++) {
            Lab.of(v, v, v, lab);
            assertThat(lab[1]).isCloseTo(0, within(1e-4));
            assertThat(lab[2]).isCloseTo(0, within(1e-4));
        }
        assertThat(lab[0]).isCloseTo(100, within(1e-4));
        Lab.of(0, 0, 0, lab);
        assertThat(lab[0]).isCloseTo(0, within(1e-9));
    }

    @Test
    void networksSeeLightnessAroundZeroAndColourByAHundredAndTen() {
        Image red = new Image(3, 1, 1, new byte[] {(byte) 255, 0, 0});
        assertThat(Lab.lightness(red)[0]).isCloseTo(53.2406f / 50 - 1, within(1e-3f));
        assertThat(Lab.colours(red)[0]).isCloseTo(80.0923f / 110, within(1e-3f));
        assertThat(Lab.colours(red)[1]).isCloseTo(67.2028f / 110, within(1e-3f));
    }

    @Test
    void everyColourComesBackToTheByte() {
        int steps = 18; // 0, 15, … 255
        byte[] pixels = new byte[3 * steps * steps * steps];
        int plane = steps * steps * steps;
        for (int i = 0; i < plane; i++) {
            pixels[i] = (byte) (i / steps / steps * 15);
            pixels[plane + i] = (byte) (i / steps % steps * 15);
            pixels[2 * plane + i] = (byte) (i % steps * 15);
        }
        Image all = new Image(3, steps, steps * steps, pixels);
        Image back = Lab.picture(Lab.lightness(all), Lab.colours(all), all.height(), all.width());
        assertThat(back).isEqualTo(all);
    }

    @Test
    void whatSrgbDoesNotHaveIsCutOffAtItsEdge() {
        Image far = Lab.picture(new float[] {0}, new float[] {1, -1}, 1, 1); // L 50, a 110, b −110
        assertThat(far.at(1, 0, 0)).isZero();
        assertThat(far.at(2, 0, 0)).isEqualTo(255);
        Image light = Lab.picture(new float[] {1.2f}, new float[2], 1, 1); // L 110
        assertThat(light.pixels()).containsExactly(255, 255, 255);
        assertThatThrownBy(() -> Lab.picture(new float[2], new float[2], 1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
