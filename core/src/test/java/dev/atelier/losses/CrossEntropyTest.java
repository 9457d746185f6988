package dev.atelier.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.losses.AdversarialLoss.CrossEntropy;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hand-worked at the logits 0, where either target costs ln 2, and ln 3, where the probability is ¾: target 1 costs −ln ¾ = ln 4/3,
 * target 0 costs −ln ¼ = ln 4.
 */
class CrossEntropyTest {
    private static final double LN3 = Math.log(3);
    private static final double LN2 = Math.log(2);
    private static final double COST_ONE = Math.log(4 / 3.0);
    private static final double COST_ZERO = Math.log(4);

    private static final CrossEntropy PLAIN = new CrossEntropy(Labels.plain(), false);
    private static final CrossEntropy SATURATING = new CrossEntropy(Labels.plain(), true);
    private static final CrossEntropy INVERTED =
            new CrossEntropy(new Labels(true, LabelNoise.NONE, LabelNoise.NONE), false);

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void realIsOneAndFakeIsZero() {
        assertValue(PLAIN.real(logits(LN3)), COST_ONE);
        assertValue(PLAIN.fake(logits(LN3)), COST_ZERO);
        assertValue(PLAIN.real(logits(0, LN3)), (LN2 + COST_ONE) / 2);
        assertThat(PLAIN.realSign()).isEqualTo(1);
    }

    @Test
    void invertedLabelsSwapTheTargets() {
        assertValue(INVERTED.real(logits(LN3)), COST_ZERO);
        assertValue(INVERTED.fake(logits(LN3)), COST_ONE);
        assertValue(INVERTED.generator(logits(LN3)), COST_ZERO);
        assertThat(INVERTED.realSign()).isEqualTo(-1);
    }

    @Test
    void theGeneratorTakesTheRealLabelAsItsOwn() {
        assertValue(PLAIN.generator(logits(LN3)), COST_ONE);
        assertValue(PLAIN.generator(logits(LN3, -LN3)), (COST_ONE + COST_ZERO) / 2);
    }

    @Test
    void theSaturatingGeneratorMaximisesTheDiscriminatorsLossOnFakes() {
        assertValue(SATURATING.generator(logits(LN3)), -COST_ZERO);
        var inverted = new CrossEntropy(new Labels(true, LabelNoise.NONE, LabelNoise.NONE), true);
        assertValue(inverted.generator(logits(LN3)), -COST_ONE);
        assertValue(SATURATING.discriminator(logits(LN3), logits(0)), (COST_ONE + LN2) / 2);
    }

    /** Targets 1 − 0.25 and 0 + 0.5: a target t at probability ¾ costs t·ln 4/3 + (1 − t)·ln 4. */
    @Test
    void noiseMovesEachTargetTowardsTheOther() {
        var noisy = new CrossEntropy(new Labels(false, amount(0.25), amount(0.5)), false);
        assertValue(noisy.real(logits(LN3)), 0.75 * COST_ONE + 0.25 * COST_ZERO);
        assertValue(noisy.fake(logits(LN3)), 0.5 * COST_ONE + 0.5 * COST_ZERO);
        var inverted = new CrossEntropy(new Labels(true, amount(0.25), amount(0.5)), false);
        assertValue(inverted.real(logits(LN3)), 0.25 * COST_ONE + 0.75 * COST_ZERO);
        assertValue(inverted.fake(logits(LN3)), 0.5 * COST_ONE + 0.5 * COST_ZERO);
    }

    @Test
    void noiseBelongsToEachOutputAndNotToTheGenerator() {
        LabelNoise first = like -> Tensors.of(new float[] {1, 0}, 2, 1);
        var noisy = new CrossEntropy(new Labels(false, first, LabelNoise.NONE), false);
        assertValue(noisy.real(logits(LN3, LN3)), (COST_ZERO + COST_ONE) / 2);
        assertValue(noisy.fake(logits(LN3, LN3)), COST_ZERO);
        assertValue(noisy.generator(logits(LN3)), COST_ONE);
    }

    @Test
    void theDiscriminatorsLossIsTheMeanOverAllOutputs() {
        Tensor real = logits(0.3, -1.2, 2);
        Tensor fake = logits(-0.7, 0.1, 1.5);
        double parts = (PLAIN.real(real).item_float() + PLAIN.fake(fake).item_float()) / 2;
        double sum = 0;
        for (double logit : new double[] {0.3, -1.2, 2}) {
            sum += Math.log1p(Math.exp(-logit));
        }
        for (double logit : new double[] {-0.7, 0.1, 1.5}) {
            sum += Math.log1p(Math.exp(logit));
        }
        assertValue(PLAIN.discriminator(real, fake), sum / 6);
        assertThat(parts).isCloseTo(sum / 6, within(1e-6));
    }

    /** Derivative by the logit: probability − target, over the number of outputs. */
    @Test
    void gradientsPointTheRightWay() {
        assertThat(slope(PLAIN.real(at(LN3)))).isCloseTo(0.75 - 1, within(1e-6));
        assertThat(slope(PLAIN.fake(at(LN3)))).isCloseTo(0.75, within(1e-6));
        assertThat(slope(PLAIN.generator(at(LN3)))).isCloseTo(-0.25, within(1e-6));
        assertThat(slope(SATURATING.generator(at(LN3)))).isCloseTo(-0.75, within(1e-6));
        assertThat(slope(INVERTED.real(at(LN3)))).isCloseTo(0.75, within(1e-6));
        assertThat(slope(INVERTED.fake(at(LN3)))).isCloseTo(-0.25, within(1e-6));
        assertThat(slope(INVERTED.generator(at(LN3)))).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void aHopelessGeneratorStillLearnsUnlessItSaturates() {
        assertThat(slope(PLAIN.generator(at(-30)))).isCloseTo(-1, within(1e-6));
        assertThat(slope(SATURATING.generator(at(-30)))).isCloseTo(0, within(1e-6));
    }

    @Test
    void farLogitsStayFinite() {
        assertValue(PLAIN.real(logits(-500)), 500);
        assertValue(PLAIN.fake(logits(500)), 500);
        assertValue(PLAIN.real(logits(500)), 0);
    }

    private Tensor variable;

    private Tensor at(double logit) {
        variable = logits(logit).set_requires_grad(true);
        return variable;
    }

    private double slope(Tensor loss) {
        return torch.grad(new TensorVector(loss), new TensorVector(variable))
                .get(0)
                .item_float();
    }

    private static LabelNoise amount(double amount) {
        return like -> torch.full_like(like, Tensors.scalar(amount));
    }

    private static Tensor logits(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, floats.length, 1);
    }

    private static void assertValue(Tensor loss, double expected) {
        assertThat(loss.dim()).as("a scalar").isZero();
        assertThat((double) loss.item_float()).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
}
