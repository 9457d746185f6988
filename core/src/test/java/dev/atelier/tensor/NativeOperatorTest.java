package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NativeOperatorTest {
    @Test
    void changesTheTensorsInPlace() {
        NativeOperator lerp = NativeOperator.find("aten::_foreach_lerp_", "Scalar");
        try (TensorScope scope = TensorScope.open()) {
            Tensor a = Tensors.of(new float[] {0, 4}, 2);
            Tensor b = Tensors.of(new float[] {10}, 1);
            List<Tensor> ends = List.of(Tensors.of(new float[] {8, 8}, 2), Tensors.of(new float[] {-10}, 1));
            lerp.call(List.of(a, b), ends, 0.25);
            assertThat(Tensors.toFloats(a)).containsExactly(2, 5);
            assertThat(Tensors.toFloats(b)).containsExactly(5);
            lerp.call(List.of(a), ends.subList(0, 1), 0.5);
            assertThat(Tensors.toFloats(a)).containsExactly(5, 6.5f);
        }
    }

    @Test
    void takesSingleTensorsFlagsAndAbsentOptionals() {
        NativeOperator clamp = NativeOperator.find("aten::clamp_", "");
        NativeOperator requireGradient = NativeOperator.find("aten::requires_grad_", "");
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {-3, 3}, 2);
            clamp.call(x, NativeOperator.ABSENT, 1.0);
            assertThat(Tensors.toFloats(x)).containsExactly(-3, 1);
            requireGradient.call(x, true);
            assertThat(x.requires_grad()).isTrue();
        }
    }

    @Test
    void anOperatorThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> NativeOperator.find("aten::no_such_operator", ""))
                .hasMessageContaining("aten::no_such_operator");
    }

    @Test
    void anArgumentWithoutANativeFormIsRefused() {
        NativeOperator relu = NativeOperator.find("aten::relu_", "");
        assertThatThrownBy(() -> relu.call("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no native value for class java.lang.String");
    }

    /** A leak of 64 bytes a call would be five megabytes. */
    @Test
    void callsLeaveMemoryFlat() {
        NativeOperator multiply = NativeOperator.find("aten::_foreach_mul_", "Scalar");
        try (TensorScope scope = TensorScope.open()) {
            List<Tensor> tensors = List.of(torch.ones(4), torch.ones(4));
            NativeMemory.assertFlat(200_000, 3 << 20, () -> multiply.call(tensors, 1.0));
        }
    }
}
