package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers of networks from image to image against PyTorch: result and gradients, with the channels first and last. */
class TranslationLayersTest {
    private static final Tolerance TOLERANCE = Tolerance.relative(1e-5);
    private static final Initializer ZEROS = Initializer.zeros();
    private static final Pass BY_IMAGE = Toys.EVALUATION.normalisedBy(NormStatistics.IMAGE);
    private static final Pass BY_BATCH = Toys.EVALUATION.normalisedBy(NormStatistics.BATCH);

    static Stream<Arguments> layers() {
        return Stream.of(
                arguments("instance_norm", new InstanceNorm2d(4), Toys.TRAINING),
                arguments("instance_norm", new InstanceNorm2d(4), Toys.EVALUATION),
                arguments("instance_norm", new InstanceNorm2d(4), BY_BATCH),
                arguments("reflect_3", Resampling.reflect(3), Toys.TRAINING),
                arguments("pixel_shuffle", Resampling.pixelShuffle(), Toys.TRAINING),
                arguments("prelu", Prelu.shared(), Toys.TRAINING),
                arguments("prelu_channels", Prelu.perChannel(3), Toys.TRAINING),
                arguments("conv_unbiased", Conv2d.unbiased(3, 4, 4, 2, Padding.of(1), ZEROS), Toys.TRAINING),
                arguments("tconv_unbiased", ConvTranspose2d.unbiased(3, 4, 4, 2, ZEROS), Toys.TRAINING),
                arguments("tconv_unbiased", ConvTranspose2d.moreBefore(3, 4, 4, 2, ZEROS), Toys.TRAINING),
                arguments("tconv_k3_s2_p1_op1", ConvTranspose2d.moreBefore(3, 4, 3, 2, ZEROS), Toys.TRAINING),
                arguments("batch_norm_image", new BatchNorm2d(4), BY_IMAGE),
                arguments("batch_norm_batch", new BatchNorm2d(4), BY_BATCH));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void forwardAndBackwardAreThoseOfPyTorch(String name, Layer layer, Pass pass) {
        try (TensorScope scope = TensorScope.open()) {
            Golden golden = Golden.read("translation_layers");
            List<String> names = Stream.of("weight", "bias")
                    .filter(each -> golden.has(name + "." + each))
                    .toList();
            Toys.filled(
                    layer,
                    names.stream().map(each -> golden.floats(name + "." + each)).toArray(Tensor[]::new));
            for (boolean last : new boolean[] {false, true}) {
                Tensor x = golden.floats(name + ".x");
                Tensor input = (last ? x.contiguous(MemoryFormat.ChannelsLast) : x).set_requires_grad(true);
                Tensor y = layer.forward(input, pass);
                golden.assertClose(name + ".y", y, TOLERANCE);
                List<Tensor> of = new ArrayList<>(List.of(input));
                names.forEach(each ->
                        of.add(layer.parameters().get(names.indexOf(each)).value()));
                List<Tensor> found = Toys.gradients(y, golden.floats(name + ".dy"), of.toArray(Tensor[]::new));
                golden.assertClose(name + ".dx", found.get(0), TOLERANCE);
                for (int i = 0; i < names.size(); i++) {
                    golden.assertClose(name + ".d" + names.get(i), found.get(i + 1), TOLERANCE);
                }
                long[] in = Tensors.shape(input);
                long[] out = Tensors.shape(y);
                assertThat(layer.outputShape(Arrays.copyOfRange(in, 1, 4)))
                        .containsExactly(Arrays.copyOfRange(out, 1, 4));
            }
        } finally {
            layer.parameters().forEach(Parameter::close);
        }
    }

    /** bf16 has 8 bits: a result is within a hundredth of what float32 gives, and stays in bf16 for the next layer. */
    @ParameterizedTest
    @MethodSource("layers")
    void bf16GoesThrough(String name, Layer layer, Pass pass) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Golden golden = Golden.read("translation_layers");
            Tensor[] values = Stream.of("weight", "bias")
                    .filter(each -> golden.has(name + "." + each))
                    .map(each -> golden.floats(name + "." + each))
                    .toArray(Tensor[]::new);
            Toys.filled(layer, values);
            for (Pass half : List.of(
                    pass.in(Precision.BF16), Pass.evaluation(Precision.BF16).normalisedBy(pass.statistics()))) {
                if (layer instanceof BatchNorm2d && half.training()) {
                    continue;
                }
                Tensor x = Precision.BF16.castChannelsLast(golden.floats(name + ".x"));
                Tensor y = layer.forward(x, half);
                assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
                golden.assertClose(name + ".y", y.to(ScalarType.Float), new Tolerance(0.02, 0.02));
            }
        } finally {
            layer.parameters().forEach(Parameter::close);
        }
    }

    @Test
    void aFreshPreluLetsAQuarterThrough() {
        try (TensorScope scope = TensorScope.open();
                Sequential rows = new Sequential("main", List.of(Prelu.shared()))) {
            rows.initialise(dev.atelier.tensor.RandomStream.of(1, "weights"));
            assertThat(Tensors.toFloats(rows.forward(Toys.of(-4, 0, 2), Toys.TRAINING)))
                    .containsExactly(-1, 0, 2);
            assertThat(rows.parameters()).singleElement().satisfies(each -> {
                assertThat(each.trainable()).isTrue();
                assertThat(each.count()).isEqualTo(1);
            });
        }
    }

    @Test
    void instanceNormHasNoParametersAndKeepsSamplesApart() {
        InstanceNorm2d norm = new InstanceNorm2d(3);
        assertThat(norm.parameters()).isEmpty();
        assertThat(norm.mixesSamples()).isFalse();
    }

    /** Worked by hand: 1 2 3 mirrored twice is 3 2 1 2 3 2 1. */
    @Test
    void reflectionDoesNotRepeatTheEdge() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3, 1, 2, 3, 1, 2, 3}, 1, 1, 3, 3);
            Tensor y = Resampling.reflect(2).forward(x, Toys.EVALUATION);
            assertThat(Tensors.toFloats(y.select(2, 0))).containsExactly(3, 2, 1, 2, 3, 2, 1);
        }
    }

    /** Worked by hand: four channels of one pixel are the four pixels of one channel, row by row. */
    @Test
    void pixelShuffleFillsRowByRow() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3, 4}, 1, 4, 1, 1);
            assertThat(Tensors.toFloats(Resampling.pixelShuffle().forward(x, Toys.EVALUATION)))
                    .containsExactly(1, 2, 3, 4);
        }
    }

    /** The biases of PyTorch's default are drawn from the bound of the weights. */
    @Test
    void uniformLayersDrawTheirBiasesToo() {
        for (Layer layer : List.of(Conv2d.uniform(4, 200, 5, 1, Padding.SAME), Dense.uniform(100, 200))) {
            try (Sequential rows = new Sequential("main", List.of(layer))) {
                rows.initialise(dev.atelier.tensor.RandomStream.of(1, "weights"));
                float[] biases = Tensors.toFloats(rows.parameters().get(1).value());
                double largest = 0;
                for (float each : biases) {
                    largest = Math.max(largest, Math.abs(each));
                }
                assertThat(largest).as(layer.label()).isBetween(0.09, 0.1000001); // 1/√100
            }
        }
    }
}
