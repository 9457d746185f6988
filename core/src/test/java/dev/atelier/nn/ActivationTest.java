package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.junit.jupiter.api.Test;

class ActivationTest {
    @Test
    void valuesAreWorkedByHand() {
        assertThat(apply(Activation.relu())).containsExactly(new float[] {0, 0, 2}, within(0f));
        assertThat(apply(Activation.leakyRelu(0.25))).containsExactly(new float[] {-0.5f, 0, 2}, within(0f));
        float tanh = (float) Math.tanh(2);
        assertThat(apply(Activation.tanh())).containsExactly(new float[] {-tanh, 0, tanh}, within(1e-6f));
        float sigmoid = (float) (1 / (1 + Math.exp(-2)));
        assertThat(apply(Activation.sigmoid()))
                .containsExactly(new float[] {1 - sigmoid, 0.5f, sigmoid}, within(1e-6f));
    }

    @Test
    void theInputStaysAsItWas() {
        try (TensorScope scope = TensorScope.open()) {
            var x = Toys.of(-2, 0, 2);
            Activation.relu().forward(x, Toys.EVALUATION);
            Activation.leakyRelu(0.1).forward(x, Toys.EVALUATION);
            assertThat(Tensors.toFloats(x)).containsExactly(-2, 0, 2);
        }
    }

    @Test
    void labelsTellTheSlope() {
        assertThat(Activation.relu().label()).isEqualTo("relu");
        assertThat(Activation.leakyRelu(0.2).label()).isEqualTo("leaky relu 0.2");
        assertThat(Activation.tanh().label()).isEqualTo("tanh");
        assertThat(Activation.sigmoid().label()).isEqualTo("sigmoid");
    }

    private static float[] apply(Activation activation) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.toFloats(activation.forward(Toys.of(-2, 0, 2), Toys.TRAINING));
        }
    }
}
