package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Values by hand, on −1 … −9 in three rows. */
class PoolingTest {
    private static Tensor minusOneToNine() {
        return Tensors.of(new float[] {-1, -2, -3, -4, -5, -6, -7, -8, -9}, 1, 1, 3, 3);
    }

    private static float[] values(Layer layer) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = layer.forward(minusOneToNine(), Toys.EVALUATION);
            assertThat(layer.outputShape(new long[] {1, 3, 3})).isEqualTo(shape(y));
            return Tensors.toFloats(y);
        }
    }

    private static long[] shape(Tensor y) {
        long[] all = Tensors.shape(y);
        return java.util.Arrays.copyOfRange(all, 1, all.length);
    }

    @Test
    void paddingNeverIsTheLargest() {
        assertThat(values(Pooling.max(Window.keeping(3, 3)))).containsExactly(-1, -1, -2, -1, -1, -2, -4, -4, -5);
    }

    @Test
    void paddingCountsNeitherAsValueNorAsPlace() {
        assertThat(values(Pooling.mean(Window.keeping(3, 3))))
                .containsExactly(-3, -3.5f, -4, -4.5f, -5, -5.5f, -6, -6.5f, -7);
    }

    @Test
    void strideAndPixelsThatDoNotFillAWindow() {
        assertThat(values(Pooling.max(Window.square(2, 2, 0)))).containsExactly(-1);
        assertThat(values(Pooling.mean(Window.square(2, 2, 0)))).containsExactly(-3);
    }

    @Test
    void theMeanOverAllPixels() {
        assertThat(values(Pooling.global())).containsExactly(-5);
    }

    @Test
    void refusesAnImageSmallerThanItsWindow() {
        assertThatThrownBy(() -> Pooling.max(Window.square(3, 2, 0)).outputShape(new long[] {1, 2, 5}))
                .hasMessageContaining("max k3 s2 does not take an input of shape [1, 2, 5]");
    }
}
