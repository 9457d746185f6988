package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void outlivesTheScopeItWasMadeIn() {
        Parameter weight;
        try (TensorScope scope = TensorScope.open()) {
            weight = Parameter.weight("weight", Initializer.zeros(), 2, 3);
        }
        assertThat(Tensors.toFloats(weight.value())).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(weight.count()).isEqualTo(6);
        weight.close();
        assertThat(weight.value().isNull()).isTrue();
    }

    @Test
    void weightsWantGradientsAndBuffersDoNot() {
        assertThat(Parameter.weight("w", Initializer.zeros(), 1).value().requires_grad())
                .isTrue();
        assertThat(Parameter.buffer("b", Initializer.zeros(), 1).value().requires_grad())
                .isFalse();
    }

    @Test
    void copiesValuesAndStaysAWeight() {
        try (TensorScope scope = TensorScope.open()) {
            Parameter weight = Parameter.weight("w", Initializer.zeros(), 2);
            weight.copyFrom(Tensors.of(new float[] {1, 2}, 2).set_requires_grad(true));
            assertThat(Tensors.toFloats(weight.value())).containsExactly(1, 2);
            assertThat(weight.value().requires_grad()).isTrue();
            assertThat(weight.value().is_leaf()).isTrue();
        }
    }

    @Test
    void anotherShapeIsRefusedEvenIfItWouldStretch() {
        Parameter weight = Parameter.weight("main.0.weight", Initializer.zeros(), 2, 3);
        assertThatThrownBy(() -> weight.copyFrom(torch.ones(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter main.0.weight has shape [2, 3], got [3]");
        assertThat(Tensors.toFloats(weight.value())).containsOnly(0);
    }

    @Test
    void aPrefixedParameterSharesTheTensor() {
        Parameter weight = Parameter.weight("weight", Initializer.zeros(), 2);
        Parameter longer = weight.prefixed("main.3");
        assertThat(longer.name()).isEqualTo("main.3.weight");
        assertThat(longer.value()).isSameAs(weight.value());
        assertThat(longer.trainable()).isTrue();
    }
}
