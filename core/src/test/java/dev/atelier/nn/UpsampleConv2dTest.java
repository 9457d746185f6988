package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four phase convolutions against what they stand for: each pixel repeated, zeros around, one plain convolution, in float64. */
class UpsampleConv2dTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void equalsThePlainLayersForwardAndBackward(int kernel) {
        long[][] sizes = {{1, 1}, {1, 4}, {2, 1}, {2, 3}, {5, 3}, {4, 8}, {7, 7}};
        for (long[] size : sizes) {
            try (TensorScope scope = TensorScope.open()) {
                compare(kernel, size[0], size[1]);
            }
        }
    }

    private static void compare(int kernel, long height, long width) {
        UpsampleConv2d layer = Toys.drawn(new UpsampleConv2d(3, 4, kernel, Initializer.zeros()));
        Tensor weight = layer.parameters().get(0).value();
        Tensor bias = layer.parameters().get(1).value();
        Tensor x = Toys.normal("x", 2, 3, height, width).set_requires_grad(true);
        Tensor y = layer.forward(x, Toys.TRAINING);
        Tensor upstream = Toys.normal("dy", Tensors.shape(y));

        Tensor exactX = exact(x);
        Tensor exactWeight = exact(weight);
        Tensor exactBias = exact(bias);
        Tensor expected = plain(exactX, exactWeight, exactBias, kernel);
        String name = "k" + kernel + " on " + height + "×" + width + ", ";
        Tolerance.relative(1e-5).assertClose(name + "y", y, expected);
        List<Tensor> found = Toys.gradients(y, upstream, x, weight, bias);
        List<Tensor> wanted = Toys.gradients(expected, upstream.to(ScalarType.Double), exactX, exactWeight, exactBias);
        Tolerance.relative(1e-5).assertClose(name + "dx", found.get(0), wanted.get(0));
        Tolerance.relative(1e-5).assertClose(name + "dweight", found.get(1), wanted.get(1));
        Tolerance.relative(1e-5).assertClose(name + "dbias", found.get(2), wanted.get(2));
        layer.parameters().forEach(Parameter::close);
    }

    private static Tensor exact(Tensor x) {
        return x.detach().to(ScalarType.Double).set_requires_grad(true);
    }

    private static Tensor plain(Tensor x, Tensor weight, Tensor bias, int kernel) {
        long before = (kernel - 1L) / 2;
        long after = kernel - 1 - before;
        Tensor large = torch.constant_pad_nd(repeated(repeated(x, 2), 3), before, after, before, after);
        return torch.conv2d(
                large, weight, new TensorOptional(bias), new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1);
    }

    /** Every slice along an axis twice. */
    private static Tensor repeated(Tensor x, int axis) {
        long size = x.size(axis);
        long[] twice = new long[(int) (2 * size)];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = i / 2;
        }
        return x.index_select(axis, Tensors.of(twice, twice.length));
    }

    /** One pixel of 10 and a kernel of ones: 10 times the taps that do not fall on the padding. */
    @ParameterizedTest
    @CsvSource({"1, 10 10 10 10", "2, 40 20 20 10", "3, 40 40 40 40", "5, 40 40 40 40"})
    void anImageOfOnePixelIsWorkedByHand(int kernel, String expected) {
        try (TensorScope scope = TensorScope.open()) {
            UpsampleConv2d layer = Toys.filled(
                    new UpsampleConv2d(1, 1, kernel, Initializer.zeros()), torch.ones(1, 1, kernel, kernel));
            Tensor y = layer.forward(Tensors.of(new float[] {10}, 1, 1, 1, 1), Toys.EVALUATION);
            float[] values = Tensors.toFloats(y);
            String[] wanted = expected.split(" ");
            for (int i = 0; i < 4; i++) {
                assertThat(values[i]).isEqualTo(Float.parseFloat(wanted[i]));
            }
        }
    }

    @Test
    void countsTheWorkThatIsLeft() {
        long naive = 2L * 25 * 128 * 128 * 28 * 28;
        assertThat(new UpsampleConv2d(128, 128, 5, Initializer.zeros()).flops(new long[] {128, 14, 14}))
                .isEqualTo(naive * 9 / 25);
    }

    @Test
    void halfPrecisionStaysNearTheFullOne() {
        try (TensorScope scope = TensorScope.open()) {
            UpsampleConv2d layer = Toys.drawn(new UpsampleConv2d(3, 4, 5, Initializer.zeros()));
            Tensor x = Toys.normal("x", 2, 3, 5, 4);
            Tensor full = layer.forward(x, Toys.EVALUATION);
            Tensor half = layer.forward(x, Pass.evaluation(Precision.BF16));
            assertThat(half.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
            Tolerance.relative(0.02).assertClose("bf16", half, full);
        }
    }
}
