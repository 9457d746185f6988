package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatARunWillTakeAndWritesNothing() throws IOException {
        Path data = ToyRuns.data(folder.resolve("data"));
        // 8, 4 and 2 channels in the generator, 2 and 4 in the discriminator
        Recipe recipe = ToyRuns.smallest(data).with("train.steps", "0").with("train.epochs", "3");
        List<String> before = tree();
        Plan plan = Plan.measure(recipe, RunObserver.SILENT);
        assertThat(tree()).isEqualTo(before);
        assertThat(ToyRuns.loaderThreads()).isEmpty();

        assertThat(plan.recipe()).isEqualTo(Machine.resolve(recipe));
        assertThat(plan.steps()).isEqualTo(24); // 3 epochs of 8 batches
        long generator = 2 * 8 * 392 + 2 * 9 * 8 * 4 * 49 + 2 * 9 * 4 * 2 * 196 + 2 * 9 * 2 * 196;
        long discriminator = 2 * 9 * 2 * 196 + 2 * 9 * 2 * 4 * 49 + 2 * 196;
        assertThat(plan.flopsPerRound()).isEqualTo(8.0 * (4 * generator + 8 * discriminator));
        long generatorWeights = 9 * 392 + (8 * 4 * 9 + 4) + (4 * 2 * 9 + 2) + (2 * 9 + 1);
        long discriminatorWeights = (2 * 9 + 2) + (2 * 4 * 9 + 4) + (196 + 1);
        long floats = 4 * generatorWeights
                + 1
                + 3 * discriminatorWeights
                + 1; // weights, average, two moments, a count of steps
        assertThat(plan.checkpointBytes()).isEqualTo(4 * floats);
        assertThat(plan.diskBytes()).isGreaterThan(4 * plan.checkpointBytes()); // three kept and one being written
        assertThat(plan.measuredRounds()).isGreaterThanOrEqualTo(2);
        assertThat(plan.secondsPerRound()).isPositive();
        assertThat(plan.totalSeconds()).isEqualTo(24 * plan.secondsPerRound());
        assertText(plan);
    }

    private static void assertText(Plan plan) {
        assertThat(plan.text())
                .contains("architecture: mnist")
                .contains("generator")
                .contains("discriminator")
                .contains("24 steps")
                .contains("66.1 kB a checkpoint, 3 kept");
        Map<String, Object> json = plan.json();
        assertThat(json.keySet()).contains("recipe", "parameters", "steps", "flopsPerRound", "seconds", "diskBytes");
        assertThat(json).containsEntry("steps", 24L).containsEntry("checkpointBytes", plan.checkpointBytes());
    }

    @Test
    void anEpochOfSeveralBatchesARoundHasFewerRoundsAndSoMoreGrids() throws IOException {
        Recipe one = ToyRuns.smallest(ToyRuns.data(folder.resolve("data")))
                .with("train.steps", "16")
                .with("samples.everySteps", "0");
        long often = Plan.measure(
                        one.with("discriminator.steps", "2").with("train.accumulate", "2"), RunObserver.SILENT)
                .diskBytes();
        long seldom = Plan.measure(one, RunObserver.SILENT).diskBytes();
        int grids = 16 / 2 - 16 / 8; // an epoch is 8 batches: 2 steps or 8
        assertThat(often - seldom).isEqualTo(grids * 2L * 4 * 784); // as a file and in TensorBoard, 4 images each
    }

    @Test
    void aBatchLargerThanTheDataIsRefused() throws IOException {
        Path data = ToyRuns.data(folder.resolve("data"));
        assertBadInput(() -> Plan.measure(ToyRuns.recipe(data).with("data.batch", "65"), RunObserver.SILENT))
                .hasMessageContaining("64");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59.4, 59 s",
        "59.6, 1 min 0 s",
        "61, 1 min 1 s",
        "3599, 59 min 59 s",
        "3600, 1 h 0 min",
        "90061, 1 d 1 h",
        "86399, 23 h 59 min"
    })
    void durationsAreInTheTwoLargestUnits(double seconds, String text) {
        assertThat(Plan.duration(seconds)).isEqualTo(text);
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
