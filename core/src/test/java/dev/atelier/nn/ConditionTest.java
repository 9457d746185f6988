package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** y is (1, 0) for the first sample and (0, 1) for the second. */
class ConditionTest {
    private static Pass conditioned() {
        return Toys.TRAINING.with(Fields.of(Fields.CONDITION, Tensors.of(new float[] {1, 0, 0, 1}, 2, 2)));
    }

    private static float[] forward(Layer layer, Tensor x) {
        return Tensors.toFloats(layer.forward(x, conditioned()));
    }

    @Test
    void joinedAppendsTheEmbedding() {
        try (TensorScope scope = TensorScope.open()) {
            Condition layer = Toys.filled(
                    Condition.joined(2, 1, Initializer.zeros()), Tensors.of(new float[] {5, 6}, 1, 2), Toys.of(0.5));
            assertThat(forward(layer, Tensors.of(new float[] {1, 2}, 2, 1))).containsExactly(1, 5.5f, 2, 6.5f);
            assertThat(layer.outputShape(new long[] {1})).containsExactly(2);
        }
    }

    @Test
    void planeAppendsAChannel() {
        try (TensorScope scope = TensorScope.open()) {
            Condition layer = Toys.filled(
                    Condition.plane(2, 1, 2, Initializer.zeros()),
                    Tensors.of(new float[] {1, 2, 3, 4}, 2, 2),
                    Toys.of(0, 10));
            assertThat(forward(layer, Tensors.of(new float[] {7, 7, 8, 8}, 2, 1, 1, 2)))
                    .containsExactly(7, 7, 1, 13, 8, 8, 2, 14);
            assertThat(layer.outputShape(new long[] {1, 1, 2})).containsExactly(2, 1, 2);
        }
    }

    @Test
    void projectionAddsTheInnerProductToTheScore() {
        try (TensorScope scope = TensorScope.open()) {
            Condition layer = Toys.filled(
                    Condition.projection(2, 2, Initializer.zeros()),
                    Tensors.of(new float[] {1, 1}, 1, 2),
                    Toys.of(0.5),
                    Tensors.of(new float[] {10, 20, 30, 40}, 2, 2)); // V's columns are (10, 30) and (20, 40)
            assertThat(forward(layer, Tensors.of(new float[] {1, 2, 3, 4}, 2, 2)))
                    .containsExactly(3.5f + 10 + 60, 7.5f + 60 + 160);
            assertThat(layer.parameters().stream().map(Parameter::name))
                    .containsExactly("score.weight", "score.bias", "embedding.weight");
            assertThat(layer.reweighted(SpectralNorm::new).parameters().stream().map(Parameter::name))
                    .contains("score.weight_u", "embedding.weight_u");
        }
    }

    @Test
    void withoutAConditionItSaysSo() {
        try (TensorScope scope = TensorScope.open()) {
            Condition layer = Condition.joined(2, 1, Initializer.zeros());
            Tensor x = Tensors.of(new float[] {1, 2}, 2, 1);
            assertThatThrownBy(() -> layer.forward(x, Toys.TRAINING))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("reads 'condition' and was given nothing");
        }
    }
}
