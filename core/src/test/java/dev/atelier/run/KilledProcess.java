package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A training in a process of its own that is killed with SIGKILL on the way. */
public final class KilledProcess {
    /** Checkpoints that are there before the kill. */
    private static final int CHECKPOINTS = 4;

    private static final long PATIENCE_S = 120;
    private static final long PAUSE_MS = 30;
    private static final long FOREVER_MS = 300_000;

    private KilledProcess() {}

    /** Runs a main class that trains into {@code run}, and kills it once some checkpoints are there. */
    public static void in(Path run, Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path log = run.resolveSibling("process.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (process.isAlive() && System.nanoTime() < until && checkpoints(run) < CHECKPOINTS) {
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly(); // SIGKILL
        process.waitFor();
        assertThat(checkpoints(run))
                .as("checkpoints: %s", Files.readString(log))
                .isGreaterThanOrEqualTo(CHECKPOINTS);
        assertThat(new RunDirectory(run).isDone()).as("killed in the middle").isFalse();
    }

    private static int checkpoints(Path run) {
        return new CheckpointStore(run.resolve("checkpoints"), 1).list().size();
    }

    /** What makes such a training slow, and never come to its last two steps. */
    public static RunObserver slow(long steps) {
        return new RunObserver() {
            @Override
            public void step(long step) {
                try {
                    Thread.sleep(step < steps - 2 ? PAUSE_MS : FOREVER_MS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
