package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.junit.jupiter.api.Test;

class LearnedBasisTest {
    @Test
    void eachChannelIsItsPlaneTimesALinearFunctionOfTheVector() {
        try (TensorScope scope = TensorScope.open()) {
            LearnedBasis layer = Toys.filled(
                    new LearnedBasis(2, 2, 1, 2, Initializer.zeros()),
                    Tensors.of(new float[] {10, 20, 1, -1}, 2, 1, 2),
                    Tensors.of(new float[] {1, 2, 0, 3}, 2, 2));
            assertThat(Tensors.toFloats(layer.forward(Tensors.of(new float[] {3, 4}, 1, 2), Toys.TRAINING)))
                    .containsExactly(110, 220, 12, -12);
            assertThat(layer.outputShape(new long[] {2})).containsExactly(2, 1, 2);
        }
    }

    @Test
    void groupsOfAConvolutionSeeOnlyTheirOwnChannels() {
        try (TensorScope scope = TensorScope.open()) {
            Conv2d layer = Toys.filled(
                    new Conv2d(4, 2, 1, 1, Padding.SAME, 2, Initializer.zeros()),
                    Tensors.of(new float[] {1, 10, 2, 20}, 2, 2, 1, 1),
                    Toys.of(0, 0));
            assertThat(Tensors.toFloats(layer.forward(Tensors.of(new float[] {1, 2, 3, 4}, 1, 4, 1, 1), Toys.TRAINING)))
                    .containsExactly(21, 86);
        }
    }
}
