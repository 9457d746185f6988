package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every architecture; each table has a test of its own. */
class ArchitectureTest {
    private static final NetworkOptions TOY = new NetworkOptions(8, 1 / 16.0, 0.4);
    private static final Pass PASS = Pass.evaluation(Precision.FP32);

    @ParameterizedTest
    @EnumSource(names = {"FASHION", "MNIST", "COMPACT"})
    void imagesHaveTheSizeAndTheRangeThatTheNetworkClaims(Architecture architecture) {
        try (TensorScope scope = TensorScope.open();
                Generator generator = architecture.generator(TOY)) {
            generator.initialise(RandomStream.of(1, "weights"));
            // a thousand times the usual z drives the last activation to both of its ends
            Tensor z = Tensors.normal(RandomStream.of(1, "z"), new Device("cpu"), 16, 8)
                    .mul(Tensors.scalar(1000));
            Tensor images = generator.forward(z, PASS);
            assertThat(Tensors.shape(images)).containsExactly(16, 1, 28, 28);
            assertThat(generator.image()).isEqualTo(ImageShape.SMALL_GREY);
            float low = generator.signed() ? -1 : 0;
            assertThat(images.min().item_float()).isBetween(low, low + 0.1f);
            assertThat(images.max().item_float()).isBetween(0.9f, 1f);
            assertThat(generator.latent()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FASHION", "MNIST", "COMPACT"})
    void aScoreIsALogitForEachImage(Architecture architecture) {
        try (TensorScope scope = TensorScope.open();
                Discriminator discriminator = architecture.discriminator(TOY)) {
            discriminator.initialise(RandomStream.of(1, "weights"));
            Tensor images = Tensors.normal(RandomStream.of(1, "x"), new Device("cpu"), 8, 1, 28, 28)
                    .mul(Tensors.scalar(50));
            Tensor logits = discriminator.forward(images, PASS);
            assertThat(Tensors.shape(logits)).containsExactly(8, 1);
            assertThat(logits.abs().max().item_float())
                    .as("no sigmoid behind it")
                    .isGreaterThan(1.5f);
            assertThat(discriminator.summary().outputShape()).containsExactly(1);
            assertThat(discriminator.mixesSamples()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfPrecisionComesOutAsFloats(Architecture architecture) {
        try (TensorScope scope = TensorScope.open();
                Generator generator = architecture.generator(TOY)) {
            generator.initialise(RandomStream.of(1, "weights"));
            Tensor z = Tensors.normal(RandomStream.of(1, "z"), new Device("cpu"), 4, 8);
            Tensor full = generator.forward(z, PASS);
            Tensor half = generator.forward(z, Pass.evaluation(Precision.BF16));
            assertThat(half.scalar_type().intern()).isEqualTo(full.scalar_type().intern());
            assertThat(half.sub(full).abs().max().item_float()).isBetween(1e-7f, 0.05f);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FASHION", "MNIST", "COMPACT"})
    void widthIsAFactorOnChannelsAndNotOnTheImage(Architecture architecture) {
        try (Generator full = architecture.generator(new NetworkOptions(8, 1, 0));
                Generator half = architecture.generator(new NetworkOptions(8, 0.5, 0));
                Generator least = architecture.generator(new NetworkOptions(8, 1e-9, 0))) {
            assertThat(half.image()).isEqualTo(full.image());
            assertThat(least.image()).isEqualTo(full.image());
            long[] fullFirst = Tensors.shape(full.parameters().get(0).value());
            long[] halfFirst = Tensors.shape(half.parameters().get(0).value());
            assertThat(halfFirst[0]).isEqualTo(fullFirst[0] / 2);
            assertThat(Tensors.shape(least.parameters().get(0).value())[0])
                    .as("one channel of 7×7")
                    .isEqualTo(49);
        }
    }

    @ParameterizedTest
    @EnumSource
    void statesGoFromOneNetworkToAnother(Architecture architecture) {
        try (TensorScope scope = TensorScope.open();
                Generator one = architecture.generator(TOY);
                Generator other = architecture.generator(TOY)) {
            one.initialise(RandomStream.of(1, "weights"));
            other.load(one.state());
            assertThat(one.state().keySet())
                    .containsExactlyElementsOf(
                            one.parameters().stream().map(Parameter::name).toList());
            one.state()
                    .forEach((name, tensor) ->
                            assertThat(other.state().get(name).equal(tensor)).isTrue());
        }
    }

    @Test
    void namesAreFoundAndListed() {
        assertThat(Architecture.keys())
                .isEqualTo(List.of("fashion", "mnist", "compact", "vanilla", "dcgan", "resnet", "r3gan"));
        assertThat(Architecture.of("mnist")).isSameAs(Architecture.MNIST);
        assertBadInput(() -> Architecture.of("fasion"))
                .hasMessage("no network named 'fasion'; known: fashion, mnist, compact, vanilla, dcgan, resnet, r3gan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 1 0", "8 0 0", "8 -1 0", "8 NaN 0", "8 1 1", "8 1 -0.1", "8 1 NaN"})
    void optionsOutOfRangeAreRefused(String options) {
        String[] parts = options.split(" ");
        assertThatThrownBy(() -> new NetworkOptions(
                        Integer.parseInt(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
