package dev.atelier.systems;

import dev.atelier.data.ImagePairs;
import dev.atelier.data.Jitter;
import dev.atelier.data.KnownImages;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedPairs;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Split;
import dev.atelier.data.Twins;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Baselines;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMetric;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A translation judged by pairs that it did not learn from: how near its output is to the target, beside the input as it is and the mean
 * of all targets that were learned from; and how far the set of outputs is from that of the targets.
 *
 * @param opened the test split at the size of training
 * @param learned the train split at that size; empty where what lies there is not what the run learned from
 */
record PairAssessment(Recipe recipe, OpenedPairs opened, Unseen unseen, Optional<OpenedPairs> learned)
        implements Assessment {
    /** What runs may be judged by while they train. */
    static final List<MetricName> MEASURED = List.of(
            MetricName.L1,
            MetricName.PSNR,
            MetricName.SSIM,
            MetricName.PSNR_RGB,
            MetricName.SSIM_RGB,
            MetricName.KID,
            MetricName.FID);

    private static final String INPUT = "input as it is";
    private static final String MEAN = "mean target of training";
    private static final String TRAINING = "targets " + BaselineTable.OF_TRAINING;
    private static final String REAL = BaselineTable.REAL + "targets";

    static PairAssessment of(Recipe recipe, String sha256, LoadProgress progress) {
        OpenedPairs test =
                PairData.open(recipe, Split.TEST, TranslationKeys.jitter(recipe).still(), progress);
        List<OpenedPairs> train = PairData.open(recipe, Split.TRAIN, TranslationKeys.sizes(recipe), progress);
        return train.get(0).pairs().sha256().equals(sha256)
                ? of(recipe, test, Optional.of(train.get(train.size() - 1)))
                : of(recipe, test, Optional.empty());
    }

    /** Of a training on what lies there, for the model's numbers alone. */
    static PairAssessment measuring(Recipe recipe) {
        Jitter still = TranslationKeys.jitter(recipe).still();
        PairAssessment whole = of(
                recipe,
                PairData.open(recipe, Split.TEST, still, LoadProgress.SILENT),
                Optional.of(PairData.open(recipe, Split.TRAIN, still, LoadProgress.SILENT)));
        return new PairAssessment(recipe, whole.opened, whole.unseen, Optional.empty());
    }

    private static PairAssessment of(Recipe recipe, OpenedPairs test, Optional<OpenedPairs> train) {
        int size = test.pairs().size();
        Unseen unseen = train.map(learned -> Unseen.of(size, seen(learned.pairs(), test.pairs())))
                .orElseGet(() -> Unseen.unknown(size));
        return new PairAssessment(recipe, test, unseen, train);
    }

    private ImagePairs held() {
        return opened.pairs();
    }

    @Override
    public List<String> notices() {
        return opened.notices();
    }

    @Override
    public String description(Wish wish) {
        return unseen.describe(wish.samples(), "pair") + held().description();
    }

    /** Pairs of which both pictures were learned from. */
    private static int[] seen(ImagePairs train, ImagePairs test) {
        int[] inputs = KnownImages.of(train.input()).among(test.input());
        int[] outputs = KnownImages.of(train.output()).among(test.output());
        return Arrays.stream(inputs)
                .filter(i -> Arrays.binarySearch(outputs, i) >= 0)
                .toArray();
    }

    @Override
    public Assessed of(Map<String, GenerativeModel> models, Wish wish) {
        GenerativeModel model = models.values().iterator().next();
        PictureModel translation = (PictureModel) model;
        int[] rows = unseen.chosen(wish.samples());
        List<Image> given = Unseen.pictures(held().input(), rows, translation.inputChannels());
        List<Image> targets = Unseen.pictures(held().output(), rows, translation.outputChannels());
        wish.progress().at("translating", 0, -1);
        List<Image> outputs = Translations.of(translation, given);
        List<Image> inputs = given.stream().map(translation::seen).toList();
        Evidence evidence = new Evidence(wish);
        unseen.remark("pairs of the test split").ifPresent(evidence::caution);
        if (wish.whole()) {
            learned.flatMap(train -> Twins.of(held(), train.pairs()).remark("pair"))
                    .ifPresent(evidence::caution);
        }
        MetricPassport.Side truth = truth(rows.length);
        MetricPassport.Side judged = Translations.side(recipe, model, outputs.size(), wish);
        BaselineTable table = nearness(evidence, inputs, targets, outputs, truth, judged);
        try (SetView view = view(wish)) {
            table = view.columns(table, targets, sets(wish, inputs, outputs), evidence, truth, judged);
            table = classes().column(table, named(rows, inputs, targets, outputs), REAL, view, evidence, truth, judged);
        }
        if (!table.columns().isEmpty()) {
            evidence.add(table);
        }
        if (wish.whole()) {
            say(evidence, table);
            exhibit(evidence, table, rows, inputs, targets, outputs);
        }
        return evidence.assessed();
    }

    private MetricPassport.Side truth(int count) {
        return unseen.truth(held().description(), held().sha256(), count);
    }

    private SetView view(Wish wish) {
        return SetView.of(
                wish.extractor(),
                recipe.get(TranslationKeys.SOURCE),
                learned.map(train -> train.pairs().output().sha256()).orElse(""),
                picture());
    }

    /** A picture that comes out, as all are. */
    private Image picture() {
        return PackedImages.image(held().output(), 0);
    }

    private ClassScore classes() {
        return new ClassScore(
                opened.classes(),
                learned.map(train -> new ClassScore.Real(train.pairs().output(), train.classes())),
                recipe.get(TranslationKeys.FLIP));
    }

    private Map<String, ClassScore.Row> named(
            int[] rows, List<Image> inputs, List<Image> targets, List<Image> outputs) {
        Map<String, ClassScore.Row> named = new LinkedHashMap<>();
        if (!opened.classes().isEmpty()) {
            List<String> wanted = opened.classes().of(rows);
            named.put(Evidence.OUTPUT, new ClassScore.Row(outputs, wanted));
            named.put(
                    INPUT,
                    new ClassScore.Row(
                            asTheyAre(inputs, outputs.get(0).channels()).images(0, inputs.size()), wanted));
            named.put(REAL, new ClassScore.Row(targets, wanted));
        }
        return named;
    }

    private static ImageSequence asTheyAre(List<Image> inputs, int channels) {
        return Baselines.asTheyAre(ImageSequence.of(inputs), channels);
    }

    @Override
    public Map<String, String> leftOut(Wish wish) {
        Evidence evidence = new Evidence(wish);
        int count = unseen.chosen(wish.samples()).length;
        Translations.leaveOut(evidence, picture());
        try (SetView view = view(wish)) {
            view.leaveOut(evidence, count, count);
        }
        classes().leaveOut(evidence);
        return evidence.leftOut();
    }

    @Override
    public Map<String, MetricPassport> passports(String sha256, Wish wish) {
        int count = unseen.chosen(wish.samples()).length;
        try (SetView view = view(wish)) {
            return Translations.passports(
                    picture(),
                    pairs(truth(count), Translations.side(recipe, sha256, count, wish)),
                    view.passport(truth(count), Translations.side(recipe, sha256, count, wish)));
        }
    }

    private BaselineTable nearness(
            Evidence evidence,
            List<Image> inputs,
            List<Image> targets,
            List<Image> outputs,
            MetricPassport.Side truth,
            MetricPassport.Side judged) {
        Map<String, ImageSequence> made = new LinkedHashMap<>();
        made.put(Evidence.OUTPUT, ImageSequence.of(outputs));
        if (evidence.wish().whole()) {
            made.put(INPUT, asTheyAre(inputs, targets.get(0).channels()));
            learned.map(OpenedPairs::pairs)
                    .ifPresent(train -> made.put(
                            MEAN,
                            Baselines.mean(
                                    ImageSequence.of(
                                            train.output(),
                                            IntStream.range(0, train.size()).toArray()),
                                    targets.size())));
        }
        if (learned.isEmpty()) {
            evidence.caution("without what the run learned from there is no mean of its targets to compare with");
        }
        BaselineTable table = BaselineTable.of(recipe.get(TranslationKeys.DIRECTION));
        List<PairMetric> metrics = evidence.pairMetrics(targets.get(0));
        Translations.leaveOut(evidence, targets.get(0));
        return metrics.isEmpty()
                ? table
                : table.with(ImageSequence.of(targets), made, metrics, 0, pairs(truth, judged));
    }

    private MetricPassport pairs(MetricPassport.Side truth, MetricPassport.Side judged) {
        return new MetricPassport(
                MetricPassport.Extractor.pixels(held().output().samples()),
                truth,
                judged,
                BaselineTable.settings(1, Optional.empty()));
    }

    private Map<String, List<Image>> sets(Wish wish, List<Image> inputs, List<Image> outputs) {
        Map<String, List<Image>> sets = new LinkedHashMap<>();
        sets.put(Evidence.OUTPUT, outputs);
        sets.put(INPUT, asTheyAre(inputs, outputs.get(0).channels()).images(0, inputs.size()));
        learned.ifPresent(
                train -> sets.put(TRAINING, Unseen.pictures(train.pairs().output(), wish.samples())));
        return sets;
    }

    private static void say(Evidence evidence, BaselineTable table) {
        for (MetricName metric : List.of(MetricName.L1, MetricName.SSIM)) {
            evidence.compare(table, metric, "Nearness", List.of(INPUT, MEAN));
        }
        evidence.compare(table, MetricName.KID, "Likeness as a set", List.of(INPUT));
        if (evidence.wants(MetricName.L1) && table.columns().containsKey(MetricName.L1.key())) {
            evidence.say(
                    "How to read it",
                    Verdict.Level.NOTE,
                    "l1, psnr and ssim ask for the one target that there is: where an input leaves several outputs open, as"
                            + " colours of a drawing, a sharp guess scores lower than a blurred mean of all. kid asks whether"
                            + " outputs look like targets at all.");
        }
    }

    private void exhibit(
            Evidence evidence,
            BaselineTable table,
            int[] rows,
            List<Image> inputs,
            List<Image> targets,
            List<Image> outputs) {
        List<String> words = List.of("input", "output", "target");
        Optional<PairMetric> by = evidence.pairMetrics(targets.get(0)).stream()
                .filter(metric -> table.columns().containsKey(metric.metric().key()))
                .reduce((one, other) -> other); // l1 is the last
        List<String> names = Arrays.stream(rows).mapToObj(held().stems()::get).toList();
        if (by.isPresent()) {
            evidence.exhibit(
                    table,
                    Evidence.OUTPUT,
                    by.get(),
                    names,
                    words,
                    i -> List.of(inputs.get(i), outputs.get(i), targets.get(i)));
        } else {
            for (int i = 0; i < Math.min(4, rows.length); i++) {
                evidence.exhibit(names.get(i), words, List.of(inputs.get(i), outputs.get(i), targets.get(i)));
            }
        }
    }
}
