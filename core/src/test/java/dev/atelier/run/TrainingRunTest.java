package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.NoiseSystem;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private Path data;
    private Path run;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
        run = folder.resolve("run");
    }

    @Test
    void leavesEverythingThatARunDirectoryPromises() throws IOException {
        Recipe recipe = ToyRuns.recipe(data).with("samples.everySteps", "6").with("samples.count", "5");
        List<String> seen = new ArrayList<>();
        try (TrainingRun training = TrainingRun.start(recipe, run, watching(seen))) {
            assertThat(training.train(() -> false)).isTrue();
            assertThat(training.step()).isEqualTo(12);
        }
        for (String file : List.of(
                "recipe.yaml",
                "receipt.json",
                "stats.jsonl",
                "loss.png",
                "samples/000006.png",
                "samples/000012.png",
                "final/generator.safetensors",
                "final/discriminator.safetensors",
                "checkpoints/latest")) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        assertThat(run.resolve("tensorboard")).isNotEmptyDirectory();
        RunDirectory directory = RunDirectory.open(run);
        assertThat(directory.recipe()).isEqualTo(Machine.resolve(recipe));
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.lastStep()).isEqualTo(12);
        assertThat(directory.receipt()).containsEntry("seed", 1).containsEntry("recipe", "quick");
        assertThat(directory.rows()).extracting(StatsRow::step).containsExactly(3L, 6L, 9L, 12L);
        assertThat(directory.rows()).extracting(StatsRow::epoch).containsExactly(1L, 1L, 2L, 2L);
        assertThat(directory.rows()).extracting(StatsRow::imagesSeen).containsExactly(24L, 48L, 72L, 96L);
        assertThat(directory.rows().get(0).values().keySet())
                .containsExactly(
                        "lossD",
                        "accuracyReal",
                        "accuracyFake",
                        "gradientD",
                        "lossG",
                        "gradientG",
                        "weightD",
                        "weightG");
        assertThat(new CheckpointStore(directory.checkpoints(), 1).list())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("0000000005", "0000000010", "0000000012"); // of 0, 5, 10, 12 the last three
        assertThat(seen)
                .containsSubsequence(
                        "started 0 of 12, 8 an epoch of 8",
                        "saved 0000000000",
                        "step 1",
                        "row 3",
                        "saved 0000000005",
                        "row 6",
                        "sampled 000006.png",
                        "step 12",
                        "row 12",
                        "sampled 000012.png",
                        "saved 0000000012");
    }

    @Test
    void resumingUnderAnotherRecipeIsRefusedWithTheDifferences() {
        stopAt(2);
        Recipe other =
                ToyRuns.recipe(data).with("generator.learningRate", "0.1").with("data.batch", "4");
        assertRefused(Optional.of(other), "data.batch: 8 → 4; generator.learningRate: 5e-4 → 0.1");
        TrainingRun.resume(run, ToyRuns.recipe(data), RunObserver.SILENT).close(); // the same is no other
    }

    @Test
    void aRecipeFileThatWasEditedIsRefusedWithTheDifferences() throws IOException {
        stopAt(2);
        Path file = run.resolve("recipe.yaml");
        String yaml = Files.readString(file);
        Files.writeString(file, yaml.replaceFirst("beta1: 0\\.5", "beta1: 0.9"));
        assertThat(Files.readString(file)).isNotEqualTo(yaml);
        assertRefused(Optional.empty(), "generator.beta1: 0.5 → 0.9");
        Files.writeString(file, yaml);
        TrainingRun.resume(run, RunObserver.SILENT).close(); // and the refusal holds no lock
    }

    @Test
    void changedDataAreRefused() throws IOException {
        stopAt(2);
        Path images = data.resolve("train-images-idx3-ubyte");
        byte[] bytes = Files.readAllBytes(images);
        bytes[bytes.length - 1] ^= 1;
        Files.write(images, bytes);
        assertRefused(Optional.empty(), "its data have changed");
    }

    @Test
    void aRunThatIsBeingTrainedIsRefused() {
        try (TrainingRun busy = TrainingRun.start(ToyRuns.recipe(data), run, RunObserver.SILENT)) {
            assertThat(busy.root()).isEqualTo(run);
            assertRefused(Optional.empty(), "is being trained by another process");
        }
        TrainingRun.resume(run, RunObserver.SILENT).close();
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertRefused(Optional.empty(), "does not exist");
        run = data;
        assertRefused(Optional.empty(), "is not a run");
    }

    @Test
    void aBatchLargerThanTheDataIsRefusedAndNothingIsLeft() {
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(ToyRuns.recipe(data).with("data.batch", "65"), run, RunObserver.SILENT))
                .hasMessageContaining("data.batch is 65")
                .hasMessageContaining("64");
    }

    @Test
    void missingDataAreRefusedAndNothingIsLeft() {
        assertBadInputWithoutTrace(
                        folder,
                        () -> TrainingRun.start(ToyRuns.recipe(folder.resolve("nowhere")), run, RunObserver.SILENT))
                .hasMessageContaining("nowhere");
    }

    @Test
    void divergenceStopsTheRunAndKeepsTheLastGoodCheckpoint() {
        Recipe recipe = ToyRuns.recipe(data)
                .with("generator.learningRate", "1e30")
                .with("checkpoint.everySteps", "1")
                .with("log.everySteps", "1");
        try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
            assertThatThrownBy(() -> training.train(() -> false))
                    .isInstanceOf(Diverged.class)
                    .hasMessageContaining("learningRate")
                    .hasMessageContaining(
                            run.resolve("checkpoints").resolve("0000").toString());
        }
        assertThat(ToyRuns.loaderThreads()).isEmpty();
        assertThat(run.resolve("final")).doesNotExist();
        try (TensorScope scope = TensorScope.open()) {
            Checkpoint kept = new CheckpointStore(run.resolve("checkpoints"), 3)
                    .load(warning -> {
                        throw new AssertionError(warning);
                    })
                    .orElseThrow();
            assertThat(kept.notFinite()).isEmpty();
            assertThat(kept.step()).isLessThan(12);
        }
    }

    @Test
    void aFailingObserverLeavesNoThreadAndNoLock() {
        RunObserver broken = new RunObserver() {
            @Override
            public void step(long step) {
                throw new IllegalStateException("broken");
            }
        };
        try (TrainingRun training = TrainingRun.start(ToyRuns.recipe(data), run, broken)) {
            assertThatThrownBy(() -> training.train(() -> false)).hasMessage("broken");
        }
        assertThat(ToyRuns.loaderThreads()).isEmpty();
        TrainingRun.resume(run, RunObserver.SILENT).close();
    }

    @Test
    void stepsComeFromTheEpochsWhereNoneAreGiven() {
        Recipe epochs = ToyRuns.recipe(data).with("train.steps", "0").with("train.epochs", "3");
        assertThat(new NoiseSystem().steps(epochs, 64)).isEqualTo(24);
        assertThat(new NoiseSystem().steps(epochs.with("train.steps", "5"), 64)).isEqualTo(5);
        Recipe thousands = epochs.with("train.kimg", "0.1");
        assertThat(new NoiseSystem().steps(thousands, 64))
                .as("100 samples, 8 a step")
                .isEqualTo(13);
        assertThat(new NoiseSystem().steps(thousands.with("discriminator.steps", "5"), 64))
                .isEqualTo(3);
    }

    private void stopAt(long step) {
        try (TrainingRun training = TrainingRun.start(ToyRuns.recipe(data), run, RunObserver.SILENT)) {
            assertThat(training.train(() -> training.step() == step)).isFalse();
        }
    }

    private void assertRefused(Optional<Recipe> wanted, String reason) {
        assertBadInput(() -> ToyRuns.resume(run, wanted, RunObserver.SILENT))
                .hasMessageContaining(reason)
                .hasMessageContaining(run.toString());
    }

    private static RunObserver watching(List<String> seen) {
        return new RunObserver() {
            @Override
            public void started(Path path, long step, long lastStep, long batchesPerEpoch, int batch) {
                seen.add("started " + step + " of " + lastStep + ", " + batchesPerEpoch + " an epoch of " + batch);
            }

            @Override
            public void step(long step) {
                seen.add("step " + step);
            }

            @Override
            public void row(StatsRow row) {
                seen.add("row " + row.step());
            }

            @Override
            public void sampled(Path picture) {
                seen.add("sampled " + picture.getFileName());
            }

            @Override
            public void saved(Path checkpoint) {
                seen.add("saved " + checkpoint.getFileName());
            }
        };
    }
}
