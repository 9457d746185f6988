package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
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

class PatchGanTest {
    private static PatchGan.Options options(int condition, int side, int strides) {
        return PatchGan.Options.of(condition, 3, side, side).withStrides(strides);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0, BATCH, 9024",
        "3, 1, BATCH, 139585",
        "3, 2, BATCH, 666433",
        "3, 3, BATCH, 2768705",
        "3, 5, BATCH, 11159361",
        "0, 3, INSTANCE, 2764737",
        "0, 2, INSTANCE, 662977",
        "0, 1, INSTANCE, 136385"
    })
    void weightsAreThoseOfThePublicNetworks(int condition, int strides, PatchGan.Norm norm, long weights) {
        try (PatchGan network = new PatchGan(options(condition, 256, strides).withNorm(norm))) {
            assertThat(AnySize.weights(network)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 16", "2, 34", "3, 70", "4, 142", "5, 286"})
    void patchesAreAsLargeAsTheTableSays(int strides, int field) {
        assertThat(PatchGan.field(strides)).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"32, 1", "48, 1", "64, 1", "128, 2", "256, 3", "512, 4", "1024, 5"})
    void theUsualPatchIsTheSameShareOfTheSide(int side, int strides) {
        assertThat(PatchGan.Options.of(3, 3, side, side).strides()).isEqualTo(strides);
        assertThat(PatchGan.usualStrides(2 * side, side)).isEqualTo(strides);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 9, 9",
        "1, 32, 14",
        "1, 64, 30",
        "2, 32, 6",
        "2, 128, 30",
        "3, 32, 2",
        "3, 128, 14",
        "5, 128, 2",
        "4, 48, 1",
        "2, 45, 9"
    })
    void saysALogitForEachPatch(int strides, int side, int logits) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                PatchGan network =
                        Passes.filled(new PatchGan(options(3, side, strides).withBaseWidth(2)))) {
            Pass pass = Passes.TRAINING.with(Fields.of(Fields.CONDITION, Passes.normal("a", 2, 3, side, side)));
            Judgement said = network.judge(Passes.normal("b", 2, 3, side, side), pass);
            assertThat(Tensors.shape(said.logit())).containsExactly(2, 1, logits, logits);
            assertThat(said.features()).isEmpty();
            assertThat(network.summary().outputShape()).containsExactly(1, logits, logits);
        }
    }

    @Test
    void whatGivesNoLogitIsRefused() {
        assertBadInput(() -> options(3, 32, 5))
                .hasMessage("the PatchGAN of patches of 286 pixels does not take images of 32×32; allowed: sides of at "
                        + "least 96; nearest: 96×96");
        assertBadInput(() -> options(3, 32, 6))
                .hasMessage("the PatchGAN cannot have 6 rows of stride 2; allowed: 0 to 5");
        assertBadInput(() -> PatchGan.Options.of(5, 3, 32, 32)).hasMessageContaining("5 channels; allowed: 0 to 4");
        assertBadInput(() -> PatchGan.Options.of(1, 0, 32, 32)).hasMessageContaining("0 channels; allowed: 1 to 4");
        assertBadInput(() -> PatchGan.Options.of(1, 3, 5, 32)).hasMessageContaining("nearest: 6×32");
        assertThat(options(3, 6, 1).strides()).isEqualTo(1);
    }

    /** The condition stands before the sample: the first filters read it. */
    @Test
    void theConditionStandsBeforeTheSample() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                PatchGan network = new PatchGan(PatchGan.Options.of(1, 3, 8, 8)
                        .withStrides(0)
                        .withBaseWidth(1)
                        .withNorm(PatchGan.Norm.INSTANCE))) {
            network.initialise(RandomStream.of(1, "weights"));
            Tensor first = Passes.parameter(network, "row1.weight").value();
            first.detach().zero_();
            first.detach().select(1, 0).fill_(new org.bytedeco.pytorch.Scalar(1));
            Tensor a = Passes.normal("a", 2, 1, 8, 8);
            Tensor b = Passes.normal("b", 2, 3, 8, 8);
            float[] said = logits(network, a, b);
            assertThat(logits(network, a, Passes.normal("other", 2, 3, 8, 8))).containsExactly(said);
            assertThat(logits(network, Passes.normal("other", 2, 1, 8, 8), b)).isNotEqualTo(said);
            assertThatThrownBy(() -> network.judge(b, Passes.EVALUATION)).hasMessageContaining("reads 'condition'");
        }
    }

    private static float[] logits(PatchGan network, Tensor a, Tensor b) {
        return Tensors.toFloats(network.judge(b, Passes.EVALUATION.with(Fields.of(Fields.CONDITION, a)))
                .logit());
    }

    @Test
    void withoutAConditionItJudgesTheSampleAlone() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                PatchGan network = Passes.filled(
                        new PatchGan(options(0, 16, 1).withBaseWidth(2).withNorm(PatchGan.Norm.INSTANCE)))) {
            Tensor x = Passes.normal("x", 2, 3, 16, 16);
            float[] said = Tensors.toFloats(network.judge(x, Passes.TRAINING).logit());
            assertThat(Tensors.toFloats(network.judge(x, Passes.EVALUATION).logit()))
                    .containsExactly(said);
        }
    }

    @Test
    void batchNormMixesSamplesAndInstanceNormDoesNot() {
        try (PatchGan batch = new PatchGan(options(0, 16, 1).withBaseWidth(2));
                PatchGan instance =
                        new PatchGan(options(0, 16, 1).withBaseWidth(2).withNorm(PatchGan.Norm.INSTANCE))) {
            assertThat(batch.mixesSamples()).isTrue();
            assertThat(instance.mixesSamples()).isFalse();
            assertThat(Tables.names(batch))
                    .containsExactly(
                            "row1.weight",
                            "row1.bias",
                            "row2.weight",
                            "row2.norm.weight",
                            "row2.norm.bias",
                            "row2.norm.running_mean",
                            "row2.norm.running_var",
                            "row3.weight",
                            "row3.bias");
            assertThat(Tables.names(instance))
                    .containsExactly(
                            "row1.weight", "row1.bias", "row2.weight", "row2.bias", "row3.weight", "row3.bias");
        }
    }

    /** One feature for each row but the last, behind its activation: a leaky ReLU of slope 0.2 lies on both sides of zero. */
    @Test
    void featuresAreWhatEachRowGives() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false);
                PatchGan network = Passes.filled(
                        new PatchGan(options(0, 32, 2).withBaseWidth(2).withFeatures()));
                PatchGan without = new PatchGan(options(0, 32, 2).withBaseWidth(2))) {
            without.load(network.state());
            Tensor x = Passes.normal("x", 2, 3, 32, 32);
            Judgement said = network.judge(x, Passes.EVALUATION);
            assertThat(said.features().stream().map(Tensors::shape).toList())
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(new long[] {2, 2, 16, 16}, new long[] {2, 4, 8, 8}, new long[] {2, 8, 7, 7}));
            assertThat(Tensors.toFloats(said.logit()))
                    .containsExactly(
                            Tensors.toFloats(without.judge(x, Passes.EVALUATION).logit()));
            Tensor conv = Passes.parameter(network, "row1.weight").value();
            Tensor first = torch.leaky_relu(
                    torch.conv2d(
                            x,
                            conv,
                            new org.bytedeco.pytorch.TensorOptional(
                                    Passes.parameter(network, "row1.bias").value()),
                            new long[] {2, 2},
                            new long[] {1, 1},
                            new long[] {1, 1},
                            1),
                    new org.bytedeco.pytorch.Scalar(0.2));
            assertThat(said.features().get(0).sub(first).abs().max().item_double())
                    .isLessThan(1e-6);
        }
    }

    @Test
    void weightsAreDrawnAsTheAuthorsDo() {
        try (TensorScope scope = TensorScope.open();
                PatchGan network = new PatchGan(options(3, 32, 2))) {
            network.initialise(RandomStream.of(1, "weights"));
            assertThat(Passes.parameter(network, "row3.weight").value().std().item_double())
                    .isCloseTo(0.02, within(2e-4));
            assertThat(Passes.parameter(network, "row3.norm.weight")
                            .value()
                            .mean()
                            .item_double())
                    .isCloseTo(1, within(0.01));
            assertThat(Passes.parameter(network, "row1.bias")
                            .value()
                            .abs()
                            .max()
                            .item_double())
                    .isZero();
        }
    }
}
