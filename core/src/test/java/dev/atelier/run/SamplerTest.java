package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
    @TempDir
    static Path folder;

    private static Path done;
    private static Path stopped;

    @BeforeAll
    static void train() throws IOException {
        Recipe recipe = ToyRuns.recipe(ToyRuns.data(folder.resolve("data"))).with("train.seed", "77");
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve("done"), RunObserver.SILENT)) {
            run.train(() -> false);
            done = run.root();
        }
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve("stopped"), RunObserver.SILENT)) {
            run.train(() -> run.step() == 7);
            stopped = run.root();
        }
    }

    @Test
    void theSameSeedGivesTheSameImagesAndAnotherGivesOthers() {
        try (Sampler sampler = Sampler.open(done);
                Sampler again = Sampler.open(done)) {
            assertThat(pixels(again.sample(3, 5))).isEqualTo(pixels(sampler.sample(3, 5)));
            assertThat(pixels(sampler.sample(3, 6))).isNotEqualTo(pixels(sampler.sample(3, 5)));
        }
    }

    @Test
    void moreImagesBeginWithTheFewer() {
        try (Sampler sampler = Sampler.open(done)) {
            List<List<Byte>> many = pixels(sampler.sample(70, 5));
            assertThat(many).hasSize(70).doesNotHaveDuplicates();
            for (int count : new int[] {1, 2, 3, 16, 65}) {
                assertThat(pixels(sampler.sample(count, 5))).isEqualTo(many.subList(0, count));
            }
        }
    }

    @Test
    void imagesHaveTheNetworksShapeAndAGridHasAllOfThem() {
        try (Sampler sampler = Sampler.open(done)) {
            Image image = sampler.sample(1, 1).get(0);
            assertThat(List.of(image.channels(), image.height(), image.width())).containsExactly(1, 28, 28);
            Image grid = sampler.grid(GridOptions.of(5).enlarged(2)); // 3 columns, 2 rows, 2 pixels around each
            assertThat(List.of(grid.width(), grid.height())).containsExactly(3 * 56 + 4 * 2, 2 * 56 + 3 * 2);
        }
    }

    @Test
    void aRunThatIsDoneGivesItsFinalAverage() {
        try (Sampler sampler = Sampler.open(done);
                TensorScope scope = TensorScope.open()) {
            assertThat(sampler.step()).isEqualTo(12);
            Checkpoint last = new CheckpointStore(done.resolve("checkpoints"), 3)
                    .load(warning -> {})
                    .orElseThrow();
            Safetensors.Contents written = Safetensors.read(done.resolve("final/generator.safetensors"));
            assertThat(Tensors.toFloats(written.get("main.0.weight")))
                    .isEqualTo(
                            Tensors.toFloats(last.groups().get("generator_ema").get("main.0.weight")))
                    .isNotEqualTo(
                            Tensors.toFloats(last.groups().get("generator").get("main.0.weight")));
        }
    }

    @Test
    void aRunThatIsNotDoneGivesItsNewestWholeCheckpoint() throws IOException {
        List<String> warnings = new ArrayList<>();
        try (Sampler sampler = Sampler.open(stopped, "cpu", warnings::add)) {
            assertThat(sampler.step()).isEqualTo(7);
            assertThat(warnings).isEmpty();
        }
        Path state = stopped.resolve("checkpoints/0000000007/state.json");
        byte[] before = Files.readAllBytes(state);
        Files.delete(state);
        try (Sampler sampler = Sampler.open(stopped, "cpu", warnings::add)) {
            assertThat(sampler.step()).isEqualTo(5);
            assertThat(warnings).hasSize(1);
        }
        Files.write(state, before);
    }

    @Test
    void aRunWithoutACheckpointIsRefused() {
        RunDirectory bare = RunDirectory.create(folder.resolve("bare"), Recipe.named("quick"), java.util.Map.of());
        assertBadInput(() -> Sampler.open(bare.root()))
                .hasMessage(bare.root() + " has no whole checkpoint yet; train it first");
    }

    @Test
    void aPictureSaysWhereItComesFrom() throws IOException {
        Path file = folder.resolve("grid.png");
        try (Sampler sampler = Sampler.open(done)) {
            Image grid = sampler.grid(GridOptions.of(4));
            sampler.write(grid, file);
            assertThat(ImageFiles.read(file).pixels()).isEqualTo(grid.pixels());
        }
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes)
                .contains("tEXtSoftware\0Atelier ")
                .contains("tEXtSource\0generated by a GAN: recipe quick, seed 77, step 12");
    }

    private static List<List<Byte>> pixels(List<Image> images) {
        return images.stream()
                .map(image -> {
                    List<Byte> bytes = new ArrayList<>();
                    for (byte b : image.pixels()) {
                        bytes.add(b);
                    }
                    return bytes;
                })
                .toList();
    }
}
