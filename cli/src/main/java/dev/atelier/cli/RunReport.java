package dev.atelier.cli;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Criterion;
import dev.atelier.recipe.Plan;
import dev.atelier.recipe.RunDirectory;
import dev.atelier.recipe.StatsRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run stands, read from its folder.
 *
 * @param step rounds that a resume would begin with: those of the newest checkpoint, or all of a finished run
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
        long saved = checkpoints.isEmpty() ? 0 : step(checkpoints.get(checkpoints.size() - 1));
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
                done ? steps : saved,
                steps,
                done,
                last,
                bytes,
                changed.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The round that a checkpoint's folder is named after. */
    static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString());
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
        if (!directory.classification().isEmpty()) {
            json.put("classification", directory.classification());
        }
        json.put("bytes", bytes);
        json.put("changed", changed.toString());
        return json;
    }

    /** What a person wants to know when a run is done: where things are, and how to make more pictures. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String time = row.map(last -> " in " + Plan.duration(last.seconds())).orElse("");
        lines.add("done: " + steps + " rounds" + time);
        newest(directory.samples()).ifPresent(picture -> lines.add("  samples    " + picture));
        if (Files.exists(directory.lossPlot())) {
            lines.add("  losses     " + directory.lossPlot());
        }
        last(directory.rows(), Criterion.NAME)
                .ifPresent(row -> lines.add("  swd        " + RunsCommand.number(row.value(Criterion.NAME))
                        + " after round " + row.step() + ", lower is better"));
        Object classification = directory.classification().get("text");
        if (classification != null) {
            lines.add("  classes    " + classification);
        }
        lines.add("  networks   " + directory.finalNetworks().resolve("generator.safetensors"));
        String run = Console.quoted(directory.root());
        lines.add("more pictures:  atelier generate " + run + " -n 64 -o more.png");
        lines.add("as files:       atelier generate " + run + " -n 1000 -o pictures/");
        return lines;
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
            return pictures.filter(path -> path.toString().endsWith(".png")).max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(samples + ": " + e.getMessage(), e);
        }
    }

    /** "1.2 MB". */
    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        for (; value >= 1000 && unit < units.length - 1; unit++) {
            value /= 1000;
        }
        return String.format(java.util.Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
