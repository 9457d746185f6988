package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.ImageFit;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.Stripes;
import dev.atelier.media.Image;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.NativeMemory;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainExtractorTest {
    private static final ImageShape SHAPE = new ImageShape(1, 20, 16);

    @TempDir
    static Path folder;

    private static Path file;
    private static float[] expected;
    private static final List<Image> IMAGES = Stripes.images(Stripes.of(7, 1, 20, 16, 3));

    @BeforeAll
    static void write() {
        Engine.threads(1);
        file = folder.resolve("deep/er/stripes-1.safetensors");
        try (Classifier network = Toys.classifier(SHAPE, 5)) {
            DomainExtractor.write(file, network, Toys.card("stripes", 1, SHAPE, "stripes", "abc"));
            try (TensorScope scope = TensorScope.open()) {
                Tensor x = Planes.of(IMAGES).div(new Scalar(127.5)).sub(new Scalar(1));
                expected = Tensors.toFloats(
                        network.read(x, Pass.evaluation(Precision.FP32)).features());
            }
        }
    }

    private static DomainExtractor open() {
        return (DomainExtractor) Extractors.in(folder).find(file.toString());
    }

    @Test
    void aFileGivesBackWhatWasWritten() {
        try (DomainExtractor extractor = open();
                TensorScope scope = TensorScope.open()) {
            assertThat(extractor.card()).isEqualTo(Toys.card("stripes", 1, SHAPE, "stripes", "abc"));
            assertThat(extractor.name()).isEqualTo("stripes-1");
            assertThat(extractor.classNames()).containsExactly("lying", "standing");
            assertThat(extractor.resize()).startsWith("1×20×16").contains("bicubic");
            assertThat(extractor.sha256()).isEqualTo(Extractors.sha256(file)).hasSize(64);
            FeatureExtractor.Extraction said = extractor.extract(IMAGES);
            assertThat(Tensors.shape(said.features())).containsExactly(7, extractor.size());
            assertThat(Tensors.toFloats(said.features())).isEqualTo(expected);
            assertThat(Tensors.shape(said.logits())).containsExactly(7, 2);
            assertThat(said.features().requires_grad()).isFalse();
        }
    }

    @Test
    void theSameContentGivesTheSameBytes() {
        Path again = folder.resolve("again.safetensors");
        try (Classifier network = Toys.classifier(SHAPE, 5)) {
            DomainExtractor.write(again, network, Toys.card("stripes", 1, SHAPE, "stripes", "abc"));
        }
        assertThat(again).hasSameBinaryContentAs(file);
        assertThat(again.getParent())
                .isDirectoryNotContaining(each -> each.toString().endsWith(".tmp"));
    }

    /** The batch's company must not matter: no batch statistics. */
    @Test
    void anImageAloneHasTheFeaturesItHasAmongOthers() {
        try (DomainExtractor extractor = open();
                TensorScope scope = TensorScope.open()) {
            Tensor all = extractor.extract(IMAGES).features();
            for (int i = 0; i < IMAGES.size(); i++) {
                Tensor alone = extractor.extract(IMAGES.subList(i, i + 1)).features();
                Tolerance.relative(1e-5).assertClose("image " + i, alone, all.narrow(0, i, 1));
            }
            assertThat(Tensors.toFloats(extractor.extract(IMAGES).features())).isEqualTo(expected);
        }
    }

    @Test
    void imagesOfAnotherShapeAreFittedFirst() {
        List<Image> colour = Stripes.images(Stripes.of(3, 3, 33, 50, 9));
        List<Image> fitted = colour.stream()
                .map(image -> ImageFit.to(new ImageFormat(1, 20, 16), image))
                .toList();
        try (DomainExtractor extractor = open();
                TensorScope scope = TensorScope.open()) {
            Tensor whole = extractor.extract(colour).features();
            assertThat(Tensors.toFloats(whole))
                    .isEqualTo(Tensors.toFloats(extractor.extract(fitted).features()));
            Tensor unrounded = extractor.features(Planes.of(colour));
            Tolerance.relative(0.02).assertClose("tensors", unrounded, whole); // no rounding to bytes on the way
        }
    }

    @Test
    void tensorsOfTheRightShapeGiveExactlyWhatImagesGive() {
        try (DomainExtractor extractor = open();
                TensorScope scope = TensorScope.open()) {
            assertThat(Tensors.toFloats(extractor.features(Planes.of(IMAGES)))).isEqualTo(expected);
            Tensor moved = extractor.features(Planes.of(IMAGES).add(new Scalar(0.01)));
            assertThat(Tensors.toFloats(moved)).isNotEqualTo(expected); // less than a byte is seen
        }
    }

    @Test
    void whatWasExtractedOutlivesTheExtractor() {
        try (TensorScope scope = TensorScope.open()) {
            DomainExtractor extractor = open();
            Extracted extracted = Extracted.of(extractor, ImageSequence.of(IMAGES), "stripes", LoadProgress.SILENT);
            extractor.close();
            extractor.close();
            try (extracted) {
                assertThat(extracted.features().count()).isEqualTo(7);
                assertThat(extracted.logits().orElseThrow().size()).isEqualTo(2);
                assertThat(Tensors.toFloats(extracted.features().rows(6, 1))[0])
                        .isCloseTo(expected[6 * extracted.features().size()], within(1e-6f));
            }
        }
    }

    @Test
    void extractingLeavesNativeMemoryFlat() {
        List<Image> other = Stripes.images(Stripes.of(4, 3, 24, 24, 9));
        try (DomainExtractor extractor = open()) {
            Runnable work = () -> {
                try (TensorScope scope = TensorScope.open()) {
                    extractor.extract(IMAGES);
                    extractor.features(Planes.of(other));
                }
            };
            for (int i = 0; i < 50; i++) {
                work.run();
            }
            NativeMemory.assertFlat(300, 1 << 20, work);
        }
    }

    @Test
    void openingAndClosingLeavesNativeMemoryFlat() throws Exception {
        assertThat(Files.size(file)).isGreaterThan(20_000); // 50 of them would be a megabyte
        NativeMemory.assertFlat(300, 1 << 20, () -> open().close());
    }

    /** Images and cards for the tests of this room. */
    static final class Toys {
        private Toys() {}

        static Classifier classifier(ImageShape shape, long seed) {
            Classifier network = SmallResnet.classifier(shape, 2, 4);
            network.initialise(RandomStream.of(seed, "toy"));
            return network;
        }

        static ExtractorCard card(String name, int version, ImageShape shape, String source, String sha256) {
            return new ExtractorCard(
                    name,
                    version,
                    Stripes.CLASSES,
                    shape,
                    4,
                    16,
                    0.75,
                    "test split",
                    source,
                    sha256,
                    Map.of("seed", "1", "rounds", "10"));
        }
    }
}
