package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --resume RUN --steps N} and {@code --resume RUN --data PATH}, with a kill between. */
class LongerTest {
    @TempDir
    Path folder;

    private Path data;
    private Path run;

    @BeforeEach
    void trainToAnEndThatIsInTurnForNothing() throws Exception {
        data = Toy.data(folder.resolve("data"));
        run = folder.resolve("run");
        Cli.run(train(run, 19)).done();
    }

    private List<Object> train(Path root, int steps) {
        List<Object> arguments = new ArrayList<>(Toy.train("mnist-tabled", data, root));
        arguments.addAll(List.of("--steps", steps, "--set", "train.steps=" + steps));
        return arguments;
    }

    @Test
    void aRunThatIsDoneIsMadeLongerKilledAndResumedToTheSameBits() throws Exception {
        Path whole = folder.resolve("whole");
        Cli.run(train(whole, 60)).done();
        byte[] before = Files.readAllBytes(run.resolve("final/generator.safetensors"));
        try (CliProcess longer = CliProcess.start(List.of("train", "--resume", run, "--steps", 60))) {
            assertThat(longer.reaches(() -> newest() >= 24)).as(longer.err()).isTrue();
            longer.kill();
        }
        assertThat(new RunDirectory(run).lastStep()).isEqualTo(60);
        Cli.Result listed = Cli.run("runs", "show", run).done();
        if (!new RunDirectory(run).isDone()) {
            assertThat(listed.out()).contains(" of 60", "go on with: atelier train --resume");
        }
        Cli.run("train", "--resume", run).done();

        assertThat(run.resolve("final-19/generator.safetensors")).hasBinaryContent(before);
        assertThat(Cli.run("runs", "show", run).done().out()).contains("train.steps: 19 → 60");
        RunFiles.delete(run.resolve("final-19"));
        Files.delete(run.resolve("samples/000019.png")); // drawn at the old end alone
        RunFiles.assertSame(whole, run);
    }

    private long newest() throws Exception {
        List<Path> checkpoints = RunFiles.checkpoints(run);
        return checkpoints.isEmpty()
                ? 0
                : Long.parseLong(
                        checkpoints.get(checkpoints.size() - 1).getFileName().toString());
    }

    @Test
    void anEndThatCannotBeIsRefusedAndNothingChanges() throws Exception {
        List<Object> resume = List.of("train", "--resume", run);
        refused(resume, List.of("--steps", 18), "step 18 cannot be its last", "19 steps are done");
        refused(resume, List.of("--steps", -1), "--steps: train.steps cannot be '-1'");
        refused(resume, List.of("--steps", 60, "--seed", 5), "another recipe", "train.seed: 1 → 5");
        refused(resume, List.of("--steps", 60, "--out", folder.resolve("else")), "--out cannot be given with --resume");
    }

    private void refused(List<Object> resume, List<Object> more, String... parts) throws Exception {
        List<Object> arguments = new ArrayList<>(resume);
        arguments.addAll(more);
        assertRefused(run, arguments, parts);
    }

    @Test
    void dataThatHaveMovedAreFoundByTheirHash() throws Exception {
        Path whole = folder.resolve("whole");
        Cli.run(train(whole, 30)).done();
        Path moved = Files.move(data, folder.resolve("elsewhere"));
        List<Object> longer = List.of("train", "--resume", run, "--steps", 30);
        assertRefused(run, longer, data.toString(), "no such file or folder", "--data PATH");

        Path other = folder.resolve("other");
        Toy.data(other);
        byte[] images = Files.readAllBytes(other.resolve("train-images-idx3-ubyte"));
        images[images.length - 1] ^= 1;
        Files.write(other.resolve("train-images-idx3-ubyte"), images);
        Object hash = ((Map<?, ?>) new RunDirectory(run).receipt().get("data")).get("sha256");
        List<Object> wrong = new ArrayList<>(longer);
        wrong.addAll(List.of("--data", other));
        assertRefused(run, wrong, String.valueOf(hash), other.toString(), "its data have changed");

        Cli.Result result = Cli.run(longer, List.of("--data", moved)).done();
        assertThat(result.err()).contains("data.source: " + data + " → " + moved);
        assertThat(run.resolve("final/generator.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("final/generator.safetensors"));
        assertThat(Cli.run("train", "--resume", run).done().err()).contains("is complete");
    }

    @Test
    void whatDoesNotGetToStandardOutputFails() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        try (CliProcess full = CliProcess.startTo(Path.of("/dev/full"), List.of("runs", "show", run))) {
            full.result().refused(1, "cannot write to standard output");
        }
    }
}
