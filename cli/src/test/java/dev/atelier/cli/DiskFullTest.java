package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose disk fills up stops with one line; what it has saved is whole and goes on to the same bits once there is room. */
class DiskFullTest {
    @TempDir
    Path folder;

    private Path data;
    private Path whole;

    @BeforeEach
    void train() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        data = Toy.data(folder.resolve("data"));
        whole = folder.resolve("whole");
        Cli.run(Toy.train("mnist-tabled", data, whole)).done();
    }

    @Test
    void stopsWhereAFileCannotGrow() throws Exception {
        Path run = folder.resolve("run");
        RunFiles.copy(whole, run);
        RunFiles.delete(run.resolve("final"));
        List<Path> checkpoints = RunFiles.checkpoints(run);
        RunFiles.delete(checkpoints.get(2));
        RunFiles.delete(checkpoints.get(1)); // step 24 is left; the next is saved after 27
        long blocks = Files.size(checkpoints.get(0).resolve("generator_optimizer.safetensors")) / 2 / 512;

        try (CliProcess limited = CliProcess.startAfter("ulimit -f " + blocks, List.of("train", "--resume", run))) {
            limited.result().refused(1, "cannot write to " + run, "File too large", "--resume " + run);
        }

        assertThat(RunFiles.checkpoints(run)).containsExactly(checkpoints.get(0));
        assertThat(CheckpointStore.damage(checkpoints.get(0))).isEmpty();
        assertThat(RunFiles.drafts(run)).isEmpty();
        Cli.run("train", "--resume", run).done();
        RunFiles.assertSame(whole, run);
    }

    @Test
    void anEvaluationThatCannotBeWrittenLeavesNoFolder() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("small"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=4096", "tmpfs", disk.toString()), "no right to mount a small disk");
        try {
            Files.write(disk.resolve("full"), new byte[4096]);
            Path out = disk.resolve("evaluation");
            Cli.run(
                            "evaluate",
                            whole,
                            "--extractor",
                            "fashion-mnist-1",
                            "--metrics",
                            "swd",
                            "--samples",
                            64,
                            "--no-curve",
                            "--out",
                            out)
                    .refused(1, "evaluation.json: cannot be written", "No space left on device");
            assertThat(out).doesNotExist();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void stopsWhereTheDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        long checkpoint = RunFiles.tree(RunFiles.checkpoints(whole).get(0)).values().stream()
                .mapToLong(file -> file.length)
                .sum();
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=" + checkpoint * 5 / 2, "tmpfs", disk.toString()),
                "no right to mount a small disk");
        try {
            Path run = disk.resolve("run");
            try (CliProcess limited = CliProcess.start(Toy.train("mnist-tabled", data, run))) {
                limited.result().refused(1, run.toString(), "No space left on device");
            }
            List<Path> saved = RunFiles.checkpoints(run);
            assertThat(saved).hasSizeBetween(1, 2);
            saved.forEach(each -> assertThat(CheckpointStore.damage(each)).isEmpty());
            assertThat(RunFiles.drafts(run)).isEmpty();

            assertThat(mount("-o", "remount,size=" + checkpoint * 10, disk.toString()))
                    .isTrue();
            Cli.run("train", "--resume", run).done();
            RunFiles.assertSame(whole, run);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command);
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
