package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.judge.Evaluation;
import dev.atelier.judge.EvaluationRequest;
import dev.atelier.judge.Score;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier evaluate}: how good a run or a folder of pictures is, as numbers, sentences and a page. */
@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Judge a run, or a folder of pictures against another.",
            "Writes evaluation.json (scores with intervals, each with its passport) and report.html (one page: verdicts in words,"
                    + " pictures, classes, nearest training pictures, curves, receipt).",
            "Real images are those that the run did not learn from, where there are any; which it learned from is known by hash."
        },
        footer = {
            "",
            "Examples:",
            "  atelier evaluate runs/quick-20250131-142501",
            "  atelier evaluate runs/quick-20250131-142501 --samples 10000 --metrics fid,kid,precision,recall",
            "  atelier evaluate runs/mine-20250131-142501 --extractor extractors/birds-1.safetensors",
            "  atelier evaluate --real photos/ --fake pictures/ --extractor inception.safetensors --out judged/"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run directory.")
    private Optional<Path> run = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description = "Where the run's data lie now, if they were moved. They are known by their hash.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--real",
            paramLabel = "SOURCE",
            completionCandidates = DataNames.class,
            description = "Real images, in place of a run: a data set or a folder...")
    private Optional<String> real = Optional.empty();

    @Option(names = "--fake", paramLabel = "SOURCE", description = "...and the images to be judged.")
    private Optional<String> fake = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Generated images, and as many real ones, at most. Default: 5000, or what there is.")
    private Optional<Integer> samples = Optional.empty();

    @Option(
            names = "--metrics",
            paramLabel = "LIST",
            split = ",",
            completionCandidates = MetricNames.class,
            description = "Only these, of: ${COMPLETION-CANDIDATES}. Default: all that can be had.")
    private List<String> metrics = List.of();

    @Option(
            names = "--extractor",
            paramLabel = "NAME|FILE",
            description =
                    "What turns images into features: a name of 'atelier extractor list', or a safetensors file. Default: the one for the data.")
    private String extractor = "auto";

    @Option(names = "--seed", paramLabel = "N", description = "Of z and of the choice of images. Default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--step", paramLabel = "N", description = "The run's checkpoint after step N. Default: its end.")
    private Optional<Long> step = Optional.empty();

    @Option(names = "--no-curve", description = "Leave out the curves over the run's checkpoints.")
    private boolean noCurve;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Where the two files go. Default: the run's folder; with --real and --fake: evaluation/.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireOneSubject();
        EvaluationRequest request = new EvaluationRequest(
                samples.orElse(EvaluationRequest.SAMPLES),
                metrics.stream().map(name -> MetricName.of(name.strip()).key()).toList(),
                extractor,
                seed.orElse(1L),
                step.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                !noCurve,
                EvaluationRequest.CLASSIFIER_ROUNDS,
                data);
        Path folder = out.orElseGet(() -> run.orElse(Path.of("evaluation")));
        Evaluation evaluation = evaluate(request, folder);
        if (json) {
            console.json(evaluation.json());
        } else {
            print(evaluation);
        }
        return 0;
    }

    private void requireOneSubject() {
        boolean folders = real.isPresent() || fake.isPresent();
        if (run.isPresent() == folders || real.isPresent() != fake.isPresent()) {
            throw new BadInput("evaluate takes a RUN, or --real SOURCE and --fake SOURCE together");
        }
        if (folders && (step.isPresent() || data.isPresent())) {
            throw new BadInput((step.isPresent() ? "--step" : "--data") + " goes with a RUN");
        }
    }

    private Evaluation evaluate(EvaluationRequest request, Path folder) {
        try (LoadingLine progress = new LoadingLine(console.err())) {
            Evaluation evaluation = run.isPresent()
                    ? Evaluation.ofRun(run.get(), request, progress, this::notice)
                    : Evaluation.ofImages(real.orElseThrow(), fake.orElseThrow(), request, progress, this::notice);
            evaluation.write(folder);
            return evaluation;
        }
    }

    private void notice(String line) {
        console.err().println(line);
    }

    private void print(Evaluation evaluation) {
        if (evaluation.tables().isEmpty()) {
            scores(evaluation);
        }
        for (BaselineTable table : evaluation.tables()) {
            if (!table.name().isEmpty()) {
                console.out().println(table.name());
            }
            table.lines().forEach(console.out()::println);
        }
        for (BaselineTable part : evaluation.parts()) {
            console.out().println();
            part.lines().forEach(console.out()::println);
        }
        console.out().println();
        Table words = new Table();
        for (Verdict verdict : evaluation.verdicts()) {
            words.row(verdict.topic(), verdict.level().name().toLowerCase(Locale.ROOT), verdict.text());
        }
        words.print(console.out(), "");
        console.out().println("\nreport      " + evaluation.reportFile());
        console.out().println("numbers     " + evaluation.file());
    }

    private void scores(Evaluation evaluation) {
        Table table = new Table().row("score", "value", "95 % interval", "real images", "better");
        for (Score score : evaluation.scores()) {
            table.row(
                    score.name(),
                    Score.text(score.value()),
                    score.interval()
                            .map(i -> Score.text(i.low()) + " … " + Score.text(i.high()))
                            .orElse("-"),
                    score.real().map(Score::text).orElse("-"),
                    MetricName.of(score.name()).better().key());
        }
        table.print(console.out(), "");
    }

    /** For completion. */
    static final class MetricNames extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        MetricNames() {
            super(Arrays.stream(MetricName.values()).map(MetricName::key).toList());
        }
    }
}
