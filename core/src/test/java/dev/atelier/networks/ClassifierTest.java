package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassifierTest {
    @Test
    void theTableOf28By28() {
        try (Classifier classifier = SmallResnet.classifier(ImageShape.SMALL_GREY, 10, 32)) {
            assertThat(Tables.lines(classifier))
                    .containsExactly(
                            "input 1×28×28",
                            "conv 32 k3 p1, norm, relu 32×28×28 352",
                            "conv 64 k3 s2 p1, norm, relu 64×14×14 18,560",
                            "x + conv 64 k3 64×14×14 36,992",
                            "conv 128 k3 s2 p1, norm, relu 128×7×7 73,984",
                            "x + conv 128 k3 128×7×7 147,712",
                            "conv 128 k3 s2 p1, norm, relu 128×4×4 147,712",
                            "x + conv 128 k3 128×4×4 147,712",
                            "mean over pixels 128",
                            "dense 10 10 1,290",
                            "total 574,314");
            assertThat(classifier.features()).isEqualTo(128);
        }
    }

    static Stream<ImageShape> shapes() {
        return Stream.of(
                new ImageShape(1, 16, 16),
                new ImageShape(2, 17, 40),
                new ImageShape(4, 64, 48),
                new ImageShape(3, 95, 96),
                new ImageShape(3, 256, 256),
                new ImageShape(3, 16, 256));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void readsImagesOfAnySize(ImageShape shape) {
        try (Classifier classifier = SmallResnet.classifier(shape, 3, 4);
                TensorScope scope = TensorScope.open()) {
            classifier.initialise(RandomStream.of(1, "weights"));
            Tensor images = Tensors.normal(
                    RandomStream.of(1, "images"),
                    new Device("cpu"),
                    2,
                    shape.channels(),
                    shape.height(),
                    shape.width());
            Classifier.Reading said = classifier.read(images, Pass.evaluation(Precision.FP32));
            assertThat(Tensors.shape(said.features())).containsExactly(2, 16);
            assertThat(Tensors.shape(said.logits())).containsExactly(2, 3);
            float[] logits = Tensors.toFloats(said.logits());
            assertThat(logits[0]).isNotEqualTo(logits[3]); // the images reach the logits
            assertThat(classifier.summary().outputShape()).containsExactly(3);
        }
    }

    /** Without residual convs beyond 32 pixels a side; with them it would be 2.9 GFLOP at this width. */
    @Test
    void largeImagesAreHalvedBeforeMuchIsComputed() {
        try (Classifier classifier = SmallResnet.classifier(new ImageShape(3, 256, 256), 10, 24)) {
            assertThat(classifier.summary().flops()).isBetween(100_000_000L, 700_000_000L);
        }
    }

    /** So that files of weights go from one to the other: all names are the same, all shapes but the last row's. */
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void aDiscriminatorsTableKeepsTheNamesOfItsParameters(Architecture architecture) {
        NetworkOptions options = new NetworkOptions(8, 1 / 16.0, 0.3);
        try (Classifier classifier = architecture.classifier(options, 3);
                Discriminator discriminator = architecture.discriminator(options);
                TensorScope scope = TensorScope.open()) {
            assertThat(Tables.names(classifier)).isEqualTo(Tables.names(discriminator));
            classifier.initialise(RandomStream.of(1, "weights"));
            int all = classifier.parameters().size();
            assertThat(discriminator.loadMatching(classifier.state()))
                    .containsAll(Tables.names(classifier).subList(0, all - 2))
                    .hasSizeLessThan(all);
            ImageShape shape = options.image();
            Tensor images = Tensors.normal(
                    RandomStream.of(1, "images"),
                    new Device("cpu"),
                    2,
                    shape.channels(),
                    shape.height(),
                    shape.width());
            Classifier.Reading said = classifier.read(images, Pass.evaluation(Precision.FP32));
            assertThat(Tensors.shape(said.features())).containsExactly(2, classifier.features());
            assertThat(Tensors.shape(said.logits())).containsExactly(2, 3);
            assertThat(classifier.classes()).isEqualTo(3);
        }
    }

    @Test
    void refusesWhatItCannotBeBuiltFor() {
        assertThatThrownBy(() -> SmallResnet.classifier(ImageShape.SMALL_GREY, 1, 32))
                .hasMessageContaining("1 classes");
        assertThatThrownBy(() -> SmallResnet.classifier(new ImageShape(1, 7, 20), 2, 32))
                .hasMessageContaining("1×7×20");
    }

    @Test
    void inceptionHasTheCountOfItsPaper() {
        try (InceptionV3 network = new InceptionV3()) {
            // torchvision's 21,785,568 weights before the last row, and 2048·1008 + 1008 in it
            assertThat(network.parameters().stream()
                            .filter(parameter -> !parameter.name().contains("running"))
                            .mapToLong(Parameter::count)
                            .sum())
                    .isEqualTo(21_785_568 + 2048 * 1008 + 1008);
            assertThat(network.parameters())
                    .allSatisfy(parameter ->
                            assertThat(parameter.value().requires_grad()).isFalse());
            assertThat(network.parameters()).hasSize(94 * 5 + 2);
            assertThat(Tables.names(network))
                    .startsWith("Conv2d_1a_3x3.conv.weight", "Conv2d_1a_3x3.bn.weight")
                    .contains("Mixed_5b.branch5x5_2.conv.weight", "Mixed_7c.branch3x3dbl_3b.bn.running_var")
                    .endsWith("fc.weight", "fc.bias");
            assertThat(network.summary().rows())
                    .extracting(row -> row.outputShape())
                    .contains(
                            new long[] {64, 73, 73},
                            new long[] {192, 35, 35},
                            new long[] {288, 35, 35},
                            new long[] {768, 17, 17},
                            new long[] {1280, 8, 8},
                            new long[] {2048, 8, 8},
                            new long[] {2048});
        }
    }
}
