package dev.atelier.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One fresh process of a comparison and what it said. */
final class Child {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int POLL_MILLIS = 20;

    private Child() {}

    /**
     * What a process gave.
     *
     * @param said its JSON object; empty where it printed none
     * @param error why there is nothing to compare
     * @param wallSeconds from its start to its end
     * @param peakRssBytes the most memory that it held; 0 where nobody can tell
     * @param othersCores cores that everything else on the machine took meanwhile; 0 where nobody can tell
     */
    record Result(
            Map<String, Object> said,
            Optional<String> error,
            double wallSeconds,
            long peakRssBytes,
            double othersCores) {
        /** Of a program that could not even be started. */
        static Result notStarted(String why) {
            return new Result(Map.of(), Optional.of(why), 0, 0, 0);
        }

        /** Median seconds a unit by the process' own clock. */
        double seconds() {
            List<Double> seconds = new ArrayList<>();
            if (said.get("seconds") instanceof List<?> list) {
                list.forEach(value -> seconds.add(((Number) value).doubleValue()));
            }
            return Spread.of(seconds).median();
        }

        Optional<Double> number(String key) {
            return said.get(key) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
        }

        Optional<String> text(String key) {
            return said.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        List<String> notes() {
            return said.get("notes") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        /** With the whole of the process as the one thing that was timed. */
        Result timedOutside() {
            Map<String, Object> more = new LinkedHashMap<>(said);
            more.put("seconds", List.of(wallSeconds));
            return new Result(more, error, wallSeconds, peakRssBytes, othersCores);
        }

        /** Where so many of the cores that others took were taken by programs that belong to the measurement. */
        Result without(double cores) {
            return new Result(said, error, wallSeconds, peakRssBytes, Math.max(0, othersCores - cores));
        }

        Result failed(String why) {
            return new Result(said, Optional.of(why), wallSeconds, peakRssBytes, othersCores);
        }

        /** As {@link #json} wrote it. */
        static Result of(Map<String, Object> json) {
            Result bare = new Result(json, Optional.empty(), 0, 0, 0);
            return new Result(
                    json,
                    bare.text("error"),
                    bare.number("wall_seconds").orElse(0.0),
                    bare.number("peak_rss_bytes").orElse(0.0).longValue(),
                    bare.number("others_cores").orElse(0.0));
        }

        Map<String, Object> json() {
            Map<String, Object> all = new LinkedHashMap<>(said);
            all.put("wall_seconds", wallSeconds);
            all.put("peak_rss_bytes", peakRssBytes);
            all.put("others_cores", othersCores);
            error.ifPresent(why -> all.put("error", why));
            return all;
        }
    }

    /** Runs a program to its end; what it prints goes through files in {@code logs}. */
    static Result run(List<String> command, Map<String, String> environment, Path folder, Path logs) {
        return together(List.of(command), environment, folder, logs).get(0);
    }

    /** Runs programs at the same time to their ends; none of them counts as another program of the machine. */
    static List<Result> together(List<List<String>> commands, Map<String, String> environment, Path folder, Path logs) {
        List<Running> all = new ArrayList<>();
        try {
            Files.createDirectories(logs);
            long busy = CpuTime.ofMachine();
            long start = System.nanoTime();
            for (List<String> command : commands) {
                all.add(Running.start(command, environment, folder, logs.resolve("program-" + (all.size() + 1))));
            }
            Running.await(all);
            double wall = (System.nanoTime() - start) / 1e9;
            long own = all.stream().mapToLong(running -> running.own).sum();
            double others = CpuTime.cores(CpuTime.ofMachine() - busy - own, wall);
            List<Result> results = new ArrayList<>();
            for (Running running : all) {
                results.add(running.result(others));
            }
            return results;
        } catch (IOException e) {
            all.forEach(running -> running.process.destroyForcibly());
            return Collections.nCopies(commands.size(), Result.notStarted(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            all.forEach(running -> running.process.destroyForcibly());
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    /** A program that was started, and what it has taken so far. */
    private static final class Running {
        private final Process process;
        private final Path logs;
        private final long start;
        private double wall;
        private long peak;
        private long own;

        private Running(Process process, Path logs, long start) {
            this.process = process;
            this.logs = logs;
            this.start = start;
        }

        static Running start(List<String> command, Map<String, String> environment, Path folder, Path logs)
                throws IOException {
            Files.createDirectories(logs);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(logs.resolve("out.txt").toFile())
                    .redirectError(logs.resolve("err.txt").toFile());
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            return new Running(builder.start(), logs, start);
        }

        /** Until all have ended; waits for the first that has not and looks at each in between. */
        static void await(List<Running> all) throws InterruptedException {
            for (Running waited : all) {
                do {
                    all.forEach(Running::look);
                } while (!waited.process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
                all.forEach(Running::look);
            }
        }

        private void look() {
            if (process.isAlive()) {
                peak = Math.max(peak, peakRssBytes(process.pid()));
                own = Math.max(own, CpuTime.of(process.toHandle()));
            } else if (wall == 0) {
                wall = (System.nanoTime() - start) / 1e9;
            }
        }

        Result result(double others) throws IOException {
            Map<String, Object> said = json(read(logs.resolve("out.txt")));
            if (said.get("peak_rss_bytes") instanceof Number told) {
                peak = Math.max(peak, told.longValue());
            }
            int code = process.exitValue();
            Optional<String> error =
                    code == 0 ? Optional.empty() : Optional.of(why(read(logs.resolve("err.txt")), code));
            return new Result(said, error, wall, peak, others);
        }
    }

    private static List<String> read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The last line that is a JSON object. */
    static Map<String, Object> json(List<String> lines) {
        List<String> lastFirst = new ArrayList<>(lines);
        Collections.reverse(lastFirst);
        for (String line : lastFirst) {
            if (line.startsWith("{")) {
                try {
                    Map<String, Object> said = new LinkedHashMap<>();
                    JSON.readValue(line, Map.class).forEach((key, value) -> said.put(String.valueOf(key), value));
                    return said;
                } catch (JacksonException e) {
                    continue; // not ours: some library's line
                }
            }
        }
        return Map.of();
    }

    /** A failed program's last word, which is where Python and Java put the reason. */
    static String why(List<String> errors, int code) {
        List<String> lines = errors.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .toList();
        return lines.isEmpty()
                ? "it ended with code " + code
                : lines.get(lines.size() - 1).strip();
    }

    /** The most memory that a process has held so far, as Linux tells; 0 elsewhere. */
    static long peakRssBytes(long process) {
        Path status = Path.of("/proc", Long.toString(process), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }
}
