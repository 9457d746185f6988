package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Minibatch discrimination and minibatch stddev. */
class MinibatchTest {
    private static float e(double distance) {
        return (float) Math.exp(-distance);
    }

    @Test
    void discriminationAddsUpClosenessToAllOthers() {
        try (TensorScope scope = TensorScope.open()) {
            var layer = Toys.filled(
                    new MinibatchDiscrimination(1, 2, 1, Initializer.zeros()),
                    Tensors.of(new float[] {1, 2}, 2, 1)); // M = (0, 0), (1, 2), (3, 6)
            float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {0, 1, 3}, 3, 1), Toys.TRAINING));
            assertThat(y)
                    .containsExactly(
                            new float[] {
                                0, e(1) + e(3), e(2) + e(6),
                                1, e(1) + e(2), e(2) + e(4),
                                3, e(3) + e(2), e(6) + e(4)
                            },
                            within(1e-6f));
            assertThat(layer.outputShape(new long[] {1})).containsExactly(3);
            assertThat(layer.mixesSamples()).isTrue();
        }
    }

    @Test
    void discriminationTakesTheSumOfAbsolutesOverAKernel() {
        try (TensorScope scope = TensorScope.open()) {
            var layer = Toys.filled(
                    new MinibatchDiscrimination(1, 1, 2, Initializer.zeros()), Tensors.of(new float[] {1, -2}, 2, 1));
            float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {0, 1}, 2, 1), Toys.TRAINING));
            assertThat(y).containsExactly(new float[] {0, e(3), 1, e(3)}, within(1e-6f));
        }
    }

    @Test
    void stddevIsTakenOverSamplesAndAveragedOverFeatures() {
        try (TensorScope scope = TensorScope.open()) {
            float[] x = {0, 0, 1, 1, 2, 4, 1, 1}; // groups of samples 0 and 2 (deviations 1 and 2), 1 and 3 (none)
            float[] y = Tensors.toFloats(new MinibatchStddev(2).forward(Tensors.of(x, 4, 2), Toys.TRAINING));
            assertThat(y)
                    .containsExactly(new float[] {0, 0, 1.5f, 1, 1, 1e-4f, 2, 4, 1.5f, 1, 1, 1e-4f}, within(1e-6f));
        }
    }

    @Test
    void aBatchThatTheGroupDoesNotDivideIsOneGroup() {
        try (TensorScope scope = TensorScope.open()) {
            float[] y = Tensors.toFloats(new MinibatchStddev(2)
                    .forward(Tensors.of(new float[] {0, 3, 6}, 3, 1), Toys.TRAINING));
            float deviation = (float) Math.sqrt(6);
            assertThat(y).containsExactly(new float[] {0, deviation, 3, deviation, 6, deviation}, within(1e-5f));
        }
        assertThatThrownBy(() -> new MinibatchStddev(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
