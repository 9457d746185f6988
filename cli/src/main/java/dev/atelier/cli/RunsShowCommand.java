package dev.atelier.cli;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.Best;
import dev.atelier.run.Ending;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.StatsRow;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier runs show}: all about one run. */
@Command(
        name = "show",
        description = {
            "Show all about one run.",
            "How its recipe differs from the defaults, its receipt, its last rows, its checkpoints."
        },
        footer = {"", "Example:", "  atelier runs show runs/quick-20250131-142501"})
final class RunsShowCommand implements Callable<Integer> {
    private static final int ROWS = 10;

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    private Path run = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    RunsShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunDirectory directory = RunDirectory.open(run);
        RunReport report = RunReport.of(directory);
        List<StatsRow> rows = directory.rows();
        rows = rows.subList(Math.max(0, rows.size() - ROWS), rows.size());
        Map<Path, String> checkpoints = new LinkedHashMap<>();
        for (Path checkpoint : new CheckpointStore(directory.checkpoints(), 1).list()) {
            checkpoints.put(
                    checkpoint,
                    CheckpointStore.damage(checkpoint)
                            .map(what -> "damaged: " + what)
                            .orElse("whole"));
        }
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>(report.json());
            result.put("recipeChanges", changes(directory.recipe()));
            result.put("receipt", directory.receipt());
            result.put("rows", rows);
            result.put(
                    "checkpoints",
                    checkpoints.entrySet().stream()
                            .map(entry -> Map.of("path", entry.getKey().toString(), "state", entry.getValue()))
                            .toList());
            result.put("samples", directory.samples().toString());
            console.json(result);
        } else {
            print(report, rows, checkpoints);
        }
        return 0;
    }

    /** Every key whose value is not the default. */
    private static Map<String, Object> changes(Recipe recipe) {
        Map<String, Object> changed = new LinkedHashMap<>();
        for (Key<?> key : recipe.keys().all()) {
            if (!recipe.get(key).equals(key.fallback())) {
                changed.put(key.name(), recipe.get(key));
            }
        }
        return changed;
    }

    private void print(RunReport report, List<StatsRow> rows, Map<Path, String> checkpoints) {
        PrintStream out = console.out();
        RunDirectory directory = report.directory();
        out.println(directory.root() + ": step " + report.step() + " of " + report.steps()
                + (report.done() ? ", done" : "") + ", " + RunReport.size(report.bytes()) + ", changed "
                + RunsCommand.time(report.changed()));
        directory.ending().filter(Ending::early).ifPresent(ending -> out.println(ending.text()));
        out.println("\nrecipe, where it differs from the defaults");
        Table recipe = new Table();
        changes(directory.recipe()).forEach((key, value) -> recipe.row(key, Key.plain(value)));
        recipe.print(out, "  ");
        out.println("\nreceipt");
        Table receipt = new Table();
        flatten("", directory.receipt(), receipt);
        receipt.print(out, "  ");
        rows(rows);
        metrics(report);
        Object classification = directory.classification().get("text");
        if (classification != null) {
            out.println("\nclasses\n  " + classification);
        }
        if (!directory.diagnoses().isEmpty()) {
            out.println("\ndoctor");
            directory.diagnoses().forEach(seen -> out.println("  " + seen.text()));
        }
        out.println("\ncheckpoints" + (checkpoints.isEmpty() ? "\n  none yet" : ""));
        Table saved = new Table();
        OptionalLong best = directory.bestStep();
        checkpoints.forEach((path, state) ->
                saved.row(path, state, best.equals(OptionalLong.of(CheckpointStore.step(path))) ? "best" : ""));
        saved.print(out, "  ");
        RunReport.newest(directory.samples())
                .ifPresent(picture ->
                        out.println("\nsamples\n  " + directory.samples() + ", newest " + picture.getFileName()));
        if (report.done()) {
            out.println("\nnetworks\n  " + directory.finalNetworks());
        } else {
            out.println("\ngo on with: atelier train --resume " + Console.quoted(directory.root()));
        }
    }

    private void rows(List<StatsRow> rows) {
        console.out().println("\nlast rows" + (rows.isEmpty() ? "\n  none yet" : ""));
        if (rows.isEmpty()) {
            return;
        }
        List<String> names = rows.stream()
                .flatMap(row -> row.values().keySet().stream())
                .distinct()
                .toList();
        Table table = new Table()
                .row(Stream.concat(Stream.of("round", "epoch", "images/s"), names.stream())
                        .toArray());
        for (StatsRow row : rows) {
            Stream<Object> head = Stream.of(row.step(), row.epoch(), Math.round(row.imagesPerSecond()));
            table.row(Stream.concat(head, names.stream().map(name -> RunsCommand.number(row.value(name))))
                    .toArray());
        }
        table.print(console.out(), "  ");
    }

    private void metrics(RunReport report) {
        Table table = new Table();
        report.newest().forEach((name, row) -> table.row(name, RunReport.measured(name, row)));
        if (!report.newest().isEmpty()) {
            console.out().println("\nmetrics");
            table.print(console.out(), "  ");
        }
        Best.of(report.directory()).ifPresent(best -> console.out().println("  best: " + RunReport.text(best)));
    }

    private static void flatten(String prefix, Map<?, ?> values, Table table) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + name + ".", inner, table);
            } else {
                table.row(prefix + name, value);
            }
        });
    }
}
