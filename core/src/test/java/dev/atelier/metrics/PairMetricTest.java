package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairMetricTest {
    /** scikit-image and numpy: benchmarks/peers/pair_golden.py. */
    @ParameterizedTest
    @CsvSource({"1, 28, 28, 0", "3, 40, 33, 0", "3, 64, 48, 4", "1, 30, 31, 2", "3, 19, 27, 4"})
    void isWhatScikitImageGives(int channels, int height, int width, int shave) {
        double[] expected;
        try (TensorScope scope = TensorScope.open()) {
            expected = Tensors.toDoubles(Golden.read("pair").get(channels + "x" + height + "x" + width + "/" + shave));
        }
        Image a = MsSsimTest.picture(false, channels, height, width);
        Image b = MsSsimTest.picture(true, channels, height, width);
        List<PairMetric> order =
                List.of(PairMetric.PSNR, PairMetric.SSIM, PairMetric.PSNR_RGB, PairMetric.SSIM_RGB, PairMetric.L1);
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i).of(a, b, shave)).as(order.get(i).name()).isCloseTo(expected[i], within(1e-9));
            assertThat(order.get(i).of(b, a, shave)).as(order.get(i).name()).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void oneLevelEverywhereIs48Decibels() {
        Image a = Image.filled(1, 12, 13, 100);
        Image b = Image.filled(1, 12, 13, 101);
        assertThat(PairMetric.PSNR.of(a, b, 0)).isCloseTo(48.1308036087, within(1e-9)); // 20 log₁₀ 255
        assertThat(PairMetric.L1.of(a, b, 0)).isCloseTo(1 / 255.0, within(1e-15));
        Image white = Image.filled(3, 12, 13, 255);
        Image black = Image.filled(3, 12, 13, 0);
        assertThat(PairMetric.L1.of(white, black, 0)).isEqualTo(1);
        assertThat(PairMetric.PSNR_RGB.of(white, black, 0)).isZero();
    }

    /** White is 235 and black 16: the luma of the papers, 20 log₁₀(255 / 219) = 1.32 dB above that of JPEG. */
    @Test
    void lumaGoesFrom16To235AndIsNotRounded() {
        Image white = Image.filled(3, 12, 13, 255);
        Image black = Image.filled(3, 12, 13, 0);
        assertThat(PairMetric.PSNR.of(white, black, 0)).isCloseTo(20 * Math.log10(255.0 / 219), within(1e-12));
        Image nearlyBlack = Image.filled(3, 12, 13, 1); // 0.8588 levels of luma, not 1
        assertThat(PairMetric.PSNR.of(nearlyBlack, black, 0))
                .isCloseTo(20 * Math.log10(255 * 255.0 / 219), within(1e-9));
        Image red = Image.filled(3, 12, 13, 0);
        Arrays.fill(red.pixels(), 0, 12 * 13, (byte) 255);
        assertThat(PairMetric.PSNR.of(red, black, 0)).isCloseTo(20 * Math.log10(255 / 65.481), within(1e-12));
    }

    /** Constants have neither variance nor covariance: (2ab + C₁) / (a² + b² + C₁). */
    @Test
    void ssimOfTwoGreysIsTheirLuminance() {
        double c1 = 6.5025;
        assertThat(PairMetric.SSIM.of(Image.filled(1, 11, 15, 60), Image.filled(1, 11, 15, 200), 0))
                .isCloseTo((2.0 * 60 * 200 + c1) / (60.0 * 60 + 200.0 * 200 + c1), within(1e-12));
    }

    @Test
    void equalPicturesAreInfinitelyNear() {
        Image a = MsSsimTest.picture(true, 3, 20, 30);
        assertThat(PairMetric.PSNR.of(a, a, 4)).isInfinite().isPositive();
        assertThat(PairMetric.PSNR_RGB.of(a, a, 0)).isInfinite();
        assertThat(PairMetric.SSIM.of(a, a, 4)).isCloseTo(1, within(1e-12));
        assertThat(PairMetric.L1.of(a, a, 0)).isZero();
    }

    @Test
    void theMeanIsOfTheValuesWithoutTheInfiniteOnes() {
        PairMean mean = PairMean.of(List.of(20.0, Double.POSITIVE_INFINITY, 40.0));
        assertThat(mean).isEqualTo(new PairMean(30, 3, 1)); // of the mean error it would be 22.97
        assertThat(PairMean.of(List.of(Double.POSITIVE_INFINITY)).mean()).isNaN();
    }

    @Test
    void onlyWhatIsInsideOfTheShaveCounts() {
        Image a = Image.filled(1, 20, 22, 50);
        Image b = Image.filled(1, 20, 22, 50);
        b.pixels()[3 * 22 + 4] = 0;
        assertThat(PairMetric.L1.of(a, b, 4)).isZero();
        assertThat(PairMetric.L1.of(a, b, 3)).isPositive();
        assertThat(Framing.shaved(a, 4).height()).isEqualTo(12);
        assertThat(Framing.shaved(a, 4).width()).isEqualTo(14);
        assertBadInput(() -> Framing.shaved(a, 10)).hasMessageContaining("20×22 less 10 pixels a side");
    }

    @Test
    void picturesAreCutToAMultipleOnTheRightAndBelow() {
        Image a = MsSsimTest.picture(false, 1, 22, 27);
        assertThat(Framing.toMultiple(a, 4)).isEqualTo(a.crop(0, 0, 20, 24));
        assertThat(Framing.toMultiple(a, 1)).isSameAs(a);
        assertBadInput(() -> Framing.toMultiple(Image.filled(1, 3, 9, 0), 4)).hasMessageContaining("at least 4×4");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Image a = Image.filled(1, 12, 12, 1);
        for (PairMetric metric : PairMetric.values()) {
            assertBadInput(() -> metric.of(a, Image.filled(1, 12, 13, 1), 0))
                    .hasMessageContaining(metric.metric().key() + ": pictures of 1×12×12 and 1×12×13");
        }
        assertBadInput(() -> PairMetric.SSIM.of(a, a, 1))
                .hasMessageContaining("ssim: pictures of 10×10; allowed: at least");
        Image clear = Image.filled(4, 12, 12, 1);
        assertBadInput(() -> PairMetric.PSNR.of(clear, clear, 0)).hasMessageContaining("4 channels have no luma");
        assertThat(PairMetric.PSNR_RGB.of(clear, clear, 0)).isInfinite();
    }

    @Test
    void namesAreThoseOfTheTable() {
        assertThat(MetricName.of("psnr")).isEqualTo(PairMetric.PSNR.metric());
        assertThat(PairMetric.L1.metric().better()).isEqualTo(MetricName.Better.LOWER);
        assertThat(PairMetric.values()).allMatch(metric -> metric.metric().ofPairs());
        assertThat(MetricName.FID.ofPairs()).isFalse();
    }
}
