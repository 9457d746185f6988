package dev.atelier.tensor;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    @Test
    void aNamedPrecisionIsTakenAtItsWord() {
        assertThat(Precision.of("fp32")).isSameAs(Precision.FP32);
        assertThat(Precision.of("bf16")).isSameAs(Precision.BF16);
        assertThat(Precision.isNamed("bf16")).isTrue();
        assertThat(Precision.isNamed("auto")).isFalse();
        assertThat(Precision.FP32.key()).isEqualTo("fp32");
        assertThat(Precision.BF16.key()).isEqualTo("bf16");
    }

    @Test
    void productsOfBothAreTimed() {
        assertThat(Precision.productRatio()).isPositive().isFinite();
    }

    @Test
    void anUnknownPrecisionIsRefused() {
        assertBadInput(() -> Precision.of("fp16")).hasMessage("no precision named 'fp16'; known: fp32, bf16");
    }

    @Test
    void castRoundsToTheFormatAndLeavesAloneWhatHasIt() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {1, 257}, 2);
            assertThat(Precision.FP32.cast(x)).isSameAs(x);
            Tensor half = Precision.BF16.cast(x);
            assertThat(half.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
            assertThat(Tensors.toFloats(half)).containsExactly(1, 256);
            assertThat(Precision.BF16.cast(half)).isSameAs(half);
        }
    }
}
