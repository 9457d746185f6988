package dev.atelier.cli;

import dev.atelier.judge.Comparison;
import dev.atelier.judge.EvaluationFile;
import dev.atelier.judge.Score;
import dev.atelier.metrics.MetricName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier compare}: scores of several runs side by side, where they may be compared. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Compare the scores of runs that were evaluated.",
            "Refused with the reason where the scores were not made the same way: another extractor, other real images, another number of them."
        },
        footer = {"", "Example:", "  atelier compare runs/dcgan-20250131-142501 runs/hinge-20250131-152033"})
final class CompareCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Runs that were evaluated, or evaluation.json files.")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(runs);
        if (json) {
            console.json(comparison.json());
            return 0;
        }
        Table table = new Table();
        List<Object> head = new ArrayList<>(List.of("score", "better"));
        comparison.evaluations().forEach(evaluation -> head.add(name(evaluation)));
        table.row(head.toArray());
        for (String name : comparison.names()) {
            List<Object> row = new ArrayList<>(
                    List.of(name, MetricName.ofScore(name).better().key()));
            int best = comparison.best(name).orElse(-1);
            for (int i = 0; i < comparison.evaluations().size(); i++) {
                row.add(cell(comparison.score(i, name)) + (i == best ? " *" : ""));
            }
            table.row(row.toArray());
        }
        table.print(console.out(), "");
        console.out()
                .println(
                        "\n* best, beyond what other draws of the images would change (95 % intervals do not overlap)");
        comparison.caution().ifPresent(text -> console.out().println("caution: " + text));
        return 0;
    }

    private static String name(EvaluationFile evaluation) {
        Path last = evaluation.path().toAbsolutePath().normalize().getFileName();
        return last == null ? evaluation.path().toString() : last.toString();
    }

    private static String cell(Score score) {
        return Score.text(score.value())
                + score.interval()
                        .map(i -> String.format(Locale.ROOT, " ± %s", Score.text((i.high() - i.low()) / 2)))
                        .orElse("");
    }
}
