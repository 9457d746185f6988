package dev.atelier.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Busy programs beside what is measured: each computes on one thread without a pause. They end when closed, and of themselves when the
 * program that started them is no more, whatever ended it.
 */
final class Crowd implements AutoCloseable {
    private static final long TURNS = 20_000_000; // some tens of milliseconds

    private final List<Process> all = new ArrayList<>();

    private Crowd() {}

    /** {@code count} of them. */
    static Crowd start(int count) {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < count; i++) {
                crowd.all.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Busy.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            }
            return crowd;
        } catch (IOException e) {
            crowd.close();
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return all.size();
    }

    /** Processor time that they have taken so far, in Linux' ticks. */
    long ticks() {
        return all.stream().mapToLong(process -> CpuTime.of(process.toHandle())).sum();
    }

    @Override
    public void close() {
        all.forEach(Process::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** One of them. */
    static final class Busy {
        private Busy() {}

        public static void main(String[] args) {
            Optional<ProcessHandle> starter = ProcessHandle.current().parent();
            double sum = 0;
            while (starter.map(ProcessHandle::isAlive).orElse(false)) {
                for (long i = 1; i <= TURNS; i++) {
                    sum += 1.0 / i;
                }
            }
            System.out.println(sum); // so that nobody leaves the loop out
        }
    }
}
