package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run of an earlier version, of six steps: its cursor counts batches, its receipt images, its final folder has no {@code model.json},
 * and its recipe knows no system.
 */
class EarlierRunTest {
    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void copy() throws IOException {
        Path golden = Golden.resource("run-0.1");
        run = folder.resolve("run");
        try (Stream<Path> tree = Files.walk(golden)) {
            for (Path from : tree.toList()) {
                Path to = run.resolve(golden.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
    }

    @Test
    void itIsDoneAndSampledAndItsNetworksAreThere() {
        RunDirectory directory = new RunDirectory(run);
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.lastStep()).isEqualTo(6);
        assertThat(directory.rows()).extracting(StatsRow::step).containsExactly(2L, 4L, 6L);
        try (Sampler sampler = Sampler.open(run)) {
            assertThat(sampler.step()).isEqualTo(6);
            assertThat(sampler.sample(3, 1)).hasSize(3);
        }
        try (JudgedRun judged = JudgedRun.open(run, notice -> {})) {
            assertThat(judged.discriminator().orElseThrow().parameters()).isNotEmpty();
        }
    }

    @Test
    void itIsTrainedOnAndBecomesARunOfToday() {
        RunDirectory directory = new RunDirectory(run);
        try (TrainingRun training =
                TrainingRun.resume(run, directory.recipe().with("train.steps", 12), RunObserver.SILENT)) {
            assertThat(training.step()).isEqualTo(6);
            training.train();
        }
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.rows()).extracting(StatsRow::step).containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
        assertThat(run.resolve("final/model.json")).isNotEmptyFile();
        assertThat(directory.checkpointSteps()).last().isEqualTo(12L);
    }
}
