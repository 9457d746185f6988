package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Sequential;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SRGAN's networks: {@link SrResnet} and {@link SrganCritic}. */
class SrganTest {
    private static SrResnet.Options toy(int blocks, int scale) {
        return SrResnet.Options.of(1, 1, 12, 12, scale).withBaseWidth(3).withBlocks(blocks);
    }

    @ParameterizedTest
    @CsvSource({"4, 64, 16, 1549462", "2, 64, 16, 1401749", "4, 32, 8, 247886"})
    void theGeneratorsWeights(int scale, int baseWidth, int blocks, long weights) {
        SrResnet.Options options = SrResnet.Options.of(3, 3, 24, 24, scale)
                .withBaseWidth(baseWidth)
                .withBlocks(blocks);
        try (SrResnet network = new SrResnet(options)) {
            assertThat(AnySize.weights(network)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @CsvSource({"96, 23565505", "64, 13079745", "48, 9409729", "128, 38245569"})
    void theCriticsWeights(int side, long weights) {
        try (SrganCritic network = new SrganCritic(SrganCritic.Options.of(3, side))) {
            assertThat(AnySize.weights(network)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2, 6, 5", "3, 3, 4, 6, 5", "4, 3, 2, 1, 7", "1, 3, 4, 3, 3"})
    void enlargesImagesOfAnySize(int in, int out, int scale, int height, int width) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                SrResnet network = Passes.filled(new SrResnet(SrResnet.Options.of(in, out, 9, 9, scale)
                        .withBaseWidth(2)
                        .withBlocks(1)))) {
            assertThat(network.scale()).isEqualTo(scale);
            assertThat(network.output()).isEqualTo(new ImageShape(out, 9 * scale, 9 * scale));
            Tensor y = network.forward(Passes.normal("x", 2, in, height, width), Passes.EVALUATION);
            assertThat(Tensors.shape(y)).containsExactly(2, out, (long) scale * height, (long) scale * width);
            assertThat(network.mixesSamples()).isTrue();
        }
    }

    /** ICNR: right after the start each pixel becomes a square of one value, weights and biases. */
    @Test
    void shufflesCanBeginWithSquaresOfOneValue() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                Sequential rows = new Sequential(
                        "shuffle", List.of(Conv2d.squares(3, 4 * 5, 3, Padding.SAME), Resampling.pixelShuffle()))) {
            RandomStream stream = RandomStream.of(1, "weights");
            rows.parameters().forEach(parameter -> parameter.initialise(stream));
            float[] y = Tensors.toFloats(rows.forward(Passes.normal("x", 2, 3, 4, 3), Passes.EVALUATION));
            int width = 6;
            for (int i = 0; i < y.length; i++) {
                int row = i / width;
                int corner = (row - row % 2) * width + i % width - i % width % 2;
                assertThat(y[i]).as("sample " + i).isEqualTo(y[corner]);
            }
            assertThat(y[0]).isNotEqualTo(y[2]);
            assertThat(y[0]).as("another channel").isNotEqualTo(y[8 * 6]);
        }
        try (SrResnet plain = new SrResnet(toy(1, 4));
                SrResnet squares = new SrResnet(toy(1, 4).withSquares())) {
            assertThat(alike(plain)).isZero();
            assertThat(alike(squares)).isEqualTo(4);
        }
    }

    /** Weights and biases of rows before a shuffle whose first four outputs are equal. */
    private static long alike(SrResnet network) {
        network.initialise(RandomStream.of(1, "weights"));
        return network.parameters().stream()
                .filter(each -> each.value().size(0) == 12)
                .filter(each -> {
                    float[] values = Tensors.toFloats(each.value());
                    int one = values.length / 12;
                    for (int i = 0; i < 4 * one; i++) {
                        if (values[i] != values[i % one]) {
                            return false;
                        }
                    }
                    return true;
                })
                .count();
    }

    @ParameterizedTest
    @CsvSource({"16, 4, 40", "16, 2, 40", "8, 4, 24", "1, 4, 10", "1, 2, 10"})
    void theHaloIsHowFarItLooks(int blocks, int scale, int halo) {
        SrResnet.Options options = toy(blocks, scale);
        try (SrResnet network = new SrResnet(options)) {
            assertThat(network.halo()).hasValue(halo);
        }
    }

    /** The gradient of one enlarged pixel reaches as far as the halo and no further, whichever of the pixels it is. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void nothingBeyondTheHaloIsLookedAt(int scale) {
        try (TensorScope scope = TensorScope.open();
                SrResnet network = Passes.filled(new SrResnet(toy(1, scale)))) {
            int middle = 15;
            long farthest = 0;
            for (int pixel = 0; pixel < scale; pixel++) {
                Tensor x = Passes.normal("x", 1, 1, 31, 31).set_requires_grad(true);
                Tensor y = network.forward(x, Passes.EVALUATION);
                long at = (long) middle * scale + pixel;
                Tensor seen =
                        Tensors.gradient(y.select(2, at).select(2, at).sum(), x).abs();
                for (int row = 0; row < 31; row++) {
                    if (seen.select(2, row).max().item_double() > 0) {
                        farthest = Math.max(farthest, Math.abs(row - middle));
                    }
                }
            }
            int halo = network.halo().getAsInt();
            assertThat(farthest).isLessThanOrEqualTo(halo).isGreaterThan(halo - 2);
        }
    }

    @Test
    void aTileWithItsHaloIsWhatTheWholeGivesThere() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                SrResnet network = Passes.filled(new SrResnet(toy(2, 4)))) {
            int halo = network.halo().getAsInt();
            Tensor x = Passes.normal("x", 1, 1, 40, 33);
            Tensor whole = network.forward(x, Passes.EVALUATION);
            int top = 14;
            int size = 6;
            Tensor tile = network.forward(x.narrow(2, top - halo, size + 2L * halo), Passes.EVALUATION)
                    .narrow(2, 4L * halo, 4L * size);
            assertThat(tile.sub(whole.narrow(2, 4L * top, 4L * size))
                            .abs()
                            .max()
                            .item_double())
                    .isLessThan(1e-5);
        }
    }

    @Test
    void otherScalesAndSizesAreRefused() {
        assertBadInput(() -> toy(1, 3)).hasMessage("SRResNet does not enlarge 3 times; allowed: 2, 4; nearest: 4");
        assertBadInput(() -> toy(1, 8)).hasMessageContaining("nearest: 4");
        assertBadInput(() -> toy(1, 1)).hasMessageContaining("nearest: 2");
        assertBadInput(() -> SrganCritic.Options.of(3, 12))
                .hasMessage("SRGAN's discriminator does not take images of 12×12; allowed: sides of at least 16; "
                        + "nearest: 16×16");
        assertBadInput(() -> SrResnet.Options.of(5, 3, 9, 9, 2)).hasMessageContaining("5 channels; allowed: 1 to 4");
    }

    @Test
    void theCriticJudgesItsOwnSizeOnly() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                SrganCritic network = Passes.filled(new SrganCritic(
                        SrganCritic.Options.of(3, 18).withBaseWidth(2).withFeatures()))) {
            Judgement said = network.judge(Passes.normal("x", 2, 3, 18, 18), Passes.TRAINING);
            assertThat(Tensors.shape(said.logit())).containsExactly(2, 1);
            assertThat(said.features().stream().map(Tensors::shape).toList())
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(
                            new long[] {2, 2, 18, 18},
                            new long[] {2, 2, 9, 9},
                            new long[] {2, 4, 9, 9},
                            new long[] {2, 4, 5, 5},
                            new long[] {2, 8, 5, 5},
                            new long[] {2, 8, 3, 3},
                            new long[] {2, 16, 3, 3},
                            new long[] {2, 16, 2, 2},
                            new long[] {2, 32}));
            assertThat(network.mixesSamples()).isTrue();
        }
    }

    @Test
    void weightsAreDrawnAsPyTorchDoes() {
        try (TensorScope scope = TensorScope.open();
                SrResnet network = new SrResnet(SrResnet.Options.of(3, 3, 24, 24, 4));
                SrganCritic critic = new SrganCritic(SrganCritic.Options.of(3, 16))) {
            network.initialise(RandomStream.of(1, "weights"));
            critic.initialise(RandomStream.of(1, "weights"));
            assertWithin(network, "main.0", 1 / Math.sqrt(3 * 81));
            assertWithin(network, "main.2.body.0.body.0", 1 / Math.sqrt(64 * 9));
            assertWithin(critic, "dense", 1 / Math.sqrt(512));
            assertWithin(critic, "row8", 1 / Math.sqrt(512 * 9));
            Tensor slope = Passes.parameter(network, "main.1.weight").value();
            assertThat(slope.item_double()).isEqualTo(0.25);
            Tensor scale =
                    Passes.parameter(network, "main.2.body.0.body.1.weight").value();
            assertThat(torch.equal(scale, torch.ones_like(scale))).isTrue();
        }
    }

    private static void assertWithin(Network network, String row, double limit) {
        for (String each : List.of(".weight", ".bias")) {
            double largest =
                    Passes.parameter(network, row + each).value().abs().max().item_double();
            assertThat(largest).as(row + each).isBetween(0.9 * limit, limit * (1 + 1e-6));
        }
    }
}
