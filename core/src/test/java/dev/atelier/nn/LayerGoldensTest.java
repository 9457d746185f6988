package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer against PyTorch: result, gradient of the input and gradients of the weights, for an upstream gradient drawn at random. */
class LayerGoldensTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);
    private static final Initializer ZEROS = Initializer.zeros();

    static Stream<Arguments> layersWithWeights() {
        return Stream.of(
                arguments("conv_k3_s1_p1", new Conv2d(3, 4, 3, 1, Padding.of(1), ZEROS)),
                arguments("conv_k3_s1_p1", new Conv2d(3, 4, 3, 1, Padding.SAME, ZEROS)),
                arguments("conv_k4_same", new Conv2d(3, 4, 4, 1, Padding.SAME, ZEROS)),
                arguments("conv_k5_valid", new Conv2d(3, 4, 5, 1, Padding.VALID, ZEROS)),
                arguments("conv_k3_s2_same", new Conv2d(3, 4, 3, 2, Padding.SAME, ZEROS)),
                arguments("conv_k3_s2_same_odd", new Conv2d(3, 4, 3, 2, Padding.SAME, ZEROS)),
                arguments("tconv_k4_s2_p1", new ConvTranspose2d(3, 4, 4, 2, ZEROS)),
                arguments("tconv_k3_s2_same", new ConvTranspose2d(3, 4, 3, 2, ZEROS)),
                arguments("tconv_k3_s1_same", new ConvTranspose2d(3, 4, 3, 1, ZEROS)),
                arguments("upsample_conv_k3_same", new UpsampleConv2d(3, 4, 3, ZEROS)),
                arguments("upsample_conv_k4_same", new UpsampleConv2d(3, 4, 4, ZEROS)),
                arguments("upsample_conv_k5_same", new UpsampleConv2d(3, 4, 5, ZEROS)),
                arguments("linear", new Dense(7, 5, ZEROS)),
                arguments("batch_norm", new BatchNorm2d(3)));
    }

    @ParameterizedTest
    @MethodSource("layersWithWeights")
    void forwardAndBackwardAreThoseOfPyTorch(String name, Layer layer) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("layers");
            Tensor x = golden.get(name + ".x").set_requires_grad(true);
            Toys.filled(layer, golden.get(name + ".weight"), golden.get(name + ".bias"));
            Tensor y = layer.forward(x, Toys.TRAINING);
            golden.assertClose(name + ".y", y, TOLERANCE);
            Tensor weight = layer.parameters().get(0).value();
            Tensor bias = layer.parameters().get(1).value();
            List<Tensor> found = Toys.gradients(y, golden.get(name + ".dy"), x, weight, bias);
            golden.assertClose(name + ".dx", found.get(0), TOLERANCE);
            golden.assertClose(name + ".dweight", found.get(1), TOLERANCE);
            golden.assertClose(name + ".dbias", found.get(2), TOLERANCE);
            assertShape(layer, x, y);
        } finally {
            layer.parameters().forEach(Parameter::close);
        }
    }

    static Stream<Arguments> activations() {
        return Stream.of(
                arguments("leaky_relu_02", Activation.leakyRelu(0.2)),
                arguments("leaky_relu_001", Activation.leakyRelu(0.01)));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsAreThoseOfPyTorch(String name, Activation layer) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("layers");
            Tensor x = golden.get(name + ".x").set_requires_grad(true);
            Tensor y = layer.forward(x, Toys.TRAINING);
            golden.assertClose(name + ".y", y, TOLERANCE);
            Tensor dx = Toys.gradients(y, golden.get(name + ".dy"), x).get(0);
            golden.assertClose(name + ".dx", dx, TOLERANCE);
        }
    }

    @Test
    void runningStatisticsAreThoseOfPyTorch() {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("layers");
            BatchNorm2d layer = Toys.filled(
                    new BatchNorm2d(3),
                    golden.get("batch_norm.weight"),
                    golden.get("batch_norm.bias"),
                    Toys.of(0, 0, 0),
                    Toys.of(1, 1, 1));
            Tensor mean = layer.parameters().get(2).value();
            Tensor variance = layer.parameters().get(3).value();
            layer.forward(golden.get("batch_norm.x"), Toys.TRAINING);
            golden.assertClose("batch_norm.running_mean1", mean, TOLERANCE);
            golden.assertClose("batch_norm.running_var1", variance, TOLERANCE);
            Tensor second = layer.forward(golden.get("batch_norm.x2"), Toys.TRAINING);
            golden.assertClose("batch_norm.y2", second, TOLERANCE);
            Tensor evaluated = layer.forward(golden.get("batch_norm.x_eval"), Toys.EVALUATION);
            golden.assertClose("batch_norm.y_eval", evaluated, TOLERANCE);
            golden.assertClose("batch_norm.running_mean", mean, TOLERANCE);
            golden.assertClose("batch_norm.running_var", variance, TOLERANCE);
        }
    }

    private static void assertShape(Layer layer, Tensor x, Tensor y) {
        long[] in = Tensors.shape(x);
        long[] out = Tensors.shape(y);
        assertThat(layer.outputShape(Arrays.copyOfRange(in, 1, in.length)))
                .containsExactly(Arrays.copyOfRange(out, 1, out.length));
    }
}
