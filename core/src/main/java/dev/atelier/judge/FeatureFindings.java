package dev.atelier.judge;

import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.Fid;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.Realism;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The scores that compare features: each beside what unseen real images get, with its interval. */
final class FeatureFindings {
    static final String PASSPORT = "features";
    static final List<String> OF_CLASSES = List.of("is", "is_std");

    private FeatureFindings() {}

    /**
     * @param wantsRealism whether {@code realism} is asked for, beside {@code names}
     * @param real features of the reference
     * @param made of the images to be judged
     * @param train of the training images, where they are others than the reference
     */
    static void add(
            Findings findings,
            List<String> names,
            boolean wantsRealism,
            FeatureScores.Settings settings,
            Extracted real,
            Extracted made,
            Optional<Extracted> train) {
        Map<String, Double> whole = scores(real.features(), made.features(), made.logits(), settings, names);
        Map<String, Double> floor =
                train.map(seen -> floor(real, made, seen, settings, names)).orElse(Map.of());
        Map<String, Score.Interval> intervals = made.features().count() < 2 * Jackknife.GROUPS
                        || real.features().count() < 2 * Jackknife.GROUPS
                ? Map.of()
                : Jackknife.intervals(
                        whole,
                        FeatureScores.withoutGroups(
                                real.features(),
                                made.features(),
                                classes(made.logits()),
                                settings,
                                cheap(names),
                                Jackknife.GROUPS));
        whole.forEach((name, value) -> findings.add(new Score(
                name,
                value,
                Optional.ofNullable(intervals.get(name)),
                Optional.ofNullable(floor.get(name)),
                PASSPORT)));
        if (wantsRealism) {
            realism(findings, settings.k(), real, made, train);
        }
        Verdicts.ofFeatures(findings.scores(), made.features().count()).forEach(findings::add);
    }

    /** {@code kid_subset} is a hundred subsets already; ten times as many would take longer than all else together. */
    private static List<String> cheap(List<String> names) {
        return names.stream().filter(name -> !name.equals("kid_subset")).toList();
    }

    private static Map<String, Double> scores(
            Features real,
            Features made,
            Optional<Features> logits,
            FeatureScores.Settings settings,
            List<String> names) {
        return FeatureScores.of(real, made, classes(logits), settings, names);
    }

    private static Optional<FeatureScores.Classes> classes(Optional<Features> logits) {
        return logits.map(rows -> new FeatureScores.Classes(rows, true));
    }

    private static void realism(Findings findings, int k, Extracted real, Extracted made, Optional<Extracted> train) {
        if (Math.min(real.features().count(), made.features().count()) <= k) {
            return;
        }
        Optional<Double> floor = train.filter(seen -> seen.features().count() > k)
                .map(seen -> {
                    try (Features some = seen.features().select(stand(made, seen))) {
                        return Realism.share(real.features(), some, k);
                    }
                });
        double value = Realism.share(real.features(), made.features(), k);
        findings.add(new Score("realism", value, Optional.empty(), floor, PASSPORT));
    }

    /** The training images that stand in the place of the generated ones. */
    private static int[] stand(Extracted made, Extracted train) {
        int count = Math.min(made.features().count(), train.features().count());
        return EvaluationData.choose(train.features().count(), count);
    }

    /** As many training images in the place of the generated ones. */
    private static Map<String, Double> floor(
            Extracted real, Extracted made, Extracted train, FeatureScores.Settings settings, List<String> names) {
        int[] rows = stand(made, train);
        try (Features some = train.features().select(rows)) {
            Optional<Features> logits = train.logits().map(all -> all.select(rows));
            try {
                return scores(real.features(), some, logits, settings, names);
            } finally {
                logits.ifPresent(Features::close);
            }
        }
    }

    /** Which of the wanted metrics are of this kind; {@code named} says whether the classes that the extractor names count. */
    static List<String> names(EvaluationRequest request, boolean named) {
        return FeatureScores.NAMES.stream()
                .filter(request::wants)
                .filter(name -> named || !OF_CLASSES.contains(name))
                .toList();
    }

    /** A caution where a Fréchet distance is asked for of fewer images than a feature vector has numbers. */
    static Optional<String> fewRows(EvaluationRequest request, Extracted real, Extracted made) {
        return request.wantsAny("fid", "fid_ddof0") ? Fid.caution(real.features(), made.features()) : Optional.empty();
    }

    /** The scores with their meaning, for the page and for people. */
    static List<Map<String, Object>> rows(Map<String, Score> scores) {
        return scores.values().stream()
                .map(score -> {
                    MetricName name = MetricName.ofScore(score.name());
                    Map<String, Object> row = new LinkedHashMap<>(score.json());
                    row.put("better", name.better().key());
                    row.put("meaning", name.meaning());
                    return row;
                })
                .toList();
    }

    /** 0 … n − 1. */
    static int[] all(int n) {
        return IntStream.range(0, n).toArray();
    }
}
