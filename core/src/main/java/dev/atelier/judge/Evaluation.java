package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.BalanceReport;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.ClassFit;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.FeatureCache;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.Verdict;
import dev.atelier.run.JudgedRun;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How good a run, or a folder of images, is: scores with passports, verdicts in words, and the page that shows both. */
public final class Evaluation {
    /** Training images that copies are looked for among, at most. */
    private static final int MOST_TRAIN = 60_000;

    /** Longest feature vector of an extractor that is fast enough to look at all training images. */
    private static final int FAST = 1024;

    private static final String NO_PARTNERS =
            "they ask what each picture was made of or should be, and these pictures were made of none";

    private static final String NOTE = "Intervals: delete-a-group jackknife, " + Jackknife.GROUPS
            + " groups, 95 %. Real images: what as many training images get in the place of the generated ones.";

    private final Map<String, Object> json;
    private final Findings findings;
    private final String html;
    private Path folder = Path.of("");

    Evaluation(Map<String, Object> json, Findings findings, String html) {
        this.json = json;
        this.findings = findings;
        this.html = html;
    }

    /** Of a run; {@code notices} hears what a person must know, {@code progress} how far it is. */
    public static Evaluation ofRun(
            Path root, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        Optional<Evaluation> ofPictures = PictureEvaluation.of(root, request, progress, notices);
        return ofPictures.orElseGet(() -> ofNoise(root, request, progress, notices));
    }

    private static Evaluation ofNoise(
            Path root, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        requireAlone(request);
        try (JudgedRun run = JudgedRun.open(root, request.step(), notices);
                EvaluationData exhibits = EvaluationData.of(run, request, progress, notices);
                FeatureExtractor extractor = extractor(request, exhibits.data())) {
            Work work = new Work(exhibits, extractor, request, progress, notices);
            return work.evaluate(
                    root.toAbsolutePath().normalize().getFileName() + "",
                    "recipe " + run.recipe().name() + " after step " + run.step() + ", "
                            + exhibits.fake().count() + " generated images against "
                            + exhibits.rows().length + " of the "
                            + exhibits.split().key() + " split",
                    Optional.of(run));
        }
    }

    /** Of one source of images against another. */
    public static Evaluation ofImages(
            String real, String fake, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        requireAlone(request);
        try (EvaluationData exhibits = EvaluationData.of(real, fake, request, progress, notices);
                FeatureExtractor extractor = extractor(request, exhibits.data())) {
            return new Work(exhibits, extractor, request, progress, notices)
                    .evaluate(
                            fake + " against " + real,
                            exhibits.fake().count() + " images against " + exhibits.rows().length + " real ones",
                            Optional.empty());
        }
    }

    private static FeatureExtractor extractor(EvaluationRequest request, EvaluationData.Data data) {
        if (!request.extractor().equals("auto")) {
            return Extractors.open(request.extractor());
        }
        return Extractors.forSource(data.source(), data.sha256())
                .map(Extractors::open)
                .orElseThrow(() -> new BadInput("no feature extractor is known for " + data.source()
                        + "; train one: atelier extractor train " + data.source()
                        + " (class folders), or give --extractor with a file or one of "
                        + String.join(", ", Extractors.names())));
    }

    /** One evaluation while it is made. */
    private record Work(
            EvaluationData exhibits,
            FeatureExtractor extractor,
            EvaluationRequest request,
            LoadProgress progress,
            Consumer<String> notices) {
        Evaluation evaluate(String title, String subtitle, Optional<JudgedRun> run) {
            Findings findings = new Findings(exhibits.caution());
            exhibits.cautions().forEach(findings::caution);
            boolean copies = request.wants("authpct");
            int mostTrain = !copies ? request.samples() : extractor.size() <= FAST ? MOST_TRAIN : 2 * request.samples();
            FeatureCache cache = FeatureCache.ofThisMachine();
            try (FeatureCache.Found reals = cache.of(
                            extractor, exhibits.reference(), exhibits.rows(), "features of real images", progress);
                    Extracted made =
                            Extracted.of(extractor, exhibits.fake(), "features of generated images", progress)) {
                Extracted real = reals.extracted();
                Optional<String> foreign = real.logits().flatMap(this::foreign);
                Optional<ImageSequence> training = exhibits.trainImages(mostTrain);
                Optional<FeatureCache.Found> learned = exhibits.train()
                        .map(dataset -> cache.of(
                                extractor,
                                dataset,
                                exhibits.trainRows(mostTrain).orElseThrow(),
                                "features of training images",
                                progress));
                Optional<Extracted> train = learned.map(FeatureCache.Found::extracted);
                try {
                    Map<String, String> notes = new LinkedHashMap<>();
                    notes.put("features of real images", reals.text());
                    learned.ifPresent(found -> notes.put("features of training images", found.text()));
                    features(findings, real, made, train, foreign, notes);
                    new ImageFindings(exhibits, request, findings, progress).add();
                    new ClassFindings(exhibits, extractor, request, findings).add(real, made, run, foreign);
                    if (copies) {
                        new CopyFindings(exhibits, findings).add(real, made, train, training);
                    }
                    balance(findings);
                    run.ifPresent(r -> new PartFindings(r, exhibits, extractor, request, findings, progress).add());
                    run.ifPresent(r ->
                            new RunFindings(r, exhibits, extractor, request, findings, progress, notices).add(real));
                } finally {
                    train.ifPresent(Extracted::close);
                }
            }
            findings.leftOut(
                    request.metrics().stream()
                            .filter(name -> MetricName.of(name).ofPairs())
                            .toList(),
                    NO_PARTNERS);
            requireSomething(findings, request);
            tell(findings, notices);
            Map<String, Object> json = json(title, subtitle, findings, NOTE);
            return new Evaluation(json, findings, Report.html(json, ReportImages.of(exhibits, findings, run)));
        }

        private Optional<String> foreign(Features logits) {
            return ClassFit.foreign(
                    extractor,
                    exhibits.reference(),
                    exhibits.rows(),
                    logits,
                    exhibits.data().source(),
                    exhibits.data().sha256());
        }

        /** Of the data; of the output too where attributes go beyond the class. */
        private void balance(Findings findings) {
            ImageDataset data = exhibits.train().orElse(exhibits.reference());
            findings.section("balance", BalanceReport.of(data).text());
            if (exhibits.train().isPresent() && request.metrics().isEmpty()) {
                new AttributeFindings(data, exhibits.reference(), findings, progress, request.classifierRounds())
                        .add(exhibits.fake());
            }
        }

        private void features(
                Findings findings,
                Extracted real,
                Extracted made,
                Optional<Extracted> train,
                Optional<String> foreign,
                Map<String, String> notes) {
            boolean named = made.logits().isPresent() && (foreign.isEmpty() || extractor.definesInceptionScore());
            List<String> names = FeatureFindings.names(request, named);
            if (made.logits().isPresent() && !named) {
                findings.leftOut(
                        FeatureFindings.OF_CLASSES.stream()
                                .filter(request::wants)
                                .toList(),
                        foreign.orElse(""));
            }
            FeatureFindings.fewRows(request, real, made).ifPresent(findings::caution);
            FeatureScores.Settings settings = FeatureScores.Settings.defaults();
            findings.passport(
                    FeatureFindings.PASSPORT,
                    new MetricPassport(
                            new MetricPassport.Extractor(
                                    extractor.name(),
                                    extractor.sha256(),
                                    extractor.resize(),
                                    extractor.size(),
                                    real.features().dtype()),
                            exhibits.real(),
                            exhibits.generated(),
                            settings.passport(),
                            notes));
            progress.at("scores", 0, -1);
            FeatureFindings.add(findings, names, request.wants("realism"), settings, real, made, train);
        }
    }

    /** Scores that were asked for by name and all mean nothing are bad input, not an empty table. */
    static void requireSomething(Findings findings, EvaluationRequest request) {
        if (findings.scores().isEmpty() && !findings.leftOut().isEmpty()) {
            throw nothing(request, findings.leftOut().values().iterator().next());
        }
    }

    /** What was asked for by name cannot be told at all. */
    static BadInput nothing(EvaluationRequest request, String why) {
        return new BadInput("--metrics " + String.join(",", request.metrics()) + ": nothing can be told; " + why);
    }

    /** Refuses, before anything is read, what asks only for what was made of pictures. */
    private static void requireAlone(EvaluationRequest request) {
        if (!request.metrics().isEmpty()
                && request.metrics().stream()
                        .allMatch(name -> MetricName.of(name).ofPairs())) {
            throw nothing(request, NO_PARTNERS);
        }
    }

    /** What a person must know before the numbers. */
    static void tell(Findings findings, Consumer<String> notices) {
        findings.cautions().forEach(text -> notices.accept("caution: " + text));
        findings.leftOut().forEach((names, why) -> notices.accept("left out: " + names + ": " + why));
    }

    /** All but the page, as {@code evaluation.json} has it; {@code note} is on the scores. */
    static Map<String, Object> json(String title, String subtitle, Findings findings, String note) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("atelier", JudgedRun.version());
        json.put("evaluated", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("title", title);
        json.put("subtitle", subtitle);
        json.put("cautions", findings.cautions());
        json.put("leftOut", findings.leftOut());
        json.put("verdicts", findings.verdicts().stream().map(Verdict::json).toList());
        json.put("scores", FeatureFindings.rows(findings.scores()));
        json.put("scoresNote", note);
        Map<String, Object> passports = new LinkedHashMap<>();
        findings.passports().forEach((name, passport) -> passports.put(name, passport.json()));
        json.put("passports", passports);
        json.putAll(findings.sections());
        return json;
    }

    /** Everything but the page, as it is written to {@code evaluation.json}. */
    public Map<String, Object> json() {
        return json;
    }

    /** In the order of reading. */
    public List<Score> scores() {
        return List.copyOf(findings.scores().values());
    }

    /** Models beside their baselines, of translations and enlargements; else none. */
    public List<BaselineTable> tables() {
        return List.copyOf(findings.tables());
    }

    /** Parts of what a run makes, as the levels of a pyramid; of most runs none. */
    public List<BaselineTable> parts() {
        return List.copyOf(findings.parts());
    }

    public List<Verdict> verdicts() {
        return List.copyOf(findings.verdicts());
    }

    /** Writes {@code evaluation.json} and {@code report.html} into a folder, each whole or not at all. */
    public void write(Path target) {
        folder = target;
        EvaluationFile.write(file(), json);
        EvaluationFile.write(reportFile(), html);
    }

    /** Where the numbers are, once written. */
    public Path file() {
        return folder.resolve(EvaluationFile.NAME);
    }

    /** Where the page is, once written. */
    public Path reportFile() {
        return folder.resolve("report.html");
    }
}
