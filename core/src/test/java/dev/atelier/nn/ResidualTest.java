package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualTest {
    private static Dense dense(long in, long out) {
        return new Dense(in, out, Initializer.zeros());
    }

    @Test
    void bothWaysAreAdded() {
        try (TensorScope scope = TensorScope.open()) {
            Residual layer = Toys.filled(
                    new Residual("block", List.of(dense(1, 1), Activation.relu()), List.of(dense(1, 1))),
                    Tensors.of(new float[] {-2}, 1, 1),
                    Toys.of(1),
                    Tensors.of(new float[] {10}, 1, 1),
                    Toys.of(0));
            float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {-3, 3}, 2, 1), Toys.TRAINING));
            assertThat(y).containsExactly(new float[] {7 - 30, 30}, within(1e-6f));
            assertThat(layer.parameters().stream().map(Parameter::name))
                    .containsExactly("body.0.weight", "body.0.bias", "shortcut.0.weight", "shortcut.0.bias");
            assertThat(layer.flops(new long[] {1})).isEqualTo(4);
        }
    }

    @Test
    void anEmptyShortcutIsTheIdentity() {
        try (TensorScope scope = TensorScope.open()) {
            Residual layer = new Residual("block", List.of(dense(2, 2)), List.of()); // weights are zero
            float[] y = Tensors.toFloats(layer.forward(Tensors.of(new float[] {5, 6}, 1, 2), Toys.TRAINING));
            assertThat(y).containsExactly(5, 6);
        }
    }

    @Test
    void waysOfDifferentShapesAreRefused() {
        Residual layer = new Residual("block", List.of(dense(2, 3)), List.of());
        assertThatThrownBy(() -> layer.outputShape(new long[] {2})).hasMessageContaining("block");
    }

    @Test
    void whatHoldsForAnInnerLayerHoldsForTheBlock() {
        Residual plain = new Residual("block", List.of(dense(2, 2)), List.of());
        Residual mixing = new Residual("block", List.of(), List.of(new BatchNorm2d(2)));
        assertThat(plain.mixesSamples()).isFalse();
        assertThat(mixing.mixesSamples()).isTrue();
        assertThat(plain.reweighted(SpectralNorm::new).parameters().stream().map(Parameter::name))
                .contains("body.0.weight_u");
    }
}
