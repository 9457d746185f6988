package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.Stream.Builder;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutputShapeTest {
    private static final Initializer ZEROS = Initializer.zeros();

    static Stream<Layer> imageLayers() {
        Builder<Layer> layers = Stream.builder();
        for (int kernel = 1; kernel <= 7; kernel++) {
            layers.add(new UpsampleConv2d(2, 3, kernel, ZEROS));
            for (int stride = 1; stride <= 3; stride++) {
                layers.add(new Conv2d(2, 3, kernel, stride, Padding.SAME, ZEROS));
                layers.add(new Conv2d(2, 3, kernel, stride, Padding.VALID, ZEROS));
                layers.add(new Conv2d(2, 3, kernel, stride, Padding.of(2), ZEROS));
                if (kernel >= stride) {
                    layers.add(new ConvTranspose2d(2, 3, kernel, stride, ZEROS));
                }
            }
        }
        layers.add(new InstanceNorm2d(2)).add(Resampling.reflect(3)).add(Prelu.shared());
        layers.add(Prelu.perChannel(2)).add(ConvTranspose2d.moreBefore(2, 3, 3, 2, ZEROS));
        layers.add(new BatchNorm2d(2)).add(new Dropout(0.5)).add(Reshape.flatten());
        layers.add(Activation.relu())
                .add(Activation.leakyRelu(0.1))
                .add(Activation.tanh())
                .add(Activation.sigmoid());
        return layers.build();
    }

    @ParameterizedTest
    @MethodSource("imageLayers")
    void agreesWithTheRealOutput(Layer layer) {
        for (long height = 7; height <= 10; height++) {
            for (long width = 7; width <= 11; width += 3) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor y = layer.forward(torch.zeros(2, 2, height, width), Toys.EVALUATION);
                    long[] shape = Tensors.shape(y);
                    assertThat(shape[0]).isEqualTo(2);
                    assertThat(layer.outputShape(new long[] {2, height, width}))
                            .as(layer.label() + " on " + height + "×" + width)
                            .containsExactly(Arrays.copyOfRange(shape, 1, shape.length));
                }
            }
        }
        layer.parameters().forEach(Parameter::close);
    }

    @Test
    void denseAndReshapeAgreeToo() {
        try (TensorScope scope = TensorScope.open()) {
            assertThat(Tensors.shape(new Dense(5, 6, ZEROS).forward(torch.zeros(2, 5), Toys.EVALUATION)))
                    .containsExactly(2, 6);
            assertThat(new Dense(5, 6, ZEROS).outputShape(new long[] {5})).containsExactly(6);
            assertThat(Tensors.shape(Resampling.pixelShuffle().forward(torch.zeros(2, 8, 3, 5), Toys.EVALUATION)))
                    .containsExactly(2, 2, 6, 10);
            assertThat(Resampling.pixelShuffle().outputShape(new long[] {8, 3, 5}))
                    .containsExactly(2, 6, 10);
            assertThat(Tensors.shape(Reshape.to(3, 2, 2).forward(torch.zeros(2, 12), Toys.EVALUATION)))
                    .containsExactly(2, 3, 2, 2);
            assertThat(Reshape.to(3, 2, 2).outputShape(new long[] {12})).containsExactly(3, 2, 2);
        }
    }

    static Stream<Arguments> misfits() {
        long[] fewer = {2, 8, 8};
        return Stream.of(
                arguments(new Conv2d(3, 4, 3, 1, Padding.SAME, ZEROS), fewer, "conv 4 k3 same"),
                arguments(new Conv2d(3, 4, 5, 2, Padding.VALID, ZEROS), fewer, "conv 4 k5 s2 valid"),
                arguments(new Conv2d(3, 4, 5, 1, Padding.VALID, ZEROS), new long[] {3, 4, 9}, "conv 4 k5 valid"),
                arguments(new Conv2d(3, 4, 5, 1, Padding.VALID, ZEROS), new long[] {3, 9, 4}, "conv 4 k5 valid"),
                arguments(new Conv2d(3, 4, 7, 1, Padding.of(1), ZEROS), new long[] {3, 4, 4}, "conv 4 k7 p1"),
                arguments(new Conv2d(3, 4, 3, 1, Padding.SAME, ZEROS), new long[] {192}, "conv 4 k3 same"),
                arguments(new ConvTranspose2d(3, 4, 3, 2, ZEROS), fewer, "transposed conv 4 k3 s2 same"),
                arguments(new ConvTranspose2d(3, 4, 3, 2, ZEROS), new long[] {3}, "transposed conv 4 k3 s2 same"),
                arguments(new UpsampleConv2d(3, 4, 5, ZEROS), fewer, "nearest ×2, conv 4 k5 same"),
                arguments(new UpsampleConv2d(3, 4, 5, ZEROS), new long[] {3, 8}, "nearest ×2, conv 4 k5 same"),
                arguments(new BatchNorm2d(3), fewer, "batch norm"),
                arguments(new BatchNorm2d(3), new long[] {3}, "batch norm"),
                arguments(new BatchNorm2d(3), new long[0], "batch norm"),
                arguments(new InstanceNorm2d(3), fewer, "instance norm"),
                arguments(new InstanceNorm2d(3), new long[] {3, 1, 1}, "instance norm"),
                arguments(Resampling.reflect(3), new long[] {3, 4, 3}, "reflect 3"),
                arguments(Resampling.pixelShuffle(), new long[] {6, 4, 4}, "pixel shuffle ×2"),
                arguments(Prelu.perChannel(3), fewer, "prelu per channel"),
                arguments(new Dense(3, 4, ZEROS), new long[] {4}, "dense 4"),
                arguments(new Dense(3, 4, ZEROS), new long[] {3, 3}, "dense 4"),
                arguments(Reshape.to(3, 2, 2), new long[] {13}, "reshape 3×2×2"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void anInputThatDoesNotFitIsRefusedWithTheLayersLabel(Layer layer, long[] shape, String label) {
        assertThatThrownBy(() -> layer.outputShape(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(label + " does not take an input of shape " + Arrays.toString(shape));
    }

    @Test
    void theTableRefusesLayersThatDoNotFitTogether() {
        Sequential network =
                new Sequential("main", List.of(Reshape.to(3, 4, 4), new Conv2d(2, 1, 3, 1, Padding.SAME, ZEROS)));
        assertThatThrownBy(() -> Summary.of("generator", network, 48))
                .hasMessage("conv 1 k3 same does not take an input of shape [3, 4, 4]");
    }
}
