package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.Split;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.ClassifierAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractorsTest {
    private static final ImageShape SHAPE = new ImageShape(1, 16, 16);

    @TempDir
    Path folder;

    private Extractors extractors;

    @BeforeEach
    void open() {
        extractors = Extractors.in(folder.resolve("cache"));
    }

    private Path write(String name, int version, String source, String sha256) {
        Path file = extractors.file(name + "-" + version);
        try (Classifier network = DomainExtractorTest.Toys.classifier(SHAPE, version)) {
            DomainExtractor.write(file, network, DomainExtractorTest.Toys.card(name, version, SHAPE, source, sha256));
        }
        return file;
    }

    private String opened(String name) {
        try (FeatureExtractor extractor = extractors.find(name)) {
            return extractor.name();
        }
    }

    @Test
    void theShippedOneIsThereWithoutACache() {
        assertThat(extractors.allNames()).containsExactly("fashion-mnist-1");
        assertThat(opened("fashion-mnist")).isEqualTo("fashion-mnist-1");
        assertThat(opened("fashion-mnist-1")).isEqualTo("fashion-mnist-1");
        assertThat(extractors.fitting("fashion-mnist", "whatever")).contains("fashion-mnist-1");
        assertThat(extractors.list().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEmpty();
            assertThat(entry.sha256()).matches("[0-9a-f]{64}");
            assertThat(entry.card().source()).isEqualTo("fashion-mnist");
        });
    }

    /** The official test split is inside the program, so this holds on every machine. */
    @Test
    void theShippedOneNamesTheClassesOfTheTestSplit() {
        ImageDataset test = DataSources.open("fashion-mnist", ImageFormat.asStored(), Split.TEST)
                .dataset();
        try (DomainExtractor extractor = (DomainExtractor) extractors.find("fashion-mnist-1")) {
            ClassifierAccuracy found = ClassifierAccuracy.of(extractor.classifier(), test);
            assertThat(found.images()).isEqualTo(10_000);
            assertThat(found.overall()).isGreaterThanOrEqualTo(0.92);
            // what the file says of itself, up to a few images that rounding moves on another processor
            assertThat(Math.abs(found.overall() - extractor.card().accuracy())).isLessThan(0.001);
            assertThat(extractor.classNames()).isEqualTo(test.classNames());
        }
    }

    @Test
    void aNameWithoutVersionIsTheNewest() {
        write("birds", 2, "birds", "a");
        write("birds", 10, "birds", "a");
        write("birds-of-prey", 11, "birds", "a");
        assertThat(opened("birds")).isEqualTo("birds-10");
        assertThat(opened("birds-2")).isEqualTo("birds-2");
        assertThat(extractors.nextVersion("birds")).isEqualTo(11);
        assertThat(extractors.nextVersion("fashion-mnist")).isEqualTo(2);
        assertThat(extractors.nextVersion("fish")).isEqualTo(1);
        assertThat(extractors.allNames())
                .containsExactlyInAnyOrder("fashion-mnist-1", "birds-2", "birds-10", "birds-of-prey-11");
    }

    @Test
    void aSourceGetsTheOneThatWasTrainedOnItsDataOrUnderItsName() {
        Path here = folder.resolve("photos");
        write("one", 1, Extractors.canonical(here.toString()), "sha of then");
        write("two", 1, "/elsewhere", "sha of now");
        write("two", 2, "/elsewhere", "sha of now");
        assertThat(extractors.fitting(here.toString(), "sha of now")).contains("two-2");
        assertThat(extractors.fitting(here.toString(), "sha of another day")).contains("one-1");
        assertThat(extractors.fitting(folder + "/x/../photos", "sha of another day"))
                .contains("one-1");
        assertThat(extractors.fitting(folder.resolve("other").toString(), "unknown"))
                .isEmpty();
    }

    @Test
    void anUnknownNameIsOneLineThatNamesTheKnown() {
        write("birds", 1, "birds", "a");
        assertRefused("birds-2", "no extractor or file named 'birds-2'", "fashion-mnist-1, birds-1", "extractor train");
        assertRefused("no\0path", "no extractor or file named");
        assertRefused(folder.toString(), folder + ": not a file");
    }

    private void assertRefused(String name, String... parts) {
        assertBadInput(() -> extractors.find(name).close()).hasMessageContainingAll(parts);
    }

    @Test
    void damagedFilesAreOneLineEach() throws IOException {
        Path whole = write("birds", 1, "birds", "a");
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn.safetensors");
        Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertRefused(torn.toString(), "torn.safetensors: not a valid safetensors file");
        Path text = Files.writeString(folder.resolve("text.safetensors"), "these are not weights");
        assertRefused(text.toString(), "text.safetensors: not a valid safetensors file");
        assertRefused(changed(whole, "other", "format", "another"), "not an extractor", "docs/extractors.md");
        assertRefused(changed(whole, "newer", "formatVersion", "2"), "format version 2; this program reads 1");
        assertRefused(changed(whole, "deaf", "classes", "[1"), "a damaged extractor: 'classes'");
        assertRefused(changed(whole, "mute", "classes", "[\"a\"]"), "a damaged extractor: 'classes'");
        assertRefused(changed(whole, "flat", "height", "none"), "a damaged extractor: 'height'");
        assertRefused(changed(whole, "better", "accuracy", "1.5"), "a damaged extractor: 'accuracy'");
        assertRefused(changed(whole, "wide", "networkWidth", "8"), "it says 16 features, its network has 32");
        assertRefused(changed(whole, "long", "features", "17"), "17 features", "16");
    }

    /** A copy with one fact changed; {@code otherName} is its file's name. */
    private String changed(Path file, String otherName, String key, String value) throws IOException {
        Path other = folder.resolve(otherName + ".safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents contents = Safetensors.read(file);
            Map<String, String> metadata = new HashMap<>(contents.metadata());
            metadata.put(key, value);
            Safetensors.write(other, contents.tensors(), metadata);
        }
        return other.toString();
    }

    @Test
    void weightsThatAreMissingAreOneLine() throws IOException {
        Path whole = write("birds", 1, "birds", "a");
        Path less = folder.resolve("less.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents contents = Safetensors.read(whole);
            Map<String, Tensor> tensors = new HashMap<>(contents.tensors());
            tensors.remove("main.0.bn.running_mean");
            Safetensors.write(less, tensors, contents.metadata());
        }
        assertRefused(less.toString(), "tensors are missing, the first is 'main.0.bn.running_mean'");
        Path almost = folder.resolve("almost.safetensors");
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.write(
                    almost, Map.of("Conv2d_1a_3x3.conv.weight", Tensors.of(new float[864], 32, 3, 3, 3)), Map.of());
        }
        assertRefused(almost.toString(), "471 of 472 tensors are missing, the first is 'Conv2d_1a_3x3.bn.weight'");
    }

    @Test
    void theListPassesOverWhatCannotBeUsedAndSaysSo() throws IOException {
        write("birds", 1, "birds", "a");
        Files.writeString(extractors.file("broken-1"), "x");
        Files.writeString(folder.resolve("cache/notes.txt"), "not looked at");
        Extractors.Listing listing = extractors.list();
        assertThat(listing.entries())
                .extracting(entry -> entry.card().fullName())
                .containsExactly("fashion-mnist-1", "birds-1");
        assertThat(listing.passedOver()).singleElement().asString().contains("broken-1.safetensors: not a valid");
    }
}
