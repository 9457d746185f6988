package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged checkpoint is passed over with one line of warning, and the run ends in the very bits that it would have had. */
class DamagedCheckpointTest {
    @TempDir
    static Path shared;

    private static Path whole;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        whole = shared.resolve("whole");
        Cli.run(Toy.train("mnist-tabled", Toy.data(shared.resolve("data")), whole), "--set", "train.steps=12")
                .done();
        assertThat(RunFiles.checkpoints(whole)).hasSize(3);
    }

    private interface Damage {
        void to(Path checkpoint) throws IOException;
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("torn: no generator", at -> Files.delete(at.resolve("generator.safetensors"))),
                damage("torn: no state", at -> Files.delete(at.resolve("state.json"))),
                damage("torn: no checksums", at -> Files.delete(at.resolve("SHA256SUMS"))),
                damage("torn: nothing there", DamagedCheckpointTest::empty),
                damage("truncated weights", at -> truncate(at.resolve("discriminator.safetensors"))),
                damage("truncated state", at -> truncate(at.resolve("state.json"))),
                damage("truncated checksums", at -> truncate(at.resolve("SHA256SUMS"))),
                damage("a bit of the weights", at -> flip(at.resolve("generator.safetensors"), 0.7)),
                damage("a bit of the optimiser", at -> flip(at.resolve("generator_optimizer.safetensors"), 0.999)),
                damage("a bit of a header", at -> flip(at.resolve("discriminator.safetensors"), 0)),
                damage("a bit of the state", at -> flip(at.resolve("state.json"), 0.5)),
                damage("a bit of the checksums", at -> flip(at.resolve("SHA256SUMS"), 0)),
                damage("the checksums' last byte", at -> flip(at.resolve("SHA256SUMS"), 1)));
    }

    private static Arguments damage(String name, Damage damage) {
        return Arguments.of(name, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void fallsBackToTheOneBefore(String name, Damage damage) throws IOException {
        Path run = unfinished();
        List<Path> checkpoints = RunFiles.checkpoints(run);
        Path newest = checkpoints.get(2);
        damage.to(newest);

        Cli.Result resumed = Cli.run("train", "--resume", run).done();

        assertThat(warnings(resumed))
                .singleElement()
                .asString()
                .startsWith("checkpoint " + newest + " is damaged (")
                .endsWith("); using the one before it");
        assertThat(resumed.err()).contains("from step 9 to step 12");
        RunFiles.assertSame(whole, run);
    }

    @Test
    void fallsBackAsFarAsItMust() throws IOException {
        Path run = unfinished();
        List<Path> checkpoints = RunFiles.checkpoints(run);
        flip(checkpoints.get(2).resolve("generator.safetensors"), 0.5);
        truncate(checkpoints.get(1).resolve("state.json"));

        Cli.Result resumed = Cli.run("train", "--resume", run).done();

        assertThat(warnings(resumed)).hasSize(2);
        assertThat(resumed.err()).contains("from step 6 to step 12");
        RunFiles.assertSame(whole, run);
    }

    @Test
    void beginsAgainWhereNoCheckpointIsWhole() throws IOException {
        Path run = unfinished();
        for (Path checkpoint : RunFiles.checkpoints(run)) {
            flip(checkpoint.resolve("state.json"), 0.2);
        }

        Cli.Result resumed = Cli.run("train", "--resume", run).done();

        assertThat(warnings(resumed)).hasSize(3);
        assertThat(resumed.err()).contains("no whole checkpoint");
        RunFiles.assertSame(whole, run);
    }

    @Test
    void sweepsWhatAKilledProcessLeftHalfWritten() throws IOException {
        Path run = unfinished();
        for (String draft : List.of(
                "checkpoints/.0000000011.tmp/state.json",
                "samples/.000009.png.1f.tmp",
                ".final.tmp/generator.safetensors")) {
            Files.createDirectories(run.resolve(draft).getParent());
            Files.writeString(run.resolve(draft), "half");
        }

        Cli.run("train", "--resume", run).done();

        RunFiles.assertSame(whole, run);
    }

    @Test
    void showsWhichCheckpointsAreWhole() throws IOException {
        Path run = unfinished();
        List<Path> checkpoints = RunFiles.checkpoints(run);
        flip(checkpoints.get(2).resolve("generator.safetensors"), 0.5);

        Map<String, Object> shown =
                RunFiles.json(Cli.run("runs", "show", run, "--json").done().out());

        assertThat(shown.get("checkpoints"))
                .isEqualTo(List.of(
                        Map.of("path", checkpoints.get(0).toString(), "state", "whole"),
                        Map.of("path", checkpoints.get(1).toString(), "state", "whole"),
                        Map.of(
                                "path",
                                checkpoints.get(2).toString(),
                                "state",
                                "damaged: generator.safetensors does not match its checksum")));
    }

    @Test
    void generatesFromTheNewestWholeCheckpoint() throws IOException {
        Path run = unfinished();
        flip(RunFiles.checkpoints(run).get(2).resolve("generator.safetensors"), 0.5);

        Cli.Result made =
                Cli.run("generate", run, "-o", folder.resolve("grid.png")).done();

        assertThat(warnings(made)).hasSize(1);
        assertThat(made.out()).contains("of step 9,");
        assertThat(folder.resolve("grid.png")).exists();
    }

    /** The run as it was when its last checkpoint was just written. */
    private Path unfinished() throws IOException {
        Path run = folder.resolve("run");
        RunFiles.copy(whole, run);
        RunFiles.delete(run.resolve("final"));
        return run;
    }

    private static List<String> warnings(Cli.Result result) {
        return result.err().lines().filter(line -> line.contains("damaged")).toList();
    }

    private static void empty(Path folder) throws IOException {
        for (String file : RunFiles.tree(folder).keySet()) {
            Files.delete(folder.resolve(file));
        }
    }

    private static void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    /** Turns one bit over, at this part of the file. */
    private static void flip(Path file, double where) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (where * (bytes.length - 1))] ^= 4;
        Files.write(file, bytes);
    }
}
