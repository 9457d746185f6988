package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriterionTest {
    private final List<String> notices = new ArrayList<>();
    private final RunObserver observer = new RunObserver() {
        @Override
        public void notice(String line) {
            notices.add(line);
        }
    };

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    @Test
    void isMeasuredWhenDueAndAtTheEndAndWrittenInTheRowOfThatRound() {
        Path run = train(measured(5), "run", 100);
        List<StatsRow> rows = new RunDirectory(run).rows();
        assertThat(rows.stream().map(StatsRow::step)).containsExactly(3L, 5L, 6L, 9L, 10L, 12L);
        assertThat(rows.stream().filter(row -> row.values().containsKey("swd")).map(StatsRow::step))
                .containsExactly(5L, 10L, 12L);
        assertThat(rows.get(5).value("swd")).isBetween(1.0, 100.0);
    }

    @Test
    void aRunWithItHasTheBitsOfARunWithoutIt() throws IOException {
        Map<String, Object> with = weights(train(measured(2), "with", 100));
        Map<String, Object> without = weights(train(ToyRuns.recipe(data), "without", 100));
        assertThat(with).isEqualTo(without).hasSizeGreaterThan(4);
    }

    @Test
    void aResumedRunMeasuresTheSame() throws IOException {
        Map<String, Object> straight = ToyRuns.outcome(train(measured(5), "straight", 100));
        Path run = train(measured(5), "stopped", 7);
        try (TrainingRun resumed = TrainingRun.resume(run, RunObserver.SILENT)) {
            resumed.train(() -> false);
        }
        assertThat(ToyRuns.outcome(run)).isEqualTo(straight);
        assertThat(straight.get("row 12").toString()).contains("swd");
    }

    @Test
    void aFinishedRunAndACheckpointGiveTheNumberOfTheirRow() {
        for (int stop : List.of(10, 100)) {
            Path run = train(measured(5), "run" + stop, stop);
            List<StatsRow> rows = new RunDirectory(run).rows();
            try (Sampler sampler = Sampler.open(run)) {
                assertThat(ToyRuns.swd(sampler, 32))
                        .isEqualTo(rows.get(rows.size() - 1).value("swd"));
            }
        }
    }

    @Test
    void saysOnceThatThereIsNoTestSplit() {
        train(measured(5), "run", 100);
        assertThat(notices)
                .filteredOn(line -> line.startsWith("swd: "))
                .singleElement()
                .asString()
                .contains("32 generated images", "train split", "the very images that it learned from");
    }

    @Test
    void takesTheTestSplitWhereThereIsOne() throws IOException {
        double onTrain = lastSwd(train(measured(5), "before", 100));
        byte[] images = Files.readAllBytes(data.resolve("train-images-idx3-ubyte"));
        for (int i = 16; i < images.length; i++) {
            images[i] = (byte) ~images[i]; // negatives
        }
        Files.write(data.resolve("t10k-images-idx3-ubyte"), images);
        Files.copy(
                data.resolve("train-labels-idx1-ubyte"),
                data.resolve("t10k-labels-idx1-ubyte"),
                StandardCopyOption.REPLACE_EXISTING);
        notices.clear();
        assertThat(lastSwd(train(measured(5), "after", 100))).isNotEqualTo(onTrain);
        assertThat(notices)
                .filteredOn(line -> line.startsWith("swd: "))
                .singleElement()
                .asString()
                .contains("test split")
                .doesNotContain("the very images that it learned from");
    }

    private Recipe measured(int everySteps) {
        return ToyRuns.recipe(data).with("metrics.everySteps", everySteps).with("metrics.samples", 32);
    }

    private Path train(Recipe recipe, String name, int stop) {
        try (TrainingRun run = TrainingRun.start(recipe, folder.resolve(name), observer)) {
            run.train(() -> run.step() == stop);
            return run.root();
        }
    }

    private static double lastSwd(Path run) {
        List<StatsRow> rows = new RunDirectory(run).rows();
        return rows.get(rows.size() - 1).value("swd");
    }

    /** All tensors of the last checkpoint and of the final networks, the streams' positions and the counters. */
    private static Map<String, Object> weights(Path run) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>(ToyRuns.outcome(run));
        outcome.keySet().removeIf(name -> name.startsWith("row "));
        Map<String, Object> state = new LinkedHashMap<>(ToyRuns.state(run.resolve("checkpoints/0000000012")));
        outcome.keySet().remove("state");
        outcome.put("streams", state.get("streams"));
        return outcome;
    }
}
