package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was stopped, wherever, ends with the same bits as one that was not. */
class ResumeTest {
    private final List<String> notices = new ArrayList<>();
    private Path data;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    @ParameterizedTest
    @CsvSource({"fashion, fp32", "fashion, bf16", "mnist, fp32", "mnist, bf16", "quick, fp32", "quick, bf16"})
    void stoppedAndResumedItEndsBitForBitAsIfItHadNeverStopped(String name, String precision) throws IOException {
        Recipe recipe = ToyRuns.recipe(name, precision, data);
        Map<String, Object> straight = ToyRuns.outcome(straight(recipe));

        Path run = stopped(recipe, 5);
        assertThat(ToyRuns.step(run.resolve("checkpoints/0000000005"))).isEqualTo(5);
        assertThat(new RunDirectory(run).isDone()).isFalse();
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(straight);
        assertThat(straight.keySet()).contains("row 3", "row 6", "row 9", "row 12", "state");
        assertThat(straight).hasSizeGreaterThanOrEqualTo(2 + 4 + 4 + 1); // final, checkpoint, rows, state
    }

    @Test
    void killedBetweenCheckpointsItGoesBackToTheLastAndEndsTheSame() throws IOException {
        Recipe recipe = ToyRuns.recipe(data);
        Map<String, Object> straight = ToyRuns.outcome(straight(recipe));
        Path run = stopped(recipe, 7); // a row for step 6 is written
        deleteCheckpoint(run, "0000000007"); // as if nothing had been saved since step 5
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(straight);
    }

    @Test
    void aTornCheckpointFallsBackWithAWarningAndEndsTheSame() throws IOException {
        Recipe recipe = ToyRuns.recipe(data);
        Map<String, Object> straight = ToyRuns.outcome(straight(recipe));
        Path run = stopped(recipe, 7);
        Files.writeString(run.resolve("checkpoints/0000000007/generator.safetensors"), "torn");
        resume(run);
        assertThat(notices)
                .filteredOn(line -> line.contains("damaged"))
                .singleElement()
                .asString()
                .contains("0000000007");
        assertThat(ToyRuns.outcome(run)).isEqualTo(straight);
    }

    @Test
    void stoppedThreeTimesItEndsTheSame() throws IOException {
        Recipe recipe = ToyRuns.recipe("mnist-tabled", "fp32", data);
        Path run = stopped(recipe, 1);
        for (int at : new int[] {2, 11}) {
            try (TrainingRun resumed = TrainingRun.resume(run, RunObserver.SILENT)) {
                assertThat(resumed.train(() -> resumed.step() == at)).isFalse();
            }
        }
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(ToyRuns.outcome(straight(recipe)));
    }

    @Test
    void withoutAnyCheckpointItBeginsAgainAndSaysSo() throws IOException {
        Recipe recipe = ToyRuns.recipe(data);
        Path run = stopped(recipe, 4);
        deleteCheckpoint(run, "0000000000");
        deleteCheckpoint(run, "0000000004");
        resume(run);
        assertThat(notices).anyMatch(line -> line.contains("beginning again at step 0"));
        assertThat(ToyRuns.outcome(run)).isEqualTo(ToyRuns.outcome(straight(recipe)));
    }

    @Test
    void aRunThatIsDoneHasNothingLeftToTrain() throws IOException {
        Path run = straight(ToyRuns.recipe(data));
        Map<String, Object> outcome = ToyRuns.outcome(run);
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(outcome);
    }

    @Test
    void theSeedMattersElseTheseTestsWouldProveNothing() throws IOException {
        Recipe recipe = ToyRuns.recipe(data);
        Map<String, Object> one = ToyRuns.outcome(straight(recipe));
        Map<String, Object> other = ToyRuns.outcome(start(recipe.with("train.seed", "2"), "other"));
        assertThat(other.get("final/generator.safetensors")).isNotEqualTo(one.get("final/generator.safetensors"));
        assertThat(other.get("row 3")).isNotEqualTo(one.get("row 3"));
    }

    private Path straight(Recipe recipe) {
        return start(recipe, "straight");
    }

    private Path start(Recipe recipe, String name) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), RunObserver.SILENT)) {
            assertThat(run.lastStep()).isEqualTo(12);
            assertThat(run.train(() -> false)).isTrue();
            return run.root();
        }
    }

    private Path stopped(Recipe recipe, long step) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve("stopped"), RunObserver.SILENT)) {
            assertThat(run.train(() -> run.step() == step)).isFalse();
            assertThat(run.step()).isEqualTo(step);
            assertThat(ToyRuns.loaderThreads()).isEmpty();
            return run.root();
        }
    }

    private void resume(Path run) {
        RunObserver observer = new RunObserver() {
            @Override
            public void notice(String line) {
                notices.add(line);
            }
        };
        try (TrainingRun resumed = TrainingRun.resume(run, observer)) {
            assertThat(resumed.train(() -> false)).isTrue();
        }
    }

    private static void deleteCheckpoint(Path run, String name) {
        new RunDirectory(run.resolve("checkpoints").resolve(name)).delete();
    }
}
