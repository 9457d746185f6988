package dev.atelier.judge;

import dev.atelier.chart.Point;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.PairMean;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunData;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.Sampler;
import dev.atelier.systems.Assessment;
import dev.atelier.systems.GanSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The evaluation of a run that makes pictures of pictures: its system judges, here it is written down. */
final class PictureEvaluation {
    private static final int MOST_FOR_CURVE = 200;
    private static final List<String> CURVE = List.of("l1", "psnr", "ssim", "kid");
    private static final String NOTE =
            "The model's row of the tables. Real images: what pictures of training, or of the test split, get in the place of"
                    + " its output.";

    private final RunDirectory run;
    private final Assessment assessment;
    private final EvaluationRequest request;
    private final LoadProgress progress;
    private final Consumer<String> notices;
    private final Findings findings = new Findings(Optional.empty());

    private PictureEvaluation(
            RunDirectory run,
            Assessment assessment,
            EvaluationRequest request,
            LoadProgress progress,
            Consumer<String> notices) {
        this.run = run;
        this.assessment = assessment;
        this.request = request;
        this.progress = progress;
        this.notices = notices;
    }

    /** Of a run whose system judges it so; empty where it makes images of noise. */
    static Optional<Evaluation> of(
            Path root, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        RunDirectory run = RunDirectory.open(root);
        Recipe kept = run.recipe();
        Recipe recipe = request.data().map(place -> RunData.placed(kept, place)).orElse(kept);
        requireTold(recipe, request);
        return GanSystem.of(recipe)
                .assessment(recipe, run.dataSha256(), progress)
                .map(assessment -> new PictureEvaluation(run, assessment, request, progress, notices).evaluation());
    }

    /** Refuses, before anything is read, what asks for nothing that such runs are judged by. */
    private static void requireTold(Recipe recipe, EvaluationRequest request) {
        List<String> told =
                GanSystem.of(recipe).judgedBy().stream().map(MetricName::key).toList();
        if (!told.isEmpty()
                && !request.metrics().isEmpty()
                && request.metrics().stream().noneMatch(told::contains)) {
            throw Evaluation.nothing(request, notJudged(recipe));
        }
    }

    private static String notJudged(Recipe recipe) {
        return "runs of system " + recipe.words().name() + " are not judged by it";
    }

    private Evaluation evaluation() {
        assessment.notices().forEach(notices);
        Assessment.Assessed found;
        long step;
        try (Sampler sampler = sampler(request.step())) {
            step = sampler.step();
            found = assessment.of(sampler.models(), wish(request::wants, request.samples(), step, true));
        }
        found.tables().forEach(table -> add(table, found.tables().size() > 1));
        found.verdicts().forEach(findings::addOwn);
        found.cautions().forEach(findings::caution);
        found.leftOut().forEach((names, why) -> findings.leftOut(List.of(names.split(", ")), why));
        unknown(found);
        Evaluation.requireSomething(findings, request);
        if (request.curve() && request.step().isEmpty()) {
            curve();
        }
        new RunStory(run, findings).add();
        Evaluation.tell(findings, notices);
        Map<String, Object> json = Evaluation.json(
                run.root().toAbsolutePath().normalize().getFileName() + "",
                "recipe " + run.recipe().name() + " after step " + step + ", judged by pictures of the test split",
                findings,
                NOTE);
        List<Report.Pair> exhibits = found.exhibits().stream()
                .map(each -> new Report.Pair(each.sheet(), each.caption()))
                .toList();
        return new Evaluation(
                json,
                findings,
                Report.html(
                        json,
                        new Report.Material(
                                List.of(), List.of(), exhibits, findings.tables(), findings.charts(), run.receipt())));
    }

    private Sampler sampler(OptionalLong step) {
        return step.isPresent()
                ? Sampler.at(step.getAsLong(), run.root(), "auto", notices)
                : Sampler.open(run.root(), "auto", notices);
    }

    private Assessment.Wish wish(Predicate<String> wants, int samples, long step, boolean whole) {
        return new Assessment.Wish(
                wants, samples, request.extractor(), request.seed(), step, whole, request.classifierRounds(), progress);
    }

    /** A table with its passports, and the model's row as scores. */
    private void add(BaselineTable table, boolean several) {
        findings.add(table);
        String behind = several ? "/" + table.name() : "";
        Map<String, String> names = new LinkedHashMap<>();
        table.passports().forEach((name, passport) -> {
            String whole = name + behind.replace('/', '-');
            names.put(name, whole);
            findings.passport(whole, passport);
        });
        List<Object> tables =
                new ArrayList<>(findings.sections().get("tables") instanceof List<?> earlier ? earlier : List.of());
        tables.add(table.json(names));
        findings.section("tables", tables);
        BaselineTable.Row own = table.rows().get(0);
        table.columns()
                .forEach((column, passport) -> Optional.ofNullable(own.values().get(column))
                        .map(PairMean::mean)
                        .filter(Double::isFinite)
                        .ifPresent(value -> findings.add(new Score(
                                column + behind,
                                value,
                                Optional.empty(),
                                ofReal(table, column),
                                names.getOrDefault(passport, passport)))));
    }

    private static Optional<Double> ofReal(BaselineTable table, String column) {
        return table.rows().stream()
                .filter(row -> row.name().endsWith(BaselineTable.OF_TRAINING)
                        || row.name().startsWith(BaselineTable.REAL))
                .flatMap(row -> Optional.ofNullable(row.values().get(column)).stream())
                .map(PairMean::mean)
                .findFirst();
    }

    /** What was asked for by name and is nowhere. */
    private void unknown(Assessment.Assessed found) {
        List<String> told = Stream.concat(
                        found.tables().stream().flatMap(table -> table.columns().keySet().stream()),
                        found.leftOut().keySet().stream().flatMap(names -> Stream.of(names.split(", "))))
                .toList();
        findings.leftOut(
                request.metrics().stream()
                        .filter(name -> !told.contains(name))
                        .distinct()
                        .toList(),
                notJudged(run.recipe()));
    }

    /** The kept checkpoints, measured like the end but on fewer pictures. */
    private void curve() {
        List<Long> steps = run.checkpointSteps();
        if (steps.size() < 2) {
            return;
        }
        Map<String, List<Point>> points = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            progress.at("checkpoints", i + 1, steps.size());
            long step = steps.get(i);
            try (Sampler then = sampler(OptionalLong.of(step))) {
                Assessment.Assessed found = assessment.of(
                        then.models(),
                        wish(name -> CURVE.contains(name) && request.wants(name), MOST_FOR_CURVE, step, false));
                for (BaselineTable table : found.tables()) {
                    table.rows()
                            .get(0)
                            .values()
                            .forEach((column, value) -> points.computeIfAbsent(
                                            (table.name() + " " + column).strip(), name -> new ArrayList<>())
                                    .add(Point.of(step, value.mean())));
                }
            }
        }
        points.forEach((name, line) -> findings.chart(
                name + " over the run's checkpoints (at most " + MOST_FOR_CURVE + " pictures)",
                RunStory.lines(List.of(name), each -> line.stream())));
        findings.section("curveImages", MOST_FOR_CURVE);
    }
}
