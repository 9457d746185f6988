package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real processes, killed and resumed, must come to the very bits of a run that was never stopped. Each system is killed five times;
 * a hundred times each (about half an hour) by
 *
 * <pre>mvn -pl cli -am test -Dtest=ResumeTest -Dsurefire.failIfNoSpecifiedTests=false -Datelier.kills=100</pre>
 *
 * {@code -Datelier.killSeed=N} chooses other moments.
 */
class ResumeTest {
    private static final int KILLS = Integer.getInteger("atelier.kills", 5);
    private static final long SEED = Long.getLong("atelier.killSeed", 20250131);
    private static final int STEPS = 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"fashion, fp32, 2, 0", "fashion, bf16, 1, 0", "mnist, fp32, 1, 0.9", "mnist, bf16, 1, 0"})
    void resumesBitForBitAfterKill(String recipe, String precision, int threads, String ema) throws Exception {
        Path data = Toy.data(folder.resolve("data"));
        List<Object> settings =
                List.of("--precision", precision, "--set", "train.threads=" + threads, "--set", "generator.ema=" + ema);
        Path whole = folder.resolve("whole");
        Cli.run(Toy.train(recipe, data, whole), settings).done();
        Random random = new Random(SEED + recipe.hashCode() + precision.hashCode());
        int kills = 0;
        for (int life = 0; kills < KILLS; life++) {
            assertThat(life).as("runs that ended before their kill").isLessThan(KILLS + 3);
            Path run = folder.resolve("killed" + life);
            while (kills < KILLS && !isDone(run)) {
                kills += startAndKill(start(recipe, data, run, settings), run, random) ? 1 : 0;
            }
            if (!isDone(run)) {
                try (CliProcess last = CliProcess.start(start(recipe, data, run, settings))) {
                    last.result().done();
                }
            }
            RunFiles.assertSame(whole, run);
            RunFiles.delete(run);
        }
    }

    private static List<Object> start(String recipe, Path data, Path run, List<Object> settings) {
        if (Files.exists(run)) {
            return List.of("train", "--resume", run);
        }
        List<Object> arguments = new ArrayList<>(Toy.train(recipe, data, run));
        arguments.addAll(settings);
        return arguments;
    }

    private static boolean isDone(Path run) {
        return Files.exists(run.resolve("final/discriminator.safetensors"));
    }

    /** Returns whether the kill came in time. */
    private static boolean startAndKill(List<Object> arguments, Path run, Random random) throws Exception {
        try (CliProcess process = CliProcess.start(arguments)) {
            switch (random.nextInt(4)) {
                case 0 -> // at any time from the JVM's start, mostly before a checkpoint
                    process.endsWithin(random.nextInt(3000));
                case 1 -> awaitDraft(process, run, random.nextInt(4)); // while a checkpoint is being written
                default -> {
                    int from = steps(run);
                    int to = from + 1 + random.nextInt(Math.max(1, (STEPS - from) / 2));
                    process.reaches(() -> steps(run) >= to);
                    process.endsWithin(random.nextInt(100));
                }
            }
            boolean killed = process.kill();
            assertThat(process.err()).doesNotContain("atelier: ");
            return killed;
        }
    }

    private static void awaitDraft(CliProcess process, Path run, int skip) throws Exception {
        boolean[] inside = {hasDraft(run.resolve("checkpoints"))}; // left by an earlier kill, swept at the start
        int[] left = {skip};
        process.reaches(() -> {
            boolean draft = hasDraft(run.resolve("checkpoints"));
            left[0] -= draft && !inside[0] ? 1 : 0;
            inside[0] = draft;
            return left[0] < 0;
        });
    }

    private static boolean hasDraft(Path checkpoints) {
        String[] names = checkpoints.toFile().list();
        return names != null && Stream.of(names).anyMatch(name -> name.matches("\\.\\d+\\.tmp"));
    }

    /** Steps that stats.jsonl tells of. */
    private static int steps(Path run) throws IOException {
        Path stats = run.resolve("stats.jsonl");
        if (!Files.exists(stats)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(stats)) {
            return 2 * (int) lines.count();
        }
    }

    @Test
    void savesOnCtrlCAndOnTerminationAndResumesToTheSameBits() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")),
                "no kill command");
        Path data = Toy.data(folder.resolve("data"));
        List<Object> longer =
                List.of("--set", "train.steps=90", "--set", "checkpoint.keep=1", "--set", "samples.everySteps=45");
        Path whole = folder.resolve("whole");
        Cli.run(Toy.train("fashion", data, whole), longer).done();
        Path run = folder.resolve("stopped");
        List<Object> first = new ArrayList<>(Toy.train("fashion", data, run));
        first.addAll(longer);

        boolean deaf = ignoresCtrlC();
        int stoppedAt = stop(first, run, deaf ? "TERM" : "INT", deaf ? 143 : 130, 4);
        int stoppedAgainAt = stop(List.of("train", "--resume", run), run, "TERM", 143, stoppedAt + 4);
        assertThat(stoppedAgainAt).isGreaterThan(stoppedAt);
        Cli.run("train", "--resume", run).done();

        RunFiles.assertSame(whole, run);
    }

    /** A background job of a plain shell is started with SIGINT ignored, and so are its children. */
    private static boolean ignoresCtrlC() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask.substring(7).strip(), 16) & 1L << (2 - 1)) != 0;
    }

    /** Sends the signal once so many steps are written; returns the step at which the run says that it stopped. */
    private static int stop(List<Object> arguments, Path run, String signal, int code, int steps) throws Exception {
        try (CliProcess process = CliProcess.start(arguments)) {
            process.reaches(() -> steps(run) >= steps);
            process.signal(signal);
            assertThat(process.exitCode()).as(process.err()).isEqualTo(code);
            String said = process.err()
                    .lines()
                    .filter(line -> line.startsWith("stopped"))
                    .findFirst()
                    .orElseThrow();
            assertThat(said).matches("stopped at step \\d+ of 90; go on with: atelier train --resume .*stopped");
            int step = Integer.parseInt(said.split(" ")[3]);
            List<Path> checkpoints = RunFiles.checkpoints(run);
            assertThat(checkpoints.get(checkpoints.size() - 1)).hasFileName(String.format(Locale.ROOT, "%010d", step));
            assertThat(RunFiles.drafts(run)).isEmpty();
            assertThat(process.err()).doesNotContain("atelier: ");
            return step;
        }
    }
}
