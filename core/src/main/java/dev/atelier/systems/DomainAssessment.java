package dev.atelier.systems;

import dev.atelier.data.Jitter;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedDomains;
import dev.atelier.data.PictureClasses;
import dev.atelier.data.Split;
import dev.atelier.data.Twins;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Baselines;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMean;
import dev.atelier.metrics.PairMetric;
import dev.atelier.metrics.RoundTrip;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Translations between two kinds of pictures judged by pictures that they did not learn from, both ways: how far the set of outputs is
 * from the other kind, beside the inputs as they are and what was learned from; what the way there and back changes; what becomes of
 * pictures that are of the other kind already; and where pictures of both kinds have equal names, how near outputs are to these.
 *
 * @param sides A, then B
 */
record DomainAssessment(Recipe recipe, List<DomainSide> sides, List<String> notices) implements Assessment {
    private static final String CYCLE = "cycle";

    /** A way back that a little noise disturbs by more than this share and as much again reads hidden code. */
    private static final double JUMP = 1.5;

    private static final double NOTICEABLE = 0.01;

    /** A way there and back that changes more of the range than this leads nowhere yet. */
    private static final double UNLEARNED = 0.2;

    /** What runs may be judged by while they train; pair by pair where the two kinds have partners. */
    static final List<MetricName> MEASURED = List.of(
            MetricName.KID,
            MetricName.FID,
            MetricName.CYCLE_L1,
            MetricName.CYCLE_L1_NOISE,
            MetricName.IDENTITY_L1,
            MetricName.L1,
            MetricName.PSNR,
            MetricName.SSIM,
            MetricName.PSNR_RGB,
            MetricName.SSIM_RGB);

    private static final MetricName[] OF_PARTNERS = {
        MetricName.L1, MetricName.PSNR, MetricName.SSIM, MetricName.PSNR_RGB, MetricName.SSIM_RGB
    };

    static DomainAssessment of(Recipe recipe, String sha256, LoadProgress progress) {
        List<Jitter> sizes = TranslationKeys.sizes(recipe);
        OpenedDomains test = DomainData.open(recipe, Split.TEST, sizes.get(sizes.size() - 1), progress);
        List<OpenedDomains> train = DomainData.open(recipe, Split.TRAIN, sizes, progress);
        boolean there =
                DomainData.feeds(recipe, train.get(0), sizes.get(0)).sha256().equals(sha256);
        return of(recipe, test, there ? Optional.of(train.get(train.size() - 1)) : Optional.empty());
    }

    /** Of a training on what lies there, for the models' numbers alone. */
    static DomainAssessment measuring(Recipe recipe) {
        Jitter still = TranslationKeys.jitter(recipe).still();
        DomainAssessment whole = of(
                recipe,
                DomainData.open(recipe, Split.TEST, still, LoadProgress.SILENT),
                Optional.of(DomainData.open(recipe, Split.TRAIN, still, LoadProgress.SILENT)));
        return new DomainAssessment(
                recipe, whole.sides.stream().map(DomainSide::alone).toList(), whole.notices);
    }

    private static DomainAssessment of(Recipe recipe, OpenedDomains test, Optional<OpenedDomains> train) {
        return new DomainAssessment(
                recipe,
                List.of(
                        DomainSide.of("A", test.kindA(), train.map(OpenedDomains::kindA)),
                        DomainSide.of("B", test.kindB(), train.map(OpenedDomains::kindB))),
                test.notices());
    }

    @Override
    public String description(Wish wish) {
        return sides.stream()
                .map(side -> side.name() + ": " + side.unseen().describe(wish.samples(), "picture")
                        + side.held().description())
                .collect(Collectors.joining("; "));
    }

    @Override
    public Map<String, String> leftOut(Wish wish) {
        Evidence evidence = new Evidence(wish);
        leaveOut(evidence, sides.get(0), sides.get(1));
        leaveOut(evidence, sides.get(1), sides.get(0));
        return evidence.leftOut();
    }

    private void leaveOut(Evidence evidence, DomainSide from, DomainSide to) {
        int most = evidence.wish().samples();
        int[] rows = from.unseen().chosen(most);
        try (SetView view = view(evidence.wish(), to)) {
            view.leaveOut(evidence, to.unseen().chosen(most).length, rows.length);
        }
        unlike(evidence);
        withoutPartners(evidence, from.partners(to, rows), to.picture());
        classes(from, to).leaveOut(evidence);
    }

    private boolean unlike(Evidence evidence) {
        boolean unlike = sides.get(0).held().channels() != sides.get(1).held().channels();
        if (unlike) {
            evidence.leftOut("the two kinds have unlike channels", MetricName.IDENTITY_L1);
        }
        return unlike;
    }

    private static void withoutPartners(Evidence evidence, Map<Integer, Integer> partners, Image like) {
        if (partners.isEmpty()) {
            evidence.leftOut("pictures of the two kinds have no equal names, so none has a partner", OF_PARTNERS);
        } else {
            Translations.leaveOut(evidence, like);
        }
    }

    private SetView view(Wish wish, DomainSide to) {
        return SetView.of(
                wish.extractor(),
                recipe.get(TranslationKeys.SOURCE),
                to.learned().map(kind -> kind.pictures().sha256()).orElse(""),
                to.picture());
    }

    private ClassScore classes(DomainSide from, DomainSide to) {
        return new ClassScore(
                to.kind().classes().isEmpty()
                        ? PictureClasses.NONE
                        : from.kind().classes(),
                to.learned().map(kind -> new ClassScore.Real(kind.pictures(), kind.classes())),
                recipe.get(TranslationKeys.FLIP));
    }

    /** Of the way to B, in whose place the mean of both stands. */
    @Override
    public Map<String, MetricPassport> passports(String sha256, Wish wish) {
        DomainSide from = sides.get(0);
        DomainSide to = sides.get(1);
        int[] rows = from.unseen().chosen(wish.samples());
        MetricPassport.Side judged = Translations.side(recipe, sha256, rows.length, wish);
        try (SetView view = view(wish, to)) {
            Map<String, MetricPassport> passports = Translations.passports(
                    to.picture(),
                    pairs(to, from.partners(to, rows).size(), judged),
                    view.passport(to.truth(to.unseen().chosen(wish.samples()).length), judged));
            for (MetricName metric : List.of(MetricName.CYCLE_L1, MetricName.CYCLE_L1_NOISE, MetricName.IDENTITY_L1)) {
                passports.put(metric.key(), thereAndBack(from.picture(), from.truth(rows.length), judged));
            }
            return passports;
        }
    }

    /** A translation and the way back. */
    private record Ways(GenerativeModel model, PictureModel there, PictureModel back) {}

    @Override
    public Assessed of(Map<String, GenerativeModel> models, Wish wish) {
        Evidence evidence = new Evidence(wish);
        List<GenerativeModel> both = List.copyOf(models.values());
        PictureModel toB = (PictureModel) both.get(0);
        PictureModel toA = (PictureModel) both.get(1);
        for (DomainSide side : sides) {
            side.unseen()
                    .remark("pictures of " + side.name() + " in the test split")
                    .ifPresent(evidence::caution);
            if (wish.whole()) {
                side.learned()
                        .flatMap(train -> Twins.of(side.kind(), train).remark("picture"))
                        .map(text -> side.name() + ": " + text)
                        .ifPresent(evidence::caution);
            }
        }
        one(evidence, new Ways(both.get(0), toB, toA), sides.get(0), sides.get(1));
        one(evidence, new Ways(both.get(1), toA, toB), sides.get(1), sides.get(0));
        return evidence.assessed();
    }

    private void one(Evidence evidence, Ways ways, DomainSide from, DomainSide to) {
        Wish wish = evidence.wish();
        int[] rows = from.unseen().chosen(wish.samples());
        List<Image> inputs = Unseen.pictures(from.held(), rows, ways.there().inputChannels());
        List<Image> others = Unseen.pictures(
                to.held(), to.unseen().chosen(wish.samples()), ways.there().outputChannels());
        wish.progress().at("translating " + ways.there().direction(), 0, -1);
        List<Image> outputs = Translations.of(ways.there(), inputs);
        List<Image> asTheyAre = Baselines.asTheyAre(
                        ImageSequence.of(inputs), ways.there().outputChannels())
                .images(0, inputs.size());
        MetricPassport.Side judged = Translations.side(recipe, ways.model(), outputs.size(), wish);
        BaselineTable table = BaselineTable.of(ways.there().direction());
        Map<String, List<Image>> sets = new LinkedHashMap<>();
        sets.put(Evidence.OUTPUT, outputs);
        sets.put(from.asItIs(), asTheyAre);
        to.learned().ifPresent(train -> sets.put(to.training(), Unseen.pictures(train.pictures(), wish.samples())));
        try (SetView view = view(wish, to)) {
            table = view.columns(table, others, sets, evidence, to.truth(others.size()), judged);
            table = classes(from, to)
                    .column(
                            table,
                            named(from, to, rows, outputs, asTheyAre, others, wish),
                            to.real(),
                            view,
                            evidence,
                            to.truth(others.size()),
                            judged);
        }
        table = cycle(evidence, table, ways, inputs, others, from.truth(inputs.size()), judged);
        table = partners(evidence, table, from, to, rows, outputs, asTheyAre, judged);
        if (!table.columns().isEmpty()) {
            evidence.add(table);
        }
        if (wish.whole()) {
            say(evidence, table, from, to);
            exhibit(evidence, table, ways, from, to, rows, inputs, outputs);
        }
    }

    private static Map<String, ClassScore.Row> named(
            DomainSide from,
            DomainSide to,
            int[] rows,
            List<Image> outputs,
            List<Image> asTheyAre,
            List<Image> others,
            Wish wish) {
        Map<String, ClassScore.Row> named = new LinkedHashMap<>();
        if (!from.kind().classes().isEmpty() && !to.kind().classes().isEmpty()) {
            List<String> wanted = from.kind().classes().of(rows);
            named.put(Evidence.OUTPUT, new ClassScore.Row(outputs, wanted));
            named.put(from.asItIs(), new ClassScore.Row(asTheyAre, wanted));
            named.put(
                    to.real(),
                    new ClassScore.Row(
                            others, to.kind().classes().of(to.unseen().chosen(wish.samples()))));
        }
        return named;
    }

    private BaselineTable cycle(
            Evidence evidence,
            BaselineTable table,
            Ways ways,
            List<Image> inputs,
            List<Image> others,
            MetricPassport.Side truth,
            MetricPassport.Side judged) {
        BaselineTable wider = table;
        if (evidence.wants(MetricName.CYCLE_L1, MetricName.CYCLE_L1_NOISE)) {
            evidence.wish().progress().at("there and back " + ways.there().direction(), 0, -1);
            RoundTrip trip = RoundTrip.of(
                    inputs,
                    ways.there()::make,
                    ways.back()::make,
                    evidence.wish().seed());
            if (evidence.wants(MetricName.CYCLE_L1)) {
                wider = wider.with(MetricName.CYCLE_L1.key(), CYCLE, Map.of(Evidence.OUTPUT, trip.exact()));
            }
            if (evidence.wants(MetricName.CYCLE_L1_NOISE)) {
                wider = wider.with(MetricName.CYCLE_L1_NOISE.key(), CYCLE, Map.of(Evidence.OUTPUT, trip.noisy()));
            }
            hidden(evidence, ways, trip);
        }
        if (!unlike(evidence) && evidence.wants(MetricName.IDENTITY_L1)) {
            PairMean identity = RoundTrip.identity(others, ways.there()::make);
            wider = wider.with(MetricName.IDENTITY_L1.key(), CYCLE, Map.of(Evidence.OUTPUT, identity));
        }
        Image like = inputs.get(0);
        return wider.columns().containsValue(CYCLE) ? wider.with(CYCLE, thereAndBack(like, truth, judged)) : wider;
    }

    private static MetricPassport thereAndBack(Image like, MetricPassport.Side truth, MetricPassport.Side judged) {
        return new MetricPassport(
                MetricPassport.Extractor.pixels(like.pixels().length),
                truth,
                judged,
                Map.of(
                        "rounded",
                        "to 8 bits between the two ways",
                        "cycle_l1_noise",
                        "N(0, 2/255) added in between, rounded again",
                        "mean",
                        "of the values of all pictures"));
    }

    private static void hidden(Evidence evidence, Ways ways, RoundTrip trip) {
        double exact = trip.exact().mean();
        double noisy = trip.noisy().mean();
        boolean jumps = noisy > JUMP * exact && noisy - exact > NOTICEABLE;
        boolean learned = exact < UNLEARNED;
        evidence.say(
                "Hidden code, " + ways.there().direction(),
                jumps ? Verdict.Level.POOR : learned ? Verdict.Level.GOOD : Verdict.Level.UNKNOWN,
                "the way there and back changes " + MetricName.text(exact) + " of the range, "
                        + MetricName.text(noisy) + " with noise of 2/255 in between: "
                        + (jumps
                                ? "the way back reads what the way there hid in invisible noise."
                                : learned
                                        ? "the way back reads what can be seen."
                                        : "it does not come back yet, so nothing can be told."));
    }

    private BaselineTable partners(
            Evidence evidence,
            BaselineTable table,
            DomainSide from,
            DomainSide to,
            int[] rows,
            List<Image> outputs,
            List<Image> asTheyAre,
            MetricPassport.Side judged) {
        Map<Integer, Integer> partners = from.partners(to, rows);
        withoutPartners(evidence, partners, outputs.get(0));
        List<PairMetric> metrics = evidence.pairMetrics(outputs.get(0));
        if (partners.isEmpty() || metrics.isEmpty()) {
            return table;
        }
        evidence.caution(partners.size() + " of " + rows.length + " pictures of " + from.name()
                + " have the name of one of " + to.name() + ", which is taken for what they should become; where names"
                + " mean nothing, neither do l1, psnr and ssim");
        List<Integer> with = List.copyOf(partners.keySet());
        int[] wanted = partners.values().stream().mapToInt(Integer::intValue).toArray();
        Map<String, ImageSequence> made = new LinkedHashMap<>();
        made.put(
                Evidence.OUTPUT,
                ImageSequence.of(with.stream().map(outputs::get).toList()));
        if (evidence.wish().whole()) {
            made.put(
                    from.asItIs(),
                    ImageSequence.of(with.stream().map(asTheyAre::get).toList()));
        }
        return table.with(
                ImageSequence.of(
                        Unseen.pictures(to.held(), wanted, outputs.get(0).channels())),
                made,
                metrics,
                0,
                pairs(to, wanted.length, judged));
    }

    private static MetricPassport pairs(DomainSide to, int count, MetricPassport.Side judged) {
        return new MetricPassport(
                MetricPassport.Extractor.pixels(to.held().samples()),
                to.truth(count),
                judged,
                BaselineTable.settings(1, Optional.empty()));
    }

    private static void say(Evidence evidence, BaselineTable table, DomainSide from, DomainSide to) {
        String way = ", " + table.name();
        evidence.compare(table, MetricName.KID, "Likeness to " + to.name() + way, List.of(from.asItIs()));
        evidence.compare(table, MetricName.L1, "Nearness to the partner" + way, List.of(from.asItIs()));
        evidence.compare(table, MetricName.SSIM, "Structure of the partner" + way, List.of(from.asItIs()));
    }

    private static void exhibit(
            Evidence evidence,
            BaselineTable table,
            Ways ways,
            DomainSide from,
            DomainSide to,
            int[] rows,
            List<Image> inputs,
            List<Image> outputs) {
        Map<Integer, Integer> partners = from.partners(to, rows);
        List<String> names = Arrays.stream(rows).mapToObj(from.names()::get).toList();
        List<String> words = new ArrayList<>(List.of(from.name(), "to " + to.name(), "and back"));
        Optional<PairMetric> by = evidence.pairMetrics(outputs.get(0)).stream()
                .filter(metric -> table.columns().containsKey(metric.metric().key()))
                .reduce((one, other) -> other);
        if (by.isEmpty() || partners.isEmpty()) {
            for (int i = 0; i < Math.min(4, rows.length); i++) {
                evidence.exhibit(
                        table.name() + ": " + names.get(i),
                        words,
                        List.of(inputs.get(i), outputs.get(i), ways.back().apply(outputs.get(i))));
            }
            return;
        }
        words.add("partner");
        List<Integer> with = List.copyOf(partners.keySet());
        List<Integer> wanted = List.copyOf(partners.values());
        evidence.exhibit(
                table, Evidence.OUTPUT, by.get(), with.stream().map(names::get).toList(), words, i -> {
                    Image output = outputs.get(with.get(i));
                    Image partner = Unseen.pictures(to.held(), new int[] {wanted.get(i)}, output.channels())
                            .get(0);
                    return List.of(inputs.get(with.get(i)), output, ways.back().apply(output), partner);
                });
    }
}
