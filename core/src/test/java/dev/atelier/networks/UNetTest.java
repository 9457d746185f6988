package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.Masks;
import dev.atelier.nn.NormStatistics;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetTest {
    private static UNet toy(int in, int out, int height, int width) {
        return new UNet(UNet.Options.of(in, out, height, width).withBaseWidth(2));
    }

    @ParameterizedTest
    @CsvSource({
        "32, 64, 5, 16659075",
        "64, 64, 6, 29244035",
        "128, 64, 7, 41828995",
        "256, 64, 8, 54413955",
        "64, 32, 6, 7314755",
        "32, 32, 5, 4168003"
    })
    void weightsAreThoseOfThePublicNetworks(int side, int baseWidth, int depth, long weights) {
        UNet.Options options = UNet.Options.of(3, 3, side, side).withBaseWidth(baseWidth);
        assertThat(options.depth()).isEqualTo(depth);
        try (UNet network = new UNet(options)) {
            assertThat(AnySize.weights(network)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "48, 48, 4",
        "32, 48, 4",
        "256, 512, 8",
        "512, 512, 8",
        "8, 8, 3",
        "12, 20, 2",
        "40, 64, 3",
        "1024, 96, 5"
    })
    void theDepthIsTheLargestThatDividesBothSides(int height, int width, int depth) {
        assertThat(UNet.Options.of(3, 3, height, width).depth()).isEqualTo(depth);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 32, 32", "1, 3, 16, 16", "3, 1, 64, 32", "4, 3, 12, 20", "1, 2, 48, 48", "3, 3, 256, 256"})
    void makesImagesOfItsSize(int in, int out, int height, int width) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                UNet network = Passes.filled(toy(in, out, height, width))) {
            assertThat(network.output()).isEqualTo(new ImageShape(out, height, width));
            assertThat(network.input()).isEqualTo(new ImageShape(in, height, width));
            Tensor y = network.forward(Passes.normal("x", 2, in, height, width), Passes.TRAINING);
            assertThat(Tensors.shape(y)).containsExactly(2, out, height, width);
            assertThat(y.abs().max().item_double()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void inEvaluationItTakesAllMultiplesOfTwoToItsDepth() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                UNet network = Passes.filled(toy(3, 3, 32, 32))) {
            assertThat(network.multiple()).isEqualTo(32);
            Tensor y = network.forward(Passes.normal("x", 1, 3, 96, 64), Passes.EVALUATION);
            assertThat(Tensors.shape(y)).containsExactly(1, 3, 96, 64);
            assertBadInput(() -> network.forward(Passes.normal("x", 1, 3, 96, 70), Passes.EVALUATION))
                    .hasMessage("the U-Net of depth 5 does not take images of 96×70; allowed: sides of at least 32, "
                            + "multiples of 32; nearest: 96×64");
            assertBadInput(() -> network.requireSize(3, 81)).hasMessageEndingWith("nearest: 32×96");
        }
    }

    @Test
    void whatItCannotBeBuiltForIsRefused() {
        assertBadInput(() -> UNet.Options.of(3, 3, 30, 32))
                .hasMessage("the U-Net does not take images of 30×32; allowed: sides of at least 8, multiples of 4; "
                        + "nearest: 32×32");
        assertBadInput(() -> UNet.Options.of(3, 3, 4, 4)).hasMessageEndingWith("nearest: 8×8");
        assertBadInput(() -> UNet.Options.of(5, 3, 32, 32))
                .hasMessage("the U-Net does not take images of 5 channels; allowed: 1 to 4");
        assertBadInput(() -> UNet.Options.of(3, 0, 32, 32)).hasMessageContaining("0 channels");
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "32, 1", "64, 2", "128, 3", "256, 3"})
    void dropoutStandsInTheFirstRowsOfFullWidth(int side, int rows) {
        try (UNet network = toy(3, 3, side, side);
                UNet without = new UNet(
                        UNet.Options.of(3, 3, side, side).withBaseWidth(2).withoutDropout())) {
            String table = network.summary().text();
            assertThat(table.split("dropout 0.5", -1)).hasSize(rows + 1);
            assertThat(network.hasDropout()).isEqualTo(rows > 0);
            assertThat(without.summary().text()).doesNotContain("dropout");
            assertThat(without.hasDropout()).isFalse();
            assertThat(Tables.names(without)).isEqualTo(Tables.names(network));
        }
    }

    @Test
    void dropoutInEvaluationGivesSeveralResultsForOneInput() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                UNet network = Passes.filled(toy(3, 3, 32, 32))) {
            Tensor x = Passes.normal("x", 1, 3, 32, 32);
            Masks masks = Masks.from(RandomStream.of(1, "dropout"));
            float[] one = Tensors.toFloats(network.forward(x, Passes.EVALUATION.withDropout(masks)));
            float[] other = Tensors.toFloats(network.forward(x, Passes.EVALUATION.withDropout(masks)));
            assertThat(one).isNotEqualTo(other);
        }
    }

    @Test
    void namesAreThoseOfTheTable() {
        try (UNet network = toy(3, 3, 8, 8)) {
            assertThat(Tables.names(network).stream().filter(name -> !name.contains("norm")))
                    .containsExactly(
                            "e1.weight", "e2.weight", "e3.weight", "d1.weight", "d2.weight", "d3.weight", "d3.bias");
            assertThat(Tables.names(network))
                    .contains("e2.norm.running_mean", "d2.norm.bias")
                    .doesNotContain("e3.norm.weight");
        }
    }

    @Test
    void weightsAreDrawnAsTheAuthorsDo() {
        try (TensorScope scope = TensorScope.open();
                UNet network = new UNet(UNet.Options.of(3, 3, 16, 16))) {
            network.initialise(RandomStream.of(1, "weights"));
            Tensor weight = Passes.parameter(network, "e3.weight").value();
            assertThat(weight.mean().item_double()).isCloseTo(0, within(1e-3));
            assertThat(weight.std().item_double()).isCloseTo(0.02, within(2e-4));
            Tensor scale = Passes.parameter(network, "e3.norm.weight").value();
            assertThat(scale.mean().item_double()).isCloseTo(1, within(0.01));
            assertThat(scale.std().item_double()).isCloseTo(0.02, within(0.003));
            assertThat(Passes.parameter(network, "d4.bias").value().abs().max().item_double())
                    .isZero();
        }
    }

    /** A result by the image's own statistics does not depend on the neighbours, one by the batch's does. */
    @Test
    void onlyStatisticsOfTheBatchMixSamples() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                UNet network = Passes.filled(toy(1, 1, 16, 16))) {
            assertThat(network.mixesSamples()).isTrue();
            Tensor x = Passes.normal("x", 3, 1, 16, 16);
            for (NormStatistics each : NormStatistics.values()) {
                var pass = Passes.EVALUATION.normalisedBy(each);
                double apart = network.forward(x, pass)
                        .narrow(0, 1, 1)
                        .sub(network.forward(x.narrow(0, 1, 1), pass))
                        .abs()
                        .max()
                        .item_double();
                assertThat(apart > 1e-3).as(each.key()).isEqualTo(each == NormStatistics.BATCH);
            }
            Tensor one = x.narrow(0, 2, 1);
            float[] asTrained = Tensors.toFloats(network.forward(one, Passes.TRAINING));
            assertThat(Tensors.toFloats(network.forward(one, Passes.EVALUATION.normalisedBy(NormStatistics.IMAGE))))
                    .containsExactly(asTrained);
        }
    }

    @Test
    void theTableTellsEachRow() {
        try (UNet network = toy(3, 2, 8, 8)) {
            List<String> lines = Tables.lines(network);
            assertThat(lines.get(0)).isEqualTo("input 3×8×8");
            assertThat(lines.get(1)).isEqualTo("conv 2 k4 s2 p1 2×4×4 96");
            assertThat(lines)
                    .contains(
                            "beside what e2 gave 8×2×2",
                            "beside what e1 gave 4×4×4",
                            "transposed conv 2 k4 s2 same 2×8×8 130");
            assertThat(lines.get(lines.size() - 1)).isEqualTo("total 1,654");
            assertThat(network.summary().parameters()).isEqualTo(AnySize.weights(network));
            assertThat(network.summary().rows().stream()
                            .mapToLong(row -> row.flops())
                            .sum())
                    .isEqualTo(network.summary().flops());
            assertThat(network.summary().outputShape()).containsExactly(2, 8, 8);
        }
    }
}
