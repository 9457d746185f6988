package dev.atelier.metrics;

import dev.atelier.tensor.AlgebraThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All metrics of two sets of features by name; only what is asked for is computed. */
public final class FeatureScores {
    /** The names, in the order of a table. */
    public static final List<String> NAMES = List.of(
            "fid",
            "fid_ddof0",
            "kid",
            "kid_biased",
            "kid_subset",
            "is",
            "is_std",
            "precision",
            "recall",
            "density",
            "coverage",
            "authpct");

    /**
     * How scores are formed.
     *
     * @param k of nearest neighbours
     * @param splits of the Inception Score
     * @param kidSubsets random subsets of {@code kid_subset}
     * @param kidSize images in each; fewer where a set has fewer
     * @param seed of the subsets
     */
    public record Settings(int k, int splits, int kidSubsets, int kidSize, long seed) {
        public static Settings defaults() {
            return new Settings(5, 10, 100, 1000, 0);
        }

        public Settings withK(int other) {
            return new Settings(other, splits, kidSubsets, kidSize, seed);
        }

        public Settings withSplits(int other) {
            return new Settings(k, other, kidSubsets, kidSize, seed);
        }

        /** For a passport. */
        public Map<String, String> passport() {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("k", Integer.toString(k));
            settings.put("splits", Integer.toString(splits));
            settings.put("kid_subset", kidSubsets + " subsets of at most " + kidSize + ", seed " + seed);
            settings.put("ties", "precision, recall <=; density, coverage <");
            return settings;
        }
    }

    /** Classes that a classifier names: logits, or probabilities already. */
    public record Classes(Features rows, boolean logits) {}

    /** Those that come from sums over groups. */
    private static final List<String> GROUPED = List.of("fid", "fid_ddof0", "kid", "kid_biased");

    private FeatureScores() {}

    /** Those of {@code names}; {@code is} and {@code is_std} only where there are classes. */
    public static Map<String, Double> of(
            Features real, Features fake, Optional<Classes> classes, Settings settings, Collection<String> names) {
        try (AlgebraThreads threads = AlgebraThreads.open()) {
            return scores(real, fake, classes, settings, names);
        }
    }

    private static Map<String, Double> scores(
            Features real, Features fake, Optional<Classes> classes, Settings settings, Collection<String> names) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (names.contains("fid") || names.contains("fid_ddof0")) {
            try (FeatureStats a = FeatureStats.of(real);
                    FeatureStats b = FeatureStats.of(fake)) {
                put(scores, names, "fid", () -> Fid.between(a, b));
                put(scores, names, "fid_ddof0", () -> Fid.ddof0(a, b));
            }
        }
        if (names.contains("kid") || names.contains("kid_biased")) {
            KernelSums sums = Kid.sums(real, fake, 1);
            put(scores, names, "kid", sums::unbiased);
            put(scores, names, "kid_biased", sums::biased);
        }
        put(scores, names, "kid_subset", () -> subsets(real, fake, settings));
        if (classes.isPresent() && (names.contains("is") || names.contains("is_std"))) {
            InceptionScore score = classes.get().logits()
                    ? InceptionScore.ofLogits(classes.get().rows(), settings.splits())
                    : InceptionScore.of(classes.get().rows(), settings.splits());
            put(scores, names, "is", score::mean);
            put(scores, names, "is_std", score::deviation);
        }
        if (List.of("precision", "recall", "density", "coverage").stream().anyMatch(names::contains)) {
            Prdc prdc = Prdc.of(real, fake, settings.k());
            put(scores, names, "precision", prdc::precision);
            put(scores, names, "recall", prdc::recall);
            put(scores, names, "density", prdc::density);
            put(scores, names, "coverage", prdc::coverage);
        }
        put(scores, names, "authpct", () -> Authenticity.percent(real, fake));
        return scores;
    }

    /**
     * The same without each group of rows in turn, row i of either set in group i mod {@code groups}; the whole costs less than so many
     * times {@link #of}, because moments and kernels of groups are computed once.
     */
    public static List<Map<String, Double>> withoutGroups(
            Features real,
            Features fake,
            Optional<Classes> classes,
            Settings settings,
            Collection<String> names,
            int groups) {
        List<String> others =
                names.stream().filter(name -> !GROUPED.contains(name)).toList();
        List<Map<String, Double>> scores = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int[] rows = Grouped.without(g, fake.count(), groups);
            try (Features reals = real.select(Grouped.without(g, real.count(), groups));
                    Features fakes = fake.select(rows)) {
                Optional<Classes> some =
                        classes.map(all -> new Classes(all.rows().select(rows), all.logits()));
                try {
                    scores.add(of(reals, fakes, some, settings, others));
                } finally {
                    some.ifPresent(part -> part.rows().close());
                }
            }
        }
        try (AlgebraThreads threads = AlgebraThreads.open()) {
            withoutGroups(real, fake, names, groups, scores);
        }
        return scores;
    }

    /** Of the scores whose parts are computed once. */
    private static void withoutGroups(
            Features real, Features fake, Collection<String> names, int groups, List<Map<String, Double>> scores) {
        if (names.contains("fid") || names.contains("fid_ddof0")) {
            List<FeatureStats> a = FeatureStats.withoutGroups(real, groups);
            List<FeatureStats> b = FeatureStats.withoutGroups(fake, groups);
            for (int g = 0; g < groups; g++) {
                try (FeatureStats reals = a.get(g);
                        FeatureStats fakes = b.get(g)) {
                    put(scores.get(g), names, "fid", () -> Fid.between(reals, fakes));
                    put(scores.get(g), names, "fid_ddof0", () -> Fid.ddof0(reals, fakes));
                }
            }
        }
        if (names.contains("kid") || names.contains("kid_biased")) {
            KernelSums sums = Kid.sums(real, fake, groups);
            for (int g = 0; g < groups; g++) {
                int left = g;
                put(scores.get(g), names, "kid", () -> sums.unbiasedWithout(left));
                put(scores.get(g), names, "kid_biased", () -> sums.biasedWithout(left));
            }
        }
    }

    private static double subsets(Features real, Features fake, Settings settings) {
        int size = Math.min(settings.kidSize(), Math.min(real.count(), fake.count()));
        double[] values = Kid.subsets(real, fake, settings.kidSubsets(), size, settings.seed());
        return java.util.Arrays.stream(values).average().orElseThrow();
    }

    private interface Computing {
        double value();
    }

    private static void put(Map<String, Double> scores, Collection<String> names, String name, Computing computing) {
        if (names.contains(name)) {
            scores.put(name, computing.value());
        }
    }
}
