package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.Initializer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Sgd;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of a linear network y = w·x + b the gradient of a sample's output is (x, 1): plain descent at rate 1 from 0 shows it. */
class GradientsTest {
    static {
        Engine.threads(1);
    }

    private final Parameter w = Parameter.weight("w", Initializer.zeros(), 2);
    private final Parameter b = Parameter.weight("b", Initializer.zeros(), 1);
    private final StepStats stats = new StepStats();

    @AfterEach
    void close() {
        w.close();
        b.close();
        stats.close();
    }

    private Player player(Gradients gradients) {
        return new Player("D", new Sgd(List.of(w, b), 1, 0), Player.Options.PLAIN.withGradients(gradients));
    }

    private static Gradients clipped(double clip) {
        return Gradients.perSample(clip, 0, RandomStream.of(1, "noise"));
    }

    /** Learns from the outputs for these inputs, [B] of them, and steps. */
    private void step(Player player, float[]... inputs) {
        for (float[] each : inputs) {
            learn(player, 1.0 / inputs.length, each);
        }
        player.step(0, stats, true);
    }

    private void learn(Player player, double share, float... pairs) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(pairs, pairs.length / 2, 2);
            player.learn(x.matmul(w.value().unsqueeze(1)).add(b.value()).squeeze(1), share);
        }
    }

    private void assertWeights(double w0, double w1, double b0) {
        float[] values = Tensors.toFloats(w.value());
        assertThat(values[0]).isCloseTo((float) w0, within(1e-6f));
        assertThat(values[1]).isCloseTo((float) w1, within(1e-6f));
        assertThat(Tensors.toFloats(b.value())[0]).isCloseTo((float) b0, within(1e-6f));
    }

    /** The gradients (2, 2, 1) of length 3, (0, 0, 1) of length 1 and (8, 4, 1) of length 9. */
    @Test
    void eachSamplesGradientIsCutToTheLengthAndTheirMeanIsTheStep() {
        try (Player player = player(clipped(1.5))) {
            step(player, new float[] {2, 2, 0, 0, 8, 4});
            assertWeights(-(1 + 0 + 8 / 6.0) / 3, -(1 + 0 + 4 / 6.0) / 3, -(0.5 + 1 + 1 / 6.0) / 3);
        }
    }

    @Test
    void shortGradientsStayAsTheyAreAndGiveTheStepOfTheWhole() {
        try (Player each = player(clipped(100))) {
            step(each, new float[] {2, 2, 0, 0, 8, 4});
            assertWeights(-10 / 3.0, -2, -1);
        }
        w.value().detach().zero_();
        b.value().detach().zero_();
        try (Player whole = player(Gradients.whole());
                TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {2, 2, 0, 0, 8, 4}, 3, 2);
            whole.learn(x.matmul(w.value().unsqueeze(1)).add(b.value()).mean(), 1);
            whole.step(0, stats, true);
            assertWeights(-10 / 3.0, -2, -1);
        }
    }

    @Test
    void microBatchesMakeOneStepOfAllTheirSamples() {
        try (Player player = player(clipped(1.5))) {
            step(player, new float[] {2, 2}, new float[] {0, 0, 8, 4});
            assertWeights(-(1 + 0 + 8 / 6.0) / 3, -(1 + 0 + 4 / 6.0) / 3, -(0.5 + 1 + 1 / 6.0) / 3);
            w.value().detach().zero_();
            b.value().detach().zero_();
            step(player, new float[] {2, 2}); // what was collected is spent
            assertWeights(-1, -1, -0.5);
        }
    }

    @Test
    void aSampleWithoutAGradientAndAWeightThatIsNotTouched() {
        try (Player player = player(clipped(1));
                TensorScope scope = TensorScope.open()) {
            player.learn(
                    w.value().mul(Tensors.of(new float[] {0, 0, 0, 4}, 2, 2)).sum(new long[] {1}), 1);
            player.step(0, stats, true);
            assertWeights(0, -0.5, 0);
        }
    }

    @Test
    void theNoiseIsOfTheRightLengthDrawnOnceAStepAndTheSameOfTheSameStream() {
        float[] first = noise(RandomStream.of(3, "privacy"));
        assertThat(noise(RandomStream.of(3, "privacy"))).containsExactly(first);
        assertThat(noise(RandomStream.of(4, "privacy"))).isNotEqualTo(first);
        double mean = 0;
        double square = 0;
        for (float value : first) {
            mean += value / first.length;
            square += (double) value * value / first.length;
        }
        double expected = 2 * 3.0 / 4; // σ · clip / samples
        assertThat(mean).isCloseTo(0, within(5 * expected / Math.sqrt(first.length)));
        assertThat(Math.sqrt(square)).isCloseTo(expected, within(0.02));
    }

    /** A step without gradients, of four samples in two micro-batches. */
    private float[] noise(RandomStream stream) {
        try (Parameter many = Parameter.weight("many", Initializer.zeros(), 20_000);
                Player player = new Player(
                        "D",
                        new Sgd(List.of(many), 1, 0),
                        Player.Options.PLAIN.withGradients(Gradients.perSample(3, 2, stream)));
                TensorScope scope = TensorScope.open()) {
            for (int i = 0; i < 2; i++) {
                player.learn(many.value().narrow(0, 0, 2).mul(new Scalar(0f)), 0.5);
            }
            player.step(0, stats, true);
            assertThat(stream.counter()).as("numbers drawn").isBetween(20_000L, 60_000L);
            return Tensors.toFloats(many.value());
        }
    }

    @Test
    void withoutDeviationNothingIsDrawn() {
        RandomStream stream = RandomStream.of(1, "noise");
        try (Player player = player(Gradients.perSample(1, 0, stream))) {
            step(player, new float[] {2, 2});
            assertThat(stream.counter()).isZero();
        }
    }

    @Test
    void aScalarLossAndSettingsOutOfRangeAreRefused() {
        try (Player player = player(clipped(1));
                TensorScope scope = TensorScope.open()) {
            assertThatThrownBy(() -> player.learn(w.value().sum(), 1))
                    .hasMessage("gradients of single samples want the loss of each sample, [B], got []");
        }
        assertThatThrownBy(() -> clipped(0)).hasMessageContaining("clipped to 0.0");
        assertThatThrownBy(() -> Gradients.perSample(1, -1, RandomStream.of(1, "noise")))
                .hasMessageContaining("deviation -1.0");
        assertThatThrownBy(() -> clipped(Double.NaN)).hasMessageContaining("clipped to NaN");
    }
}
