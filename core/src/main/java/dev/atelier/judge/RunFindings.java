package dev.atelier.judge;

import dev.atelier.Counted;
import dev.atelier.chart.Point;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.DiscriminatorAccuracy;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PathLength;
import dev.atelier.metrics.TensorExtractor;
import dev.atelier.metrics.Verdict;
import dev.atelier.run.JudgedRun;
import dev.atelier.systems.GeneratedImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What only a run can tell: its discriminator, its losses and metrics on the way, its kept checkpoints, what the doctor saw. */
final class RunFindings {
    private static final int MOST_FOR_DISCRIMINATOR = 2000;
    private static final int MOST_FOR_CURVE = 2000;
    private static final int PATHS = 1000;
    private static final List<String> CURVE = List.of("fid", "kid", "precision", "recall", "coverage");

    private final JudgedRun run;
    private final EvaluationData exhibits;
    private final FeatureExtractor extractor;
    private final EvaluationRequest request;
    private final Findings findings;
    private final LoadProgress progress;
    private final Consumer<String> notices;

    RunFindings(
            JudgedRun run,
            EvaluationData exhibits,
            FeatureExtractor extractor,
            EvaluationRequest request,
            Findings findings,
            LoadProgress progress,
            Consumer<String> notices) {
        this.run = run;
        this.exhibits = exhibits;
        this.extractor = extractor;
        this.request = request;
        this.findings = findings;
        this.progress = progress;
        this.notices = notices;
    }

    void add(Extracted real) {
        if (run.discriminator().isEmpty()) {
            findings.add(new Verdict(
                    "Discriminator",
                    Verdict.Level.UNKNOWN,
                    "Not told: no discriminator of system "
                            + run.recipe().words().name() + " judges whole images."));
        } else if (exhibits.train().isPresent()) {
            progress.at("the discriminator", 0, -1);
            discriminator(exhibits.train().get());
        } else {
            findings.add(
                    new Verdict("Discriminator", Verdict.Level.UNKNOWN, "Not decidable: " + exhibits.audit() + "."));
        }
        path();
        if (request.curve() && request.step().isEmpty()) {
            curve(real);
        }
        usefulness();
        new RunStory(run.directory(), findings).add();
    }

    private void discriminator(ImageDataset train) {
        int count = Math.min(MOST_FOR_DISCRIMINATOR, exhibits.rows().length);
        int[] seen = EvaluationData.choose(train.size(), count);
        int[] unseen = java.util.Arrays.copyOf(exhibits.rows(), count);
        DiscriminatorAccuracy accuracy = DiscriminatorAccuracy.of(
                run.logits(ImageSequence.of(train, seen), train, seen),
                run.logits(ImageSequence.of(exhibits.reference(), unseen), exhibits.reference(), unseen),
                run.logits(exhibits.fake().first(count), exhibits.reference(), unseen),
                run.realSign(),
                run.border());
        findings.section("discriminator", accuracy.json());
        findings.add(Verdicts.ofDiscriminator(accuracy, run.calibrated()));
    }

    private void path() {
        if (!request.wants("ppl") || !(extractor instanceof TensorExtractor features)) {
            return;
        }
        if (run.discriminator().isEmpty()) {
            findings.leftOut(List.of("ppl"), "there is no z of one vector to take a step in");
            return;
        }
        PathLength.Settings settings = new PathLength.Settings(PATHS, PathLength.EPSILON, request.seed());
        PathLength length = run.pathLength(features, settings, exhibits.reference(), progress);
        MetricPassport passport = Objects.requireNonNull(findings.passports().get(FeatureFindings.PASSPORT));
        findings.passport(
                "path",
                new MetricPassport(
                        passport.extractor(),
                        passport.real(),
                        passport.fake(),
                        Map.of(
                                "pairs", Integer.toString(PATHS),
                                "epsilon", Double.toString(PathLength.EPSILON),
                                "way", length.path().name().toLowerCase(Locale.ROOT),
                                "distance", "squared, of features; not LPIPS")));
        double error = 1.96 * length.error();
        findings.add(new Score(
                "ppl",
                length.mean(),
                Optional.of(new Score.Interval(length.mean() - error, length.mean() + error)),
                Optional.empty(),
                "path"));
    }

    private void usefulness() {
        boolean labelled = run.hasClasses() && exhibits.reference().labelled();
        if (exhibits.train().isEmpty() || !labelled || !request.wantsAny("cas", "cas_both")) {
            return;
        }
        List<String> known = exhibits.train().get().classNames();
        if (!known.containsAll(exhibits.reference().classNames())) {
            findings.leftOut(
                    List.of("cas", "cas_both"),
                    "the test images' classes are "
                            + String.join(", ", exhibits.reference().classNames()) + ", those that were learned from "
                            + String.join(", ", known));
            return;
        }
        ClassificationAccuracyScore found =
                ClassificationAccuracyScore.of(run, exhibits.train().get(), exhibits.reference(), request, progress);
        MetricPassport passport = Objects.requireNonNull(findings.passports().get(FeatureFindings.PASSPORT));
        findings.passport("classifier", found.passport(passport));
        add("cas", found.synthetic(), found.real());
        add("cas_both", found.both(), found.real());
        findings.section("usefulness", found.rows());
        findings.section(
                "usefulnessNote",
                "Equal classifiers, " + Counted.of(found.rounds(), "step") + " each, tested on " + found.tested()
                        + " real images that none of them saw.");
        findings.add(Verdicts.ofUsefulness(found.real(), found.synthetic(), found.both()));
    }

    private void add(String name, double value, double real) {
        if (request.wants(name)) {
            findings.add(new Score(name, value, Optional.empty(), Optional.of(real), "classifier"));
        }
    }

    /** The kept checkpoints, measured like the end but on fewer images. */
    private void curve(Extracted real) {
        List<Long> steps = run.directory().checkpointSteps();
        if (steps.size() < 2) {
            return;
        }
        int[] rows = java.util.Arrays.copyOf(exhibits.rows(), Math.min(MOST_FOR_CURVE, exhibits.rows().length));
        List<Map<String, Object>> points = new ArrayList<>();
        try (var reals = real.features().select(FeatureFindings.all(rows.length))) {
            for (int i = 0; i < steps.size(); i++) {
                progress.at("checkpoints", i + 1, steps.size());
                try (JudgedRun then = JudgedRun.open(run.directory().root(), OptionalLong.of(steps.get(i)), notices);
                        GeneratedImages images = then.generated(exhibits.reference(), rows, request.seed());
                        Extracted made = Extracted.of(extractor, images, "checkpoint", LoadProgress.SILENT)) {
                    Map<String, Object> point = new LinkedHashMap<>();
                    point.put("step", steps.get(i));
                    point.putAll(FeatureScores.of(
                            reals, made.features(), Optional.empty(), FeatureScores.Settings.defaults(), CURVE));
                    points.add(point);
                }
            }
        }
        findings.section("curve", points);
        findings.section("curveImages", rows.length);
        for (List<String> names : List.of(List.of("fid"), List.of("precision", "recall", "coverage"))) {
            findings.chart(
                    String.join(", ", names) + " over the run's checkpoints (" + rows.length + " images)",
                    RunStory.lines(names, name -> points.stream().map(point -> point(point, name))));
        }
    }

    private static Point point(Map<String, Object> point, String name) {
        return Point.of(
                ((Number) Objects.requireNonNull(point.get("step"))).doubleValue(),
                ((Number) point.getOrDefault(name, Double.NaN)).doubleValue());
    }
}
