package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    private static void assertGives(Resampling layer, Tensor x, float... expected) {
        long[] in = Tensors.shape(x);
        Tensor y = layer.forward(x, Toys.TRAINING);
        long[] out = Tensors.shape(y);
        assertThat(layer.outputShape(Arrays.copyOfRange(in, 1, in.length)))
                .containsExactly(Arrays.copyOfRange(out, 1, out.length));
        assertThat(Tensors.toFloats(y)).containsExactly(expected, within(1e-6f));
        assertThat(layer.parameters()).isEmpty();
        assertThat(layer.mixesSamples()).isFalse();
    }

    @Test
    void valuesAreThoseWorkedOutByHand() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor pair = Tensors.of(new float[] {0, 1}, 1, 1, 1, 2);
            assertGives(Resampling.nearestUp(), pair, 0, 0, 1, 1, 0, 0, 1, 1);
            assertGives(Resampling.bilinearUp(), pair, 0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1);
            Tensor odd = Tensors.of(new float[] {1, 3, 5, 1, 3, 7, 2, 4, 9}, 1, 1, 3, 3);
            assertGives(Resampling.halve(), odd, 2, 6, 3, 9);
            assertGives(Resampling.sum(), odd, 35);
            assertGives(Resampling.crop(1, 2), odd, 1, 3);
        }
    }

    @Test
    void aCropCannotGrow() {
        assertThatThrownBy(() -> Resampling.crop(4, 2).outputShape(new long[] {1, 3, 3}))
                .hasMessageContaining("crop");
    }
}
