package dev.atelier.judge;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Stripes;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.Extractors;
import dev.atelier.tensor.Engine;
import dev.atelier.training.ClassifierTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractorTrainingTest {
    private static final ClassifierTrainer.Settings TOY =
            ClassifierTrainer.Settings.defaults().withWidth(4).withBatch(16).withRounds(30);

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private Extractors extractors;

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @BeforeEach
    void cache() {
        extractors = Extractors.in(folder.resolve("cache"));
    }

    private ExtractorTraining.Request request(Path source) {
        return new ExtractorTraining.Request(
                source.toString(), Optional.empty(), Optional.empty(), Optional.empty(), TOY);
    }

    private ExtractorTraining.Trained train(ExtractorTraining.Request request) {
        return ExtractorTraining.train(request, extractors, LoadProgress.SILENT, notices::add);
    }

    @Test
    void keepsAnExtractorInTheCacheUnderAVersionThatCountsUp() throws IOException {
        Path source = Stripes.folder(folder.resolve("My Stripes 7"), 60, 18, 16, 1);
        ExtractorTraining.Trained first = train(request(source));
        ExtractorTraining.Trained second = train(request(source));
        assertThat(first.file()).isEqualTo(folder.resolve("cache/my-stripes-1.safetensors"));
        assertThat(second.file()).isEqualTo(folder.resolve("cache/my-stripes-2.safetensors"));
        assertThat(first.card().image()).hasToString("1×18×16");
        assertThat(first.card().classes()).isEqualTo(Stripes.CLASSES);
        assertThat(first.card().heldOut()).isEqualTo("a tenth held out of the train split");
        assertThat(first.card().making())
                .containsEntry("trainImages", "54")
                .containsEntry("heldOutImages", "6")
                .containsEntry("rounds", "30");
        assertThat(first.card().accuracy()).isEqualTo(first.accuracy().overall());
        assertThat(notices).contains("no test split of its own: a tenth of each class, 6 images, is held out");
        try (DomainExtractor opened = (DomainExtractor) extractors.find("my-stripes-1")) {
            assertThat(opened.card()).isEqualTo(first.card());
            assertThat(opened.sha256()).isEqualTo(first.sha256());
        }
        assertThat(extractors.fitting(source.toString(), "changed")).contains("my-stripes-2");
        assertThat(extractors.fitting("/moved", first.card().dataSha256())).contains("my-stripes-2");
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files).hasSize(2); // nothing temporary
        }
    }

    @Test
    void measuresOnTheTestSplitWhereThereIsOne() throws IOException {
        Path source = folder.resolve("split");
        Stripes.folder(source.resolve("train"), 40, 16, 16, 1);
        Stripes.folder(source.resolve("test"), 14, 16, 16, 2);
        Path out = folder.resolve("own/name.safetensors");
        ExtractorTraining.Trained trained = train(new ExtractorTraining.Request(
                source.toString(),
                Optional.of(new ExtractorTraining.Size(16, 24)),
                Optional.of("mine"),
                Optional.of(out),
                TOY));
        assertThat(trained.file()).isEqualTo(out).isRegularFile();
        assertThat(trained.card().fullName()).isEqualTo("mine-1");
        assertThat(trained.card().image()).hasToString("1×16×24");
        assertThat(trained.card().heldOut()).isEqualTo("test split");
        assertThat(trained.accuracy().images()).isEqualTo(14);
        assertThat(notices).isEmpty();
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void theSameCommandGivesTheSameFile() throws IOException {
        Path source = Stripes.folder(folder.resolve("stripes"), 40, 16, 16, 1);
        Path one = folder.resolve("one.safetensors");
        Path two = folder.resolve("two.safetensors");
        for (Path out : List.of(one, two)) {
            ExtractorTraining.Request plain = request(source);
            train(new ExtractorTraining.Request(
                    plain.source(), plain.size(), plain.name(), Optional.of(out), plain.settings()));
        }
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void aTenthOfEachClassIsHeldOut() {
        PackedImages whole = Stripes.of(50, 1, 16, 16, 1);
        Halves halves = Halves.tenth(whole, 1);
        assertThat(halves.rest().size()).isEqualTo(44);
        assertThat(halves.heldOut().size()).isEqualTo(6);
        assertThat(count(halves.heldOut(), 0)).isEqualTo(3); // 2.5, rounded
        Set<String> images = new HashSet<>();
        for (ImageDataset part : List.of(halves.rest(), halves.heldOut())) {
            Stripes.images(part).forEach(image -> images.add(java.util.Arrays.toString(image.pixels())));
        }
        assertThat(images).hasSize(50); // none twice, none lost
        assertThat(Halves.tenth(whole, 1).heldOut().sha256())
                .isEqualTo(halves.heldOut().sha256());
        assertThat(Halves.tenth(whole, 2).heldOut().sha256())
                .isNotEqualTo(halves.heldOut().sha256());
    }

    private static long count(ImageDataset data, int label) {
        return IntStream.range(0, data.size())
                .filter(i -> data.label(i) == label)
                .count();
    }

    @Test
    void refusesInOneLine() throws IOException {
        Path source = Stripes.folder(folder.resolve("stripes"), 8, 16, 16, 1);
        assertRefused(named(source, "Mine"), "extractor name 'Mine'");
        assertRefused(named(source, "mine-3"), "not ending in -NUMBER");
        assertRefused(named(source, "../mine"), "extractor name '../mine'");
        ExtractorTraining.Request plain = request(source);
        assertRefused(
                new ExtractorTraining.Request(
                        plain.source(), plain.size(), plain.name(), Optional.of(folder), plain.settings()),
                "a folder; it takes the path of a file");
        assertRefused(request(Stripes.folder(folder.resolve("few"), 3, 16, 16, 1)), "3 images of 2 classes");
        Path one = Files.createDirectories(folder.resolve("single"));
        Files.move(source.resolve("lying"), one.resolve("lying"));
        assertRefused(request(one), "no labels"); // one folder alone is a wrapper, no class
        assertRefused(request(one.resolve("lying")), "no labels");
        assertBadInput(() -> new ExtractorTraining.Size(15, 300))
                .hasMessageContaining("15×300; allowed: sides of 16 to 256");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    private ExtractorTraining.Request named(Path source, String name) {
        return new ExtractorTraining.Request(
                source.toString(), Optional.empty(), Optional.of(name), Optional.empty(), TOY);
    }

    private void assertRefused(ExtractorTraining.Request request, String part) {
        assertBadInput(() -> train(request)).hasMessageContaining(part);
    }

    @Test
    void refusesATestSplitOfOtherClasses() throws IOException {
        Path source = folder.resolve("split");
        Stripes.folder(source.resolve("train"), 20, 16, 16, 1);
        Stripes.folder(source.resolve("test"), 10, 16, 16, 2);
        Files.move(source.resolve("test/lying"), source.resolve("test/zebra"));
        assertRefused(request(source), "class 'zebra' is not in the train split; it has lying, standing");
    }
}
