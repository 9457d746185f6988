package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Worked by hand; the goldens hold it to PyTorch. */
class BatchNorm2dTest {
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
    void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
        BatchNorm2d layer = fresh();
        // mean 3, variance 4 (population), 16/3 (sample)
        float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {1, 1, 5, 5}, 2, 1, 1, 2), Toys.TRAINING));
        assertThat(y).containsExactly(new float[] {-1, -1, 1, 1}, within(1e-5f));
        assertThat(value(layer, 2)).isCloseTo(0.3f, within(1e-6f));
        assertThat(value(layer, 3)).isCloseTo((float) (0.9 + 0.1 * 16 / 3), within(1e-6f));
    }

    @Test
    void evaluationUsesTheRunningStatisticsAndLeavesThemAlone() {
        BatchNorm2d layer = Toys.filled(new BatchNorm2d(1), Toys.of(2), Toys.of(10), Toys.of(3), Toys.of(4));
        float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {3, 5, 7}, 1, 1, 1, 3), Toys.EVALUATION));
        assertThat(y).containsExactly(new float[] {10, 12, 14}, within(1e-4f));
        assertThat(value(layer, 2)).isEqualTo(3);
        assertThat(value(layer, 3)).isEqualTo(4);
    }

    @Test
    void momentumAndEpsilonAreTakenAsGiven() {
        BatchNorm2d layer = Toys.filled(
                new BatchNorm2d(1, 0.5, 5, Initializer.ones()), Toys.of(1), Toys.of(0), Toys.of(0), Toys.of(1));
        Tensor x = Tensors.of(new float[] {1, 1, 5, 5}, 1, 1, 2, 2);
        float[] y = Tensors.toFloats(layer.forward(x, Toys.TRAINING));
        assertThat(y[3]).as("2 / √(4 + 5)").isCloseTo(2 / 3f, within(1e-6f));
        assertThat(value(layer, 2)).isCloseTo(1.5f, within(1e-6f));
    }

    @Test
    void initialisingGivesAFreshLayer() {
        Sequential network = new Sequential("main", List.of(new BatchNorm2d(2, 0.1, 1e-5, Initializer.normal(1, 0))));
        network.parameters().forEach(p -> p.copyFrom(Toys.of(7, 7)));
        network.initialise(RandomStream.of(1, "weights"));
        float[][] expected = {{1, 1}, {0, 0}, {0, 0}, {1, 1}};
        for (int i = 0; i < 4; i++) {
            assertThat(Tensors.toFloats(network.parameters().get(i).value())).containsExactly(expected[i]);
        }
    }

    @Test
    void runningStatisticsAreNoWeights() {
        assertThat(new BatchNorm2d(2).parameters())
                .extracting(Parameter::name, Parameter::trainable)
                .containsExactly(
                        tuple("weight", true),
                        tuple("bias", true),
                        tuple("running_mean", false),
                        tuple("running_var", false));
        assertThat(new BatchNorm2d(2).mixesSamples()).isTrue();
        assertThat(Activation.relu().mixesSamples()).isFalse();
    }

    private static BatchNorm2d fresh() {
        return Toys.filled(new BatchNorm2d(1), Toys.of(1), Toys.of(0), Toys.of(0), Toys.of(1));
    }

    private static float value(BatchNorm2d layer, int parameter) {
        return layer.parameters().get(parameter).value().item_float();
    }
}
