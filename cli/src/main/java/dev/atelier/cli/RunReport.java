package dev.atelier.cli;

import dev.atelier.Counted;
import dev.atelier.IoFailure;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.doctor.Diagnosis;
import dev.atelier.metrics.MetricName;
import dev.atelier.run.Best;
import dev.atelier.run.Ending;
import dev.atelier.run.Plan;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.StatsRow;
import dev.atelier.systems.Criterion;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run stands, read from its folder.
 *
 * @param step steps that a resume would begin with: those of the newest checkpoint, or all that a finished run did
 * @param row the last row of {@code stats.jsonl}
 * @param bytes of all its files
 */
record RunReport(
        RunDirectory directory,
        String recipe,
        long step,
        long steps,
        boolean done,
        Optional<StatsRow> row,
        long bytes,
        Instant changed) {
    static RunReport of(RunDirectory directory) {
        List<StatsRow> rows = directory.rows();
        long steps = directory.lastStep();
        boolean done = directory.isDone();
        List<Path> checkpoints = new CheckpointStore(directory.checkpoints(), 1).list();
        long saved = checkpoints.isEmpty() ? 0 : CheckpointStore.step(checkpoints.get(checkpoints.size() - 1));
        Optional<StatsRow> last = rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
        long bytes = 0;
        Instant changed = Instant.EPOCH;
        for (BasicFileAttributes file : files(directory.root())) {
            bytes += file.size();
            changed = file.lastModifiedTime().toInstant().isAfter(changed)
                    ? file.lastModifiedTime().toInstant()
                    : changed;
        }
        return new RunReport(
                directory,
                directory.recipe().name(),
                done ? directory.ending().map(Ending::step).orElse(steps) : saved,
                steps,
                done,
                last,
                bytes,
                changed.truncatedTo(ChronoUnit.SECONDS));
    }

    private static List<BasicFileAttributes> files(Path root) {
        List<BasicFileAttributes> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                if (file.isRegularFile()) {
                    found.add(file);
                }
            }
            return found;
        } catch (NoSuchFileException | UncheckedIOException movedWhileReading) {
            return found; // the run is being trained
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": " + e.getMessage(), e);
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", directory.root().toString());
        json.put("recipe", recipe);
        json.put("step", step);
        json.put("steps", steps);
        json.put("done", done);
        json.put("seconds", row.map(StatsRow::seconds).orElse(0.0));
        json.put("losses", row.map(StatsRow::values).orElse(Map.of()));
        last(directory.rows(), Criterion.NAME).ifPresent(measured -> {
            json.put("swd", measured.value(Criterion.NAME));
            json.put("swdStep", measured.step());
        });
        Map<String, Object> metrics = metrics();
        if (!metrics.isEmpty()) {
            json.put("metrics", metrics);
        }
        Best.of(directory).ifPresent(best -> {
            Map<String, Object> kept = new LinkedHashMap<>();
            kept.put("metric", best.metric());
            kept.put("value", best.value());
            kept.put("step", best.step());
            json.put("best", kept);
        });
        directory.ending().ifPresent(ending -> json.put("ending", ending.json()));
        if (!directory.classification().isEmpty()) {
            json.put("classification", directory.classification());
        }
        json.put(
                "diagnoses", directory.diagnoses().stream().map(Diagnosis::json).toList());
        json.put("bytes", bytes);
        json.put("changed", changed.toString());
        return json;
    }

    /** Each metric's newest value with its step and which way is better, in the order of the rows. */
    Map<String, Object> metrics() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        newest().forEach((name, row) -> {
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("value", row.value(name));
            metric.put("step", row.step());
            metric.put("better", MetricName.of(name).better().key());
            metrics.put(name, metric);
        });
        return metrics;
    }

    /** The last row with each metric that was measured. */
    Map<String, StatsRow> newest() {
        Map<String, StatsRow> newest = new LinkedHashMap<>();
        for (StatsRow each : directory.rows()) {
            each.values().keySet().stream().filter(MetricName.keys()::contains).forEach(name -> newest.put(name, each));
        }
        return newest;
    }

    /** "12.3 after step 500, lower is better". */
    static String measured(String metric, StatsRow row) {
        MetricName.Better better = MetricName.of(metric).better();
        return value(row.value(metric)) + " after step " + row.step()
                + (better == MetricName.Better.NEITHER ? "" : ", " + better.key() + " is better");
    }

    private static String value(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "-";
    }

    /** "step 400, swd 11.9". */
    static String text(Best best) {
        return "step " + best.step() + ", " + best.metric() + " " + value(best.value());
    }

    /** What a person wants to know when a run is done: where things are, and how to make more pictures. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String time = row.map(last -> " in " + Plan.duration(last.seconds())).orElse("");
        Optional<Ending> early = directory.ending().filter(Ending::early);
        lines.add("done: " + Counted.of(step, "step") + time);
        early.ifPresent(ending -> lines.add("  ended      " + ending.text()));
        newest(directory.samples()).ifPresent(picture -> lines.add("  samples    " + picture));
        if (Files.exists(directory.lossPlot())) {
            lines.add("  losses     " + directory.lossPlot());
        }
        newest().forEach((name, row) -> lines.add(String.format(Locale.ROOT, "  %-10s %s", name, measured(name, row))));
        Best.of(directory).ifPresent(best -> lines.add("  best       " + text(best)));
        Object classification = directory.classification().get("text");
        if (classification != null) {
            lines.add("  classes    " + classification);
        }
        networks().forEach(file -> lines.add("  networks   " + file));
        lines.addAll(use(GanSystem.of(directory.recipe()).use(), Console.quoted(directory.root())));
        return lines;
    }

    /** How to make pictures with a run. */
    private static List<String> use(Use use, String run) {
        return switch (use) {
            case GENERATE ->
                List.of(
                        "more pictures:  atelier generate " + run + " -n 64 -o more.png",
                        "as files:       atelier generate " + run + " -n 1000 -o pictures/");
            case TRANSLATE ->
                List.of(
                        "translate:      atelier translate " + run + " IN -o OUT",
                        "judge it:       atelier evaluate " + run);
            case UPSCALE ->
                List.of(
                        "enlarge:        atelier upscale " + run + " IN -o OUT",
                        "judge it:       atelier evaluate " + run);
        };
    }

    /** The files of the final networks. */
    private List<Path> networks() {
        try (Stream<Path> files = Files.list(directory.finalNetworks())) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw IoFailure.of(
                    directory.finalNetworks() + ": cannot be read: " + IoFailure.reason(e),
                    directory.finalNetworks(),
                    e);
        }
    }

    /** The last row that has a value of this name. */
    static Optional<StatsRow> last(List<StatsRow> rows, String name) {
        return rows.stream().filter(row -> row.values().containsKey(name)).reduce((earlier, later) -> later);
    }

    /** The newest sample grid. */
    static Optional<Path> newest(Path samples) {
        if (!Files.isDirectory(samples)) {
            return Optional.empty();
        }
        try (Stream<Path> pictures = Files.list(samples)) {
            return pictures.filter(path -> path.toString().endsWith(".png"))
                    .max(Comparator.comparing(RunReport::round).thenComparing(Comparator.reverseOrder()));
        } catch (IOException e) {
            throw new UncheckedIOException(samples + ": " + e.getMessage(), e);
        }
    }

    /** The step of a grid's name, in the digits of any script as 0.1 wrote them; −1 where it is no number. */
    private static BigInteger round(Path picture) {
        String name = picture.getFileName().toString().replace(".png", "");
        return name.matches("\\p{Nd}+") ? new BigInteger(name) : BigInteger.ONE.negate();
    }

    /** "1.2 MB". */
    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        for (; value >= 1000 && unit < units.length - 1; unit++) {
            value /= 1000;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
