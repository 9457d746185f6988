package dev.atelier.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What other programs take of the processors while this one waits for them, from two looks at Linux' counters. All are sums in
 * seconds since some beginning.
 *
 * @param clock wall time
 * @param own processor time of this process
 * @param machine processor time of everything on the machine, with what its host took from it
 * @param waited for a processor, of all threads of this process that were ready to run
 */
record Neighbours(double clock, double own, double machine, double waited) {
    private static final double TICKS = 100; // a second, in /proc/stat
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8}; // user, nice, system, interrupts (2), what the host took

    /** The least that others take, in processors, and the least that each of our threads waits, in shares of its time. */
    private static final double LEAST_TAKEN = 0.3;

    private static final double LEAST_WAITED = 0.1;

    /** How it stands now; empty where the system does not tell. */
    public static Optional<Neighbours> look() {
        try {
            if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
                return Optional.empty();
            }
            double machine = machine(Files.readString(Path.of("/proc/stat")));
            double own = system.getProcessCpuTime() / 1e9;
            return Optional.of(
                    new Neighbours(System.nanoTime() / 1e9, own, machine, waited(Path.of("/proc/self/task"))));
        } catch (IOException | UncheckedIOException | NumberFormatException untold) {
            return Optional.empty();
        }
    }

    static double machine(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        return IntStream.of(BUSY)
                        .filter(field -> field < fields.length)
                        .mapToLong(field -> Long.parseLong(fields[field]))
                        .sum()
                / TICKS;
    }

    private static double waited(Path tasks) throws IOException {
        double sum = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                try {
                    sum += waitedOf(Files.readString(thread.resolve("schedstat")));
                } catch (IOException ended) {
                    continue;
                }
            }
        }
        return sum;
    }

    /** Nanoseconds run, nanoseconds waited for a processor, times run. */
    static double waitedOf(String schedstat) {
        String[] fields = schedstat.strip().split("\\s+");
        return fields.length < 2 ? 0 : Long.parseLong(fields[1]) / 1e9;
    }

    /**
     * What to tell a person when others slowed this program down between the earlier look and this one. Empty where nobody took much,
     * and where it was the disk, the data or this program's own threads that were waited for.
     *
     * @param threads of one operation
     * @param workers that compute at a time, each with one thread; 1 where operations share theirs
     * @param processors of the machine
     */
    public Optional<String> since(Neighbours earlier, int threads, int workers, int processors) {
        double wall = clock - earlier.clock;
        double taken = (machine - earlier.machine - (own - earlier.own)) / wall;
        double waiting = (waited - earlier.waited) / wall / Math.max(threads, workers);
        if (wall <= 0 || taken < LEAST_TAKEN || waiting < LEAST_WAITED) {
            return Optional.empty();
        }
        List<String> help = threads > 1
                ? List.of(
                        "end them",
                        "give them a lower priority (nice)",
                        "or train with --threads 1, a new run because its bits depend on it")
                : List.of("end them", "or give them a lower priority (nice)");
        return Optional.of(String.format(
                Locale.ROOT,
                "other programs slow this one down: in the last %.0f s they took %.1f of %d processors, and it waited for"
                        + " one %.0f %% of its time; what helps: %s",
                wall,
                taken,
                processors,
                100 * Math.min(1, waiting),
                String.join(", ", help)));
    }
}
