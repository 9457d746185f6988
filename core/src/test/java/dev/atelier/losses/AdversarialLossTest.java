package dev.atelier.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked by hand for real logits 2 and −1 (mean ½) and fake logits ½ and 1 (mean ¾). */
class AdversarialLossTest {
    private static Tensor column(float... logits) {
        return Tensors.of(logits, logits.length, 1);
    }

    private static void assertLosses(AdversarialLoss loss, double discriminator, double generator) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor real = column(2, -1);
            Tensor fake = column(0.5f, 1);
            assertThat(loss.discriminator(real, fake).item_double()).isCloseTo(discriminator, within(1e-6));
            assertThat(loss.generator(() -> real, fake).item_double()).isCloseTo(generator, within(1e-6));
        }
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    private static double mean(double a, double b) {
        return (a + b) / 2;
    }

    @Test
    void crossEntropyOfBothGenerators() {
        double d = mean(mean(softplus(-2), softplus(1)), mean(softplus(0.5), softplus(1)));
        assertLosses(new AdversarialLoss.CrossEntropy(Labels.plain(), false), d, mean(softplus(-0.5), softplus(-1)));
        assertLosses(new AdversarialLoss.CrossEntropy(Labels.plain(), true), d, -mean(softplus(0.5), softplus(1)));
    }

    @Test
    void leastSquares() {
        // real (2 − 1)², (−1 − 1)²; fake ½², 1²; generator ½ · mean of (½ − 1)², 0
        assertLosses(new AdversarialLoss.LeastSquares(Labels.plain()), mean(2.5, 0.625), 0.0625);
    }

    @Test
    void hinge() {
        // real 0, 2; fake 1½, 2
        assertLosses(new AdversarialLoss.Hinge(), 1 + 1.75, -0.75);
    }

    @Test
    void wasserstein() {
        assertLosses(new AdversarialLoss.Wasserstein(), 0.75 - 0.5, -0.75);
    }

    @Test
    void relativisticPairsSamplesByPlace() {
        // real − fake: 1½, −2
        assertLosses(
                new AdversarialLoss.Relativistic(),
                mean(softplus(-1.5), softplus(2)),
                mean(softplus(1.5), softplus(-2)));
    }

    @Test
    void relativisticAverage() {
        // real − mean of fake: 1¼, −1¾; fake − mean of real: 0, ½
        assertLosses(
                new AdversarialLoss.RelativisticAverage(),
                mean(mean(softplus(-1.25), softplus(1.75)), mean(softplus(0), softplus(0.5))),
                mean(mean(softplus(0), softplus(-0.5)), mean(softplus(1.25), softplus(-1.75))));
    }

    @Test
    void relativisticAverageHinge() {
        assertLosses(
                new AdversarialLoss.RelativisticAverageHinge(),
                mean(0, 2.75) + mean(1, 1.5),
                mean(1, 0.5) + mean(2.25, 0));
    }

    @Test
    void relativisticAverageLeastSquares() {
        assertLosses(
                new AdversarialLoss.RelativisticAverageLeastSquares(),
                mean(0.0625, 7.5625) + mean(1, 2.25),
                mean(1, 0.25) + mean(5.0625, 0.5625));
    }

    @Test
    void smoothingMovesTheDiscriminatorsTargetsTowardsEachOther() {
        Labels smooth = new Labels(false, 0.1, 0.2, LabelNoise.NONE, LabelNoise.NONE);
        double real = mean(softplus(2) - 0.9 * 2, softplus(-1) + 0.9);
        double fake = mean(softplus(0.5) - 0.2 * 0.5, softplus(1) - 0.2);
        assertLosses(
                new AdversarialLoss.CrossEntropy(smooth, false), mean(real, fake), mean(softplus(-0.5), softplus(-1)));
        // real (2 − 0.9)², (−1 − 0.9)²; fake (½ − 0.2)², (1 − 0.2)²
        assertLosses(new AdversarialLoss.LeastSquares(smooth), mean(mean(1.21, 3.61), mean(0.09, 0.64)), 0.0625);
    }

    @Test
    void invertedLabelsAreSmoothedTheOtherWay() {
        Labels inverted = new Labels(true, 0.1, 0.2, LabelNoise.NONE, LabelNoise.NONE);
        // real (2 − 0.1)², (−1 − 0.1)²; fake (½ − 0.8)², (1 − 0.8)²; generator ½ · mean of ½², 1²
        assertLosses(new AdversarialLoss.LeastSquares(inverted), mean(mean(3.61, 1.21), mean(0.09, 0.04)), 0.3125);
    }

    @ParameterizedTest
    @CsvSource({
        "non-saturating, 0",
        "saturating, 0",
        "least-squares, 0.5",
        "hinge, 0",
        "wasserstein, 0",
        "relativistic, 0"
    })
    void theBorderLiesWhereALossIsUndecided(String name, double border) {
        LossName loss = LossName.of(name);
        assertThat(loss.loss(Labels.plain()).border()).isEqualTo(border);
        assertThat(loss.loss(Labels.plain()).realSign()).isEqualTo(1);
        Labels inverted = new Labels(true, LabelNoise.NONE, LabelNoise.NONE);
        assertThat(loss.loss(inverted).realSign()).isEqualTo(loss.usesLabels() ? -1 : 1);
    }

    @Test
    void onlyLossesThatCompareAreNotSeparable() {
        List<String> separable = LossName.keys().stream()
                .filter(key -> LossName.of(key).separable())
                .toList();
        assertThat(separable).containsExactly("non-saturating", "saturating", "least-squares", "hinge", "wasserstein");
    }
}
