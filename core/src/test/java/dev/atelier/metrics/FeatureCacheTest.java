package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.Stripes;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final int[] ROWS = {0, 1, 2, 5};

    @TempDir
    Path folder;

    private final ImageDataset data = Stripes.of(6, 1, 16, 16, 1);

    private FeatureExtractor extractor(long seed) throws IOException {
        Path file = folder.resolve("extractor" + seed + ".safetensors");
        ImageShape shape = new ImageShape(1, 16, 16);
        try (Classifier network = SmallResnet.classifier(shape, 2, 2)) {
            network.initialise(RandomStream.of(seed, "extractor"));
            ExtractorCard card = new ExtractorCard(
                    "toy", 1, Stripes.CLASSES, shape, 2, network.features(), 0.5, "none", "toy", "0", Map.of());
            DomainExtractor.write(file, network, card);
        }
        return Extractors.open(file.toString());
    }

    private FeatureCache cache(long mostBytes) {
        return new FeatureCache(folder.resolve("features"), mostBytes, 2);
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(folder.resolve("features"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder.resolve("features"))) {
            return all.toList();
        }
    }

    /** Whether it was kept, and the numbers. */
    private record Seen(boolean kept, float[] features, float[] logits) {}

    private Seen look(FeatureCache cache, FeatureExtractor extractor, int... rows) {
        try (FeatureCache.Found found = cache.of(extractor, data, rows, "some", LoadProgress.SILENT);
                TensorScope scope = TensorScope.open()) {
            return new Seen(
                    found.kept().isPresent(),
                    Tensors.toFloats(found.extracted().features().values()),
                    Tensors.toFloats(found.extracted().logits().orElseThrow().values()));
        }
    }

    @Test
    void whatWasExtractedOnceIsReadTheNextTime() throws IOException {
        FeatureCache cache = cache(1 << 20);
        try (FeatureExtractor extractor = extractor(1);
                FeatureExtractor other = extractor(2)) {
            Seen first = look(cache, extractor, ROWS);
            Seen second = look(cache, extractor, ROWS);
            assertThat(first.kept()).isFalse();
            assertThat(second.kept()).isTrue();
            assertThat(second.features()).isEqualTo(first.features()).hasSize(4 * extractor.size());
            assertThat(second.logits()).isEqualTo(first.logits());
            assertThat(look(cache, other, ROWS).kept()).isFalse();
            assertThat(look(cache, extractor, 0, 1, 2, 4).kept()).isFalse();
            assertThat(files()).hasSize(3);
        }
    }

    @Test
    void aDamagedFileIsMadeAgain() throws IOException {
        FeatureCache cache = cache(1 << 20);
        try (FeatureExtractor extractor = extractor(1)) {
            Seen first = look(cache, extractor, ROWS);
            Path file = files().get(0);
            byte[] whole = Files.readAllBytes(file);
            byte[] changed = whole.clone();
            changed[whole.length - 3] ^= 1;
            for (byte[] damaged : List.of(changed, java.util.Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
                Files.write(file, damaged);
                Seen again = look(cache, extractor, ROWS);
                assertThat(again.kept()).isFalse();
                assertThat(again.features()).isEqualTo(first.features());
                assertThat(look(cache, extractor, ROWS).kept()).isTrue();
            }
        }
    }

    @Test
    void theFolderStaysWithinItsBoundAndNeedNotBeWritable() throws IOException {
        try (FeatureExtractor extractor = extractor(1)) {
            look(cache(1 << 20), extractor, ROWS);
            long one = Files.size(files().get(0));
            FeatureCache small = cache(2 * one);
            for (int last = 2; last < 6; last++) {
                look(small, extractor, 0, 1, last);
            }
            assertThat(files()).hasSizeLessThanOrEqualTo(2);
            Path inTheWay = Files.write(folder.resolve("file"), new byte[1]);
            assertThat(look(new FeatureCache(inTheWay, 1 << 20, 2), extractor, ROWS)
                            .kept())
                    .isFalse();
        }
    }

    @Test
    void fewImagesAreNotWorthAFile() throws IOException {
        try (FeatureExtractor extractor = extractor(1)) {
            assertThat(look(new FeatureCache(folder.resolve("features"), 1 << 20, 5), extractor, ROWS)
                            .kept())
                    .isFalse();
            assertThat(files()).isEmpty();
        }
    }
}
