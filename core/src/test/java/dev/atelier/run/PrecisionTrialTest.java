package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.Split;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Assembly;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.NetworkKeys;
import dev.atelier.systems.PlayerKeys;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTrialTest {
    @TempDir
    Path folder;

    private Path memory;
    private Recipe recipe;
    private ImageDataset dataset;

    @BeforeEach
    void open() throws IOException {
        memory = folder.resolve("memory");
        recipe = Machine.resolve(ToyRuns.recipe("quick", "auto", ToyRuns.data(folder.resolve("data"))));
        dataset = Assembly.open(recipe, Split.TRAIN).dataset();
    }

    @Test
    void isSettledOnceAndRemembered() throws IOException {
        assertThat(recipe.get(TrainKeys.PRECISION)).isEqualTo("auto");
        PrecisionTrial.Settled first = settle(recipe);
        assertThat(first.recipe().get(TrainKeys.PRECISION)).isIn("fp32", "bf16");
        assertThat(first.times()).containsEntry("chosen", first.recipe().get(TrainKeys.PRECISION));
        assertThat(settle(recipe.with(TrainKeys.SEED, 77L).with(TrainKeys.STEPS, 5L))
                        .times())
                .as("of another seed and length")
                .isEqualTo(first.times());
        assertThat(kept()).hasSize(1);
        Files.writeString(kept().get(0), "{\"chosen\": \"bf16\"}");
        assertThat(settle(recipe).recipe().get(TrainKeys.PRECISION)).isEqualTo("bf16");
        Files.writeString(kept().get(0), "{\"chosen\": ");
        assertThat(settle(recipe).times()).as("damaged: timed anew").containsKey("productBf16OverFp32");
    }

    @Test
    void otherNetworksAndBatchesAreTriedForThemselves() throws IOException {
        settle(recipe);
        settle(recipe.with(FeedKeys.BATCH, 4L));
        settle(recipe.with(NetworkKeys.WIDTH, 0.125));
        settle(recipe.with(PlayerKeys.CRITIC_STEPS, 2L));
        assertThat(kept()).hasSize(4);
    }

    @Test
    void aNamedPrecisionIsNotTried() {
        PrecisionTrial.Settled settled = settle(recipe.with(TrainKeys.PRECISION, "bf16"));
        assertThat(settled.recipe().get(TrainKeys.PRECISION)).isEqualTo("bf16");
        assertThat(settled.times()).isEmpty();
        assertThat(memory).doesNotExist();
    }

    @Test
    void roundsOfBothAreTimedAndTheFasterTaken() {
        try (ComputeDevice device = Devices.resolve("cpu")) {
            Map<String, Object> times = new PrecisionTrial(recipe, dataset, device).rounds();
            Map<?, ?> seconds = (Map<?, ?>) times.get("secondsPerRound");
            double fp32 = (Double) seconds.get("fp32");
            double bf16 = (Double) seconds.get("bf16");
            assertThat(fp32).isPositive();
            assertThat(bf16).isPositive();
            assertThat(times).containsEntry("chosen", bf16 < fp32 ? "bf16" : "fp32");
        }
        assertThat(ToyRuns.loaderThreads()).isEmpty();
    }

    @Test
    void theTrialChangesNoBitOfTheRun() throws IOException {
        try (ComputeDevice device = Devices.resolve("cpu")) {
            new PrecisionTrial(recipe, dataset, device).rounds();
        }
        train(recipe, "open");
        Recipe settled = RunDirectory.open(folder.resolve("open")).recipe();
        train(recipe.with(TrainKeys.PRECISION, settled.get(TrainKeys.PRECISION)), "named");
        for (String network : List.of("generator", "discriminator")) {
            assertThat(folder.resolve("open/final/" + network + ".safetensors"))
                    .hasSameBinaryContentAs(folder.resolve("named/final/" + network + ".safetensors"));
        }
        assertThat(RunDirectory.open(folder.resolve("open")).receipt()).containsKey("precision");
        assertThat(RunDirectory.open(folder.resolve("named")).receipt()).doesNotContainKey("precision");
    }

    @Test
    void resumingWithTheChoiceLeftOpenKeepsWhatTheRunBeganWith() {
        train(recipe.with(TrainKeys.PRECISION, "bf16").with(TrainKeys.STEPS, 2L), "run");
        try (TrainingRun run = TrainingRun.resume(
                folder.resolve("run"),
                recipe.with(TrainKeys.STEPS, 2L).with(TrainKeys.THREADS, 0L),
                RunObserver.SILENT)) {
            assertThat(run.step()).isEqualTo(2);
        }
    }

    private void train(Recipe wanted, String name) {
        try (TrainingRun run = TrainingRun.start(wanted, folder.resolve(name), RunObserver.SILENT)) {
            assertThat(run.train(() -> false)).isTrue();
        }
    }

    private PrecisionTrial.Settled settle(Recipe wanted) {
        return PrecisionTrial.settle(wanted, dataset, RunObserver.SILENT, memory);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(memory)) {
            return files.toList();
        }
    }
}
