package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is given another end has the bits of one that had that end from the start. */
class LongerRunTest {
    private static final RunObserver SILENT = RunObserver.SILENT;

    private final List<String> notices = new ArrayList<>();
    private Path data;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    /** Rows come every 3 steps, checkpoints every 5: an end at 12 or 15 is in turn for one of them, one at 7 for none. */
    @ParameterizedTest
    @CsvSource({"7", "12", "15"})
    void aRunThatIsDoneGoesOnBitForBit(long end) throws IOException {
        Recipe longer = ToyRuns.recipe(data).with("train.steps", 20);
        Path run = trained(ToyRuns.recipe(data).with("train.steps", end), "run");
        byte[] before = Files.readAllBytes(run.resolve("final/generator.safetensors"));
        goOn(run, 20);
        assertThat(outcome(run)).isEqualTo(outcome(trained(longer, "straight")));
        RunDirectory directory = new RunDirectory(run);
        assertThat(directory.recipe()).isEqualTo(new RunDirectory(folder.resolve("straight")).recipe());
        assertThat(directory.ending().orElseThrow()).isEqualTo(Ending.rounds(20));
        assertThat(run.resolve("final-" + end + "/generator.safetensors")).hasBinaryContent(before);
        assertThat(String.valueOf(directory.receipt().get("changes")))
                .contains("step=" + end, "train.steps: " + end + " → 20");
        assertThat(notices).anyMatch(line -> line.contains("train.steps: " + end + " → 20"));
    }

    @Test
    void whatWasMeasuredAtTheOldEndOutOfTurnIsTakenBack() throws IOException {
        Recipe measured = ToyRuns.recipe(data)
                .with("metrics.everySteps", 4)
                .with("metrics.samples", 16)
                .with("stop.patience", 9)
                .with("checkpoint.keep", 1);
        for (long end : List.of(6L, 7L)) { // a row is due after 6 steps, nothing after 7
            Path run = trained(measured.with("train.steps", end), "run" + end);
            assertThat(row(run, end).values()).containsKey("swd");
            goOn(run, 16);
            Path straight = trained(measured.with("train.steps", 16), "straight" + end);
            assertThat(outcome(run)).isEqualTo(outcome(straight));
            assertThat(new RunDirectory(run).bestStep()).isEqualTo(new RunDirectory(straight).bestStep());
        }
    }

    @Test
    void aRunThatStandsInTheMiddleIsMadeLongerAndShorter() throws IOException {
        Path run = stopped(ToyRuns.recipe(data), 7);
        goOn(run, 15);
        assertThat(outcome(run)).isEqualTo(outcome(trained(ToyRuns.recipe(data).with("train.steps", 15), "long")));
        Path other = stopped(ToyRuns.recipe(data), 5);
        goOn(other, 8);
        assertThat(outcome(other))
                .isEqualTo(outcome(trained(ToyRuns.recipe(data).with("train.steps", 8), "short")));
    }

    @Test
    void epochsAreAnEndToo() throws IOException {
        Recipe one = ToyRuns.recipe(data).with("train.steps", 0).with("train.epochs", 1);
        Path run = trained(one, "run");
        try (TrainingRun going =
                TrainingRun.resume(run, new RunDirectory(run).recipe().with("train.epochs", 2), SILENT)) {
            assertThat(going.lastStep()).isEqualTo(16);
            assertThat(going.train(() -> false)).isTrue();
        }
        assertThat(outcome(run)).isEqualTo(outcome(trained(one.with("train.epochs", 2), "straight")));
    }

    @Test
    void killedAfterTheChangeIsWrittenItGoesOnToTheNewEnd() throws IOException {
        Path run = trained(ToyRuns.recipe(data).with("train.steps", 7), "run");
        TrainingRun.resume(run, wanted(run, 20), SILENT).close(); // as if killed before the first step
        assertThat(new RunDirectory(run).isDone()).isFalse();
        assertThat(new RunDirectory(run).lastStep()).isEqualTo(20);
        resume(run);
        assertThat(outcome(run)).isEqualTo(outcome(trained(ToyRuns.recipe(data).with("train.steps", 20), "straight")));
    }

    @Test
    void killedWhileTheChangeIsWrittenItIsDoneAgainOrGoesOn() throws IOException {
        Path run = trained(ToyRuns.recipe(data).with("train.steps", 7), "run");
        RunDirectory directory = new RunDirectory(run);
        Map<String, Object> old = ToyRuns.outcome(run);
        directory.setFinalAside(7); // killed here: the recipe is the old one
        resume(run);
        assertThat(ToyRuns.outcome(run)).isEqualTo(old);
        directory.setFinalAside(7);
        String recipe = Files.readString(directory.recipeFile());
        TrainingRun.resume(run, wanted(run, 20), SILENT).close();
        Files.writeString(directory.recipeFile(), recipe); // killed between receipt and recipe
        goOn(run, 20);
        assertThat(outcome(run)).isEqualTo(outcome(trained(ToyRuns.recipe(data).with("train.steps", 20), "straight")));
        assertThat((List<?>) directory.receipt().get("changes")).hasSize(1);
    }

    @Test
    void fewerRoundsThanAreDoneAreRefused() throws IOException {
        Path run = trained(ToyRuns.recipe(data), "run");
        refused(run, wanted(run, 11), "step 11 cannot be its last: 12 steps are done; allowed: at least 12");
    }

    @ParameterizedTest
    @CsvSource({"linear", "cosine"})
    void ratesThatWereMadeForTheOldEndAreRefused(String schedule) throws IOException {
        Recipe recipe = ToyRuns.recipe(data).with("schedule.name", schedule);
        Path run = trained(recipe, "run");
        refused(run, wanted(run, 20), "learning rates", "schedule.name = " + schedule, "step 12", "begin a new one");
    }

    @Test
    void aLinearScheduleThatHasNotBegunToFallLetsTheEndMove() throws IOException {
        Recipe recipe = ToyRuns.recipe(data).with("schedule.name", "linear").with("schedule.from", "0.5");
        Path run = stopped(recipe, 5);
        goOn(run, 16);
        assertThat(outcome(run)).isEqualTo(outcome(trained(recipe.with("train.steps", 16), "straight")));
    }

    @Test
    void aRunThatStoppedEarlyNeedsMorePatienceToo() throws IOException {
        Recipe measured = ToyRuns.recipe(data)
                .with("train.steps", 30)
                .with("generator.learningRate", "0")
                .with("discriminator.learningRate", "0")
                .with("metrics.everySteps", 3)
                .with("metrics.samples", 16)
                .with("stop.patience", 1);
        Path run = trained(measured, "run");
        long end = new RunDirectory(run).ending().orElseThrow().step();
        assertThat(end).isLessThan(30);
        refused(run, wanted(run, 40), "stopped early after step " + end, "stop.patience = 1", "--set stop.patience=0");
        try (TrainingRun going = TrainingRun.resume(run, wanted(run, 40).with("stop.patience", 50), SILENT)) {
            assertThat(going.train(() -> false)).isTrue();
        }
        assertThat(outcome(run))
                .isEqualTo(outcome(trained(measured.with("train.steps", 40).with("stop.patience", 50), "straight")));
    }

    @Test
    void otherSettingsAreStillRefused() throws IOException {
        Path run = trained(ToyRuns.recipe(data), "run");
        refused(run, wanted(run, 20).with("train.seed", 9), "another recipe", "train.seed: 1 → 9");
        refused(run, Recipe.named("quick"), "another recipe", "train.steps: 12 → ");
    }

    /** But for the checkpoints' own recipes nothing tells the two apart. */
    private static Map<String, Object> outcome(Path run) throws IOException {
        return ToyRuns.outcome(run);
    }

    private static StatsRow row(Path run, long step) {
        return new RunDirectory(run)
                .rows().stream().filter(row -> row.step() == step).findFirst().orElseThrow();
    }

    private static Recipe wanted(Path run, long steps) {
        return new RunDirectory(run).recipe().with("train.steps", steps);
    }

    private void refused(Path run, Recipe wanted, String... parts) {
        assertBadInputWithoutTrace(run, () -> TrainingRun.resume(run, wanted, SILENT))
                .hasMessageContainingAll(parts);
        assertThat(new RunDirectory(run).isDone()).isTrue();
    }

    private void goOn(Path run, long steps) {
        resume(run, Optional.of(wanted(run, steps)));
    }

    private void resume(Path run) {
        resume(run, Optional.empty());
    }

    private void resume(Path run, Optional<Recipe> wanted) {
        RunObserver observer = new RunObserver() {
            @Override
            public void notice(String line) {
                notices.add(line);
            }
        };
        try (TrainingRun going = ToyRuns.resume(run, wanted, observer)) {
            assertThat(going.train(() -> false)).isTrue();
        }
    }

    private Path trained(Recipe recipe, String name) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), SILENT)) {
            assertThat(run.train(() -> false)).isTrue();
            return run.root();
        }
    }

    private Path stopped(Recipe recipe, long step) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve("stopped" + step), SILENT)) {
            assertThat(run.train(() -> run.step() == step)).isFalse();
            return run.root();
        }
    }
}
