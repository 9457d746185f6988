package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier runs}: the runs of a folder, one line each. */
@Command(
        name = "runs",
        description = "List runs and how far they have come; 'show' tells all about one.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Examples:", "  atelier runs", "  atelier runs show runs/quick-20250131-142501"})
final class RunsCommand implements Callable<Integer> {
    private static final String DEFAULT = "runs";

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder that holds the runs. Default: " + DEFAULT + ".")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path root = folder.orElse(Path.of(DEFAULT));
        if (folder.isPresent() && !Files.isDirectory(root)) {
            throw new BadInput(root + ": no such folder");
        }
        List<RunReport> reports = new ArrayList<>();
        for (Path run : runs(root)) {
            try {
                reports.add(RunReport.of(new RunDirectory(run)));
            } catch (BadInput | IoFailure e) {
                console.err().println("passed over " + run + ": " + e.getMessage());
            }
        }
        if (json) {
            console.json(reports.stream().map(RunReport::json).toList());
        } else if (reports.isEmpty()) {
            console.out().println("no runs in " + root + "; begin one with: atelier train");
        } else {
            print(reports);
        }
        return 0;
    }

    private static List<Path> runs(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(RunDirectory::isRun).sorted().toList();
        } catch (IOException e) {
            throw IoFailure.of(root + ": cannot be read: " + e.getMessage(), root, e);
        }
    }

    private void print(List<RunReport> reports) {
        Table table = new Table().row("run", "recipe", "steps", "state", "loss D", "loss G", "size", "changed");
        for (RunReport report : reports) {
            table.row(
                    report.directory().root(),
                    report.recipe(),
                    report.step() + "/" + report.steps(),
                    report.done() ? "done" : "not done",
                    loss(report, "lossD"),
                    loss(report, "lossG"),
                    RunReport.size(report.bytes()),
                    time(report.changed()));
        }
        table.print(console.out(), "");
    }

    private static String loss(RunReport report, String name) {
        return report.row().map(row -> number(row.first(name))).orElse("-");
    }

    /** A loss or a share, short; a dash where there is none. */
    static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    static String time(Instant instant) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }
}
