package dev.atelier.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time in Linux' ticks of 1/100 s; 0 on other systems. */
final class CpuTime {
    private static final double TICKS = 100;

    /** More than this, and spinning threads wait for one another: a small round was seen to take forty times as long. */
    private static final double DISTURBED_CORES = 0.1;

    private CpuTime() {}

    /** Of the whole machine since it started: user, nice, system, interrupts and what its host took, but not idle nor waiting. */
    static long ofMachine() {
        return machine(read(Path.of("/proc/stat")));
    }

    static long machine(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        return IntStream.of(1, 2, 3, 6, 7, 8)
                .filter(field -> field < fields.length)
                .mapToLong(field -> Long.parseLong(fields[field]))
                .sum();
    }

    /** Of a process and those that it started, ended or not. */
    static long of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> process(read(Path.of("/proc", Long.toString(one.pid()), "stat"))))
                .sum();
    }

    /** utime, stime and both of the children that it waited for: fields 14 to 17, counted behind the name, which may hold spaces. */
    static long process(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
        return fields.length < 15
                ? 0
                : LongStream.of(Arrays.stream(fields, 11, 15)
                                .mapToLong(Long::parseLong)
                                .toArray())
                        .sum();
    }

    /** Ticks over a time as a number of busy cores. */
    static double cores(long ticks, double seconds) {
        return seconds > 0 ? Math.max(0, ticks / TICKS / seconds) : 0;
    }

    /** Whether so many cores taken by others make a number no result. */
    static boolean disturbs(double othersCores) {
        return othersCores > DISTURBED_CORES;
    }

    /** What to say of it behind a number: nothing where nothing disturbed. */
    static String disturbance(double othersCores) {
        return disturbs(othersCores) ? "DISTURBED: others took " + Spread.digits(othersCores) + " cores" : "";
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException ended) {
            return "";
        }
    }
}
