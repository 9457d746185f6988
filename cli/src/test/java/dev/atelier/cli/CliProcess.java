package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A real {@code atelier} of its own, with this JVM's class path, as the launcher starts it. */
final class CliProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;
    private static final long PAUSE_MICROSECONDS = 500;

    private final Process process;
    private final Path err;

    private CliProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    static CliProcess start(List<?> arguments) throws IOException {
        return startWith(List.of(), arguments);
    }

    /** With more options for the JVM, as {@code ATELIER_JAVA_OPTS} gives them. */
    static CliProcess startWith(List<String> jvm, List<?> arguments) throws IOException {
        return start(command(jvm, arguments));
    }

    /** Under a shell that first runs {@code prelude}. */
    static CliProcess startAfter(String prelude, List<?> arguments) throws IOException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", prelude + "; exec \"$@\"", "sh"));
        shell.addAll(command(List.of(), arguments).command());
        return start(new ProcessBuilder(shell));
    }

    private static ProcessBuilder command(List<String> jvm, List<?> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        arguments.forEach(argument -> command.add(String.valueOf(argument)));
        return new ProcessBuilder(command);
    }

    private static CliProcess start(ProcessBuilder builder) throws IOException {
        return start(builder, ProcessBuilder.Redirect.DISCARD);
    }

    /** With standard output going to a file. */
    static CliProcess startTo(Path out, List<?> arguments) throws IOException {
        return start(command(List.of(), arguments), ProcessBuilder.Redirect.to(out.toFile()));
    }

    private static CliProcess start(ProcessBuilder builder, ProcessBuilder.Redirect out) throws IOException {
        Path err = Files.createTempFile("atelier", ".err");
        builder.redirectOutput(out).redirectError(err.toFile());
        builder.environment().put("ATELIER_OFFLINE", "1");
        return new CliProcess(builder.start(), err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. Returns whether it came before the process ended by itself. */
    boolean kill() throws InterruptedException {
        boolean before = process.isAlive();
        process.destroyForcibly();
        int code = exitCode();
        return before && code != 0;
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits so long that it may end by itself; returns whether it did. */
    boolean endsWithin(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Waits until this holds or the process has ended; returns whether it holds. Neither in four minutes is a failure. */
    boolean reaches(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive()) {
            if (condition.call()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the process goes on and never gets there: " + err());
            }
            process.waitFor(PAUSE_MICROSECONDS, TimeUnit.MICROSECONDS);
        }
        return condition.call();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the process ends")
                .isTrue();
        return process.exitValue();
    }

    /** What it wrote to standard error so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    Cli.Result result() throws IOException, InterruptedException {
        int code = exitCode();
        return new Cli.Result(code, "", err());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }
}
