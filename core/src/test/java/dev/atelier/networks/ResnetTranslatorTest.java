package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.NormStatistics;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResnetTranslatorTest {
    private static ResnetTranslator toy(int in, int out, int height, int width, ResnetTranslator.Up up) {
        return new ResnetTranslator(ResnetTranslator.Options.of(in, out, height, width)
                .withBaseWidth(2)
                .withBlocks(2)
                .withUp(up));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 256, 64, TRANSPOSED, 11378179",
        "3, 128, 64, TRANSPOSED, 7837699",
        "3, 256, 32, TRANSPOSED, 2850563",
        "3, 64, 32, TRANSPOSED, 1965059",
        "1, 64, 64, TRANSPOSED, 7825153",
        "3, 256, 64, RESIZE, 11378179"
    })
    void weightsAreThoseOfThePublicNetworks(
            int channels, int side, int baseWidth, ResnetTranslator.Up up, long weights) {
        ResnetTranslator.Options options = ResnetTranslator.Options.of(channels, channels, side, side)
                .withBaseWidth(baseWidth)
                .withUp(up);
        assertThat(options.blocks()).isEqualTo(side == 256 ? 9 : 6);
        try (ResnetTranslator network = new ResnetTranslator(options)) {
            assertThat(AnySize.weights(network)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 8, 8", "1, 3, 16, 12", "3, 1, 32, 48", "4, 3, 8, 20"})
    void makesImagesOfItsSize(int in, int out, int height, int width) {
        for (ResnetTranslator.Up up : ResnetTranslator.Up.values()) {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false);
                    ResnetTranslator network = Passes.filled(toy(in, out, height, width, up))) {
                assertThat(network.output()).isEqualTo(new ImageShape(out, height, width));
                Tensor y = network.forward(Passes.normal("x", 2, in, height, width), Passes.TRAINING);
                assertThat(Tensors.shape(y)).containsExactly(2, out, height, width);
                assertThat(y.abs().max().item_double()).isLessThanOrEqualTo(1);
                Tensor other = network.forward(Passes.normal("x", 1, in, 12, 24), Passes.EVALUATION);
                assertThat(Tensors.shape(other)).containsExactly(1, out, 12, 24);
            }
        }
    }

    /** Bit for bit: there is nothing in it that knows of training. */
    @ParameterizedTest
    @EnumSource(ResnetTranslator.Up.class)
    void evaluationChangesNothing(ResnetTranslator.Up up) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                ResnetTranslator network = Passes.filled(toy(3, 3, 16, 16, up))) {
            Tensor x = Passes.normal("x", 3, 3, 16, 16);
            float[] trained = Tensors.toFloats(network.forward(x, Passes.TRAINING));
            for (NormStatistics each : NormStatistics.values()) {
                assertThat(Tensors.toFloats(network.forward(x, Passes.EVALUATION.normalisedBy(each))))
                        .as(each.key())
                        .containsExactly(trained);
            }
            assertThat(network.mixesSamples()).isFalse();
            assertThat(network.hasDropout()).isFalse();
            assertThat(network.parameters()).allMatch(parameter -> parameter.trainable());
        }
    }

    @Test
    void otherSizesAreRefused() {
        assertBadInput(() -> ResnetTranslator.Options.of(3, 3, 30, 32))
                .hasMessage("the residual translator does not take images of 30×32; allowed: sides of at least 8, "
                        + "multiples of 4; nearest: 32×32");
        assertBadInput(() -> ResnetTranslator.Options.of(3, 3, 4, 4)).hasMessageEndingWith("nearest: 8×8");
        assertBadInput(() -> ResnetTranslator.Options.of(3, 3, 32, 32).withBlocks(0))
                .hasMessage("the residual translator cannot have 0 residual blocks; allowed: at least 1");
        try (TensorScope scope = TensorScope.open();
                ResnetTranslator network = toy(3, 3, 16, 16, ResnetTranslator.Up.TRANSPOSED)) {
            assertThat(network.multiple()).isEqualTo(4);
            assertBadInput(() -> network.forward(Passes.normal("x", 1, 3, 17, 16), Passes.EVALUATION))
                    .hasMessageContaining("nearest: 16×16");
        }
    }

    @Test
    void weightsAreDrawnAsTheAuthorsDo() {
        try (TensorScope scope = TensorScope.open();
                ResnetTranslator network = new ResnetTranslator(
                        ResnetTranslator.Options.of(3, 3, 8, 8).withBlocks(1))) {
            network.initialise(RandomStream.of(1, "weights"));
            assertThat(Passes.parameter(network, "main.10.body.1.weight")
                            .value()
                            .std()
                            .item_double())
                    .isCloseTo(0.02, within(2e-4));
            assertThat(Passes.parameter(network, "main.10.body.1.bias")
                            .value()
                            .abs()
                            .max()
                            .item_double())
                    .isZero();
        }
    }
}
