package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** 1 2 / 3 4 under a kernel of 1 10 / 100 1000: zeros stand right and below, none above or left. */
    @Test
    void anEvenKernelPadsAfter() {
        Conv2d layer = Toys.filled(
                new Conv2d(1, 1, 2, 1, Padding.SAME, Initializer.zeros()),
                Tensors.of(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2),
                Toys.of(0.5));
        Tensor y = layer.forward(Tensors.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2), Toys.EVALUATION);
        assertThat(Tensors.toFloats(y)).containsExactly(4321.5f, 402.5f, 43.5f, 4.5f);
    }

    @Test
    void aSideThatNeedsMorePaddingThanTheOtherGetsIt() {
        // stride 2, k3: height 2 pads 0 and 1, width 3 pads 1 and 1
        Conv2d layer = Toys.filled(new Conv2d(1, 1, 3, 2, Padding.SAME, Initializer.zeros()), torch.ones(1, 1, 3, 3));
        Tensor y = layer.forward(Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3), Toys.EVALUATION);
        assertThat(Tensors.shape(y)).containsExactly(1, 1, 1, 2);
        assertThat(Tensors.toFloats(y)).containsExactly(1 + 2 + 4 + 5, 2 + 3 + 5 + 6);
    }

    @Test
    void aTransposedConvolutionSpreadsEachPixelAndCutsTheEnd() {
        ConvTranspose2d layer = Toys.filled(
                new ConvTranspose2d(1, 1, 3, 2, Initializer.zeros()),
                Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3));
        Tensor y = layer.forward(Tensors.of(new float[] {1, 10}, 1, 1, 1, 2), Toys.EVALUATION);
        assertThat(Tensors.shape(y)).containsExactly(1, 1, 2, 4);
        assertThat(Tensors.toFloats(y)).containsExactly(1, 2, 3 + 10, 20, 4, 5, 6 + 40, 50);
    }

    /** ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ with the same weights: the definition of the transposed layer. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "4, 1", "5, 1", "2, 2", "3, 2", "4, 2", "5, 2", "6, 2", "3, 3", "4, 3", "5, 3", "7, 4"})
    void theTransposedLayerIsTheAdjointOfTheSameConvolution(int kernel, int stride) {
        Conv2d down = Toys.drawn(new Conv2d(3, 2, kernel, stride, Padding.SAME, Initializer.zeros()));
        ConvTranspose2d up = new ConvTranspose2d(2, 3, kernel, stride, Initializer.zeros());
        up.parameters().get(0).copyFrom(down.parameters().get(0).value());
        down.parameters().get(1).copyFrom(Toys.of(0, 0));
        Tensor small = Toys.normal("small", 2, 2, 4, 5);
        Tensor large = Toys.normal("large", 2, 3, 4L * stride, 5L * stride);
        double left = down.forward(large, Toys.EVALUATION).mul(small).sum().item_float();
        double right = up.forward(small, Toys.EVALUATION).mul(large).sum().item_float();
        assertThat(left).isCloseTo(right, within(1e-3));
        assertThat(Math.abs(left)).isGreaterThan(0.1);
    }

    /** Maps of 2×2 pixels at most are products of matrices: values and gradients must be those of libtorch's own operators. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2"})
    void tinyMapsGiveWhatTheOperatorsGive(int height, int width) {
        Tensor x = torch.randn(2, 3, height, width).requires_grad_(true);
        long[] two = {2, 2};
        long[] one = {1, 1};
        if (height == 2 && width == 2) {
            Conv2d down = Toys.drawn(new Conv2d(3, 5, 4, 2, Padding.of(1), Initializer.zeros()));
            TensorOptional bias = new TensorOptional(down.parameters().get(1).value());
            Tensor kernels = down.weight().value();
            assertAgree(
                    x,
                    kernels,
                    down.forward(x, Toys.EVALUATION),
                    torch.conv2d(x, kernels, bias, two, one, new long[] {1, 1}, 1));
        }
        Conv2d same = Toys.drawn(new Conv2d(3, 5, 5, 1, Padding.SAME, Initializer.zeros()));
        TensorOptional bias = new TensorOptional(same.parameters().get(1).value());
        assertAgree(
                x,
                same.weight().value(),
                same.forward(x, Toys.EVALUATION),
                torch.conv2d(x, same.weight().value(), bias, one, two, one, 1));
        ConvTranspose2d up = Toys.drawn(new ConvTranspose2d(3, 5, 4, 2, Initializer.zeros()));
        TensorOptional shift = new TensorOptional(up.parameters().get(1).value());
        assertAgree(
                x,
                up.weight().value(),
                up.forward(x, Toys.EVALUATION),
                torch.conv_transpose2d(x, up.weight().value(), shift, two, one, new long[] {0, 0}, 1, 1, 1));
    }

    private static void assertAgree(Tensor x, Tensor kernels, Tensor ours, Tensor expected) {
        assertThat(Tensors.shape(ours)).isEqualTo(Tensors.shape(expected));
        Tensor far = torch.randn_like(expected);
        assertNear(ours, expected);
        for (Tensor with : new Tensor[] {x, kernels}) {
            assertNear(
                    Tensors.gradient(ours.mul(far).sum(), with),
                    Tensors.gradient(expected.mul(far).sum(), with));
        }
    }

    private static void assertNear(Tensor ours, Tensor expected) {
        assertThat(ours.sub(expected).abs().max().item_double()).isLessThan(1e-4);
    }

    @Test
    void aKernelSmallerThanItsStrideIsRefusedWhenTransposed() {
        assertThatThrownBy(() -> new ConvTranspose2d(1, 1, 2, 3, Initializer.zeros()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel 2 is smaller than stride 3");
    }

    @Test
    void denseMultipliesAndAdds() {
        Dense layer = Toys.filled(
                new Dense(3, 2, Initializer.zeros()),
                Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                Toys.of(10, 20));
        Tensor y = layer.forward(Tensors.of(new float[] {1, 0, -1, 2, 2, 2}, 2, 3), Toys.EVALUATION);
        assertThat(Tensors.toFloats(y)).containsExactly(10 - 2, 20 - 2, 10 + 12, 20 + 30);
    }

    @Test
    void heavyLayersComputeInThePassesPrecision() {
        Tensor image = Toys.normal("image", 2, 3, 6, 6);
        Layer[] layers = {
            new Conv2d(3, 4, 4, 1, Padding.SAME, Initializer.zeros()),
            new ConvTranspose2d(3, 4, 3, 2, Initializer.zeros())
        };
        for (Layer layer : layers) {
            Toys.drawn(layer);
            Tensor half = layer.forward(image, Pass.evaluation(Precision.BF16));
            assertThat(half.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
            Tolerance.relative(0.02).assertClose(layer.label(), half, layer.forward(image, Toys.EVALUATION));
        }
    }

    @Test
    void halfPrecisionGradientsReachTheFullPrecisionWeights() {
        Dense layer = Toys.drawn(new Dense(8, 4, Initializer.zeros()));
        Tensor weight = layer.parameters().get(0).value();
        Tensor y = layer.forward(Toys.normal("x", 3, 8), Pass.training(Precision.BF16, Masks.NONE));
        Tensor gradient = Toys.gradients(y, torch.ones_like(y), weight).get(0);
        assertThat(gradient.scalar_type().intern()).isEqualTo(ScalarType.Float);
        Tensor exact = layer.forward(Toys.normal("x", 3, 8), Toys.TRAINING);
        Tolerance.relative(0.02)
                .assertClose(
                        "dweight",
                        gradient,
                        Toys.gradients(exact, torch.ones_like(exact), weight).get(0));
    }

    @Test
    void operationsAreCountedByHand() {
        assertThat(new Conv2d(64, 128, 5, 1, Padding.VALID, Initializer.zeros()).flops(new long[] {64, 20, 20}))
                .isEqualTo(2L * 25 * 64 * 128 * 16 * 16);
        assertThat(new Conv2d(1, 64, 3, 2, Padding.SAME, Initializer.zeros()).flops(new long[] {1, 28, 28}))
                .isEqualTo(2L * 9 * 64 * 14 * 14);
        assertThat(new ConvTranspose2d(256, 128, 3, 2, Initializer.zeros()).flops(new long[] {256, 7, 7}))
                .isEqualTo(2L * 9 * 256 * 128 * 7 * 7);
        assertThat(new Dense(128, 6272, Initializer.zeros()).flops(new long[] {128}))
                .isEqualTo(2L * 128 * 6272);
        assertThat(Activation.relu().flops(new long[] {64})).isZero();
    }
}
