package dev.atelier.metrics;

import dev.atelier.tensor.AlgebraThreads;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

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

        /** How many images a score needs at least. */
        public int leastImages(MetricName name) {
            return name.leastImages(this);
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

    private static final List<String> BY_BALLS = List.of("precision", "recall", "density", "coverage");

    /** Those that are had without a group for little more than the whole. */
    private static final List<String> GROUPED =
            List.of("fid", "fid_ddof0", "kid", "kid_biased", "precision", "recall", "density", "coverage");

    /** Longest feature vector of which a score is small work, done on one thread beside the other scores. */
    private static final int NARROW = 256;

    private FeatureScores() {}

    /** Those of {@code names}; {@code is} and {@code is_std} only where there are classes. */
    public static Map<String, Double> of(
            Features real, Features fake, Optional<Classes> classes, Settings settings, Collection<String> names) {
        List<Supplier<Map<String, Double>>> parts = new ArrayList<>();
        if (names.contains("fid") || names.contains("fid_ddof0")) {
            parts.add(() -> frechet(real, fake));
        }
        if (names.contains("kid") || names.contains("kid_biased")) {
            parts.add(() -> kernel(Kid.sums(real, fake, 1)));
        }
        if (names.contains("kid_subset")) {
            parts.add(() -> Map.of("kid_subset", subsets(real, fake, settings)));
        }
        if (classes.isPresent() && (names.contains("is") || names.contains("is_std"))) {
            parts.add(() -> inception(classes.get(), settings));
        }
        if (BY_BALLS.stream().anyMatch(names::contains)) {
            parts.add(() -> balls(GroupedPrdc.of(real, fake, settings.k(), 0).get(0)));
        }
        if (names.contains("authpct")) {
            parts.add(() -> Map.of("authpct", Authenticity.percent(real, fake)));
        }
        return inOrder(computed(parts, real.size()), names);
    }

    /** Narrow features beside one another on a thread each, wide ones one after the other on all. */
    private static List<Map<String, Double>> computed(List<Supplier<Map<String, Double>>> parts, int size) {
        if (size <= NARROW) {
            return Workers.map(parts.size(), i -> parts.get(i).get());
        }
        try (AlgebraThreads threads = AlgebraThreads.open()) {
            return parts.stream().map(Supplier::get).toList();
        }
    }

    private static Map<String, Double> inOrder(List<Map<String, Double>> parts, Collection<String> names) {
        Map<String, Double> all = new LinkedHashMap<>();
        parts.forEach(all::putAll);
        Map<String, Double> scores = new LinkedHashMap<>();
        NAMES.stream()
                .filter(name -> names.contains(name) && all.containsKey(name))
                .forEach(name -> scores.put(name, Objects.requireNonNull(all.get(name))));
        return scores;
    }

    private static Map<String, Double> frechet(Features real, Features fake) {
        try (FeatureStats a = FeatureStats.of(real);
                FeatureStats b = FeatureStats.of(fake)) {
            return frechet(a, b);
        }
    }

    private static Map<String, Double> frechet(FeatureStats real, FeatureStats fake) {
        return Map.of("fid", Fid.between(real, fake), "fid_ddof0", Fid.ddof0(real, fake));
    }

    private static Map<String, Double> kernel(KernelSums sums) {
        return Map.of("kid", sums.unbiased(), "kid_biased", sums.biased());
    }

    private static Map<String, Double> inception(Classes classes, Settings settings) {
        InceptionScore score = classes.logits()
                ? InceptionScore.ofLogits(classes.rows(), settings.splits())
                : InceptionScore.of(classes.rows(), settings.splits());
        return Map.of("is", score.mean(), "is_std", score.deviation());
    }

    private static Map<String, Double> balls(Prdc prdc) {
        return Map.of(
                "precision", prdc.precision(),
                "recall", prdc.recall(),
                "density", prdc.density(),
                "coverage", prdc.coverage());
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
        List<Map<String, Double>> scores = Workers.map(
                groups, g -> new LinkedHashMap<>(without(g, real, fake, classes, settings, others, groups)));
        List<Supplier<List<Map<String, Double>>>> parts = new ArrayList<>();
        if (names.contains("fid") || names.contains("fid_ddof0")) {
            parts.add(() -> frechetWithout(real, fake, groups));
        }
        if (names.contains("kid") || names.contains("kid_biased")) {
            parts.add(() -> kernelWithout(Kid.sums(real, fake, groups), groups));
        }
        if (BY_BALLS.stream().anyMatch(names::contains)) {
            parts.add(() -> GroupedPrdc.of(real, fake, settings.k(), groups).subList(0, groups).stream()
                    .map(FeatureScores::balls)
                    .toList());
        }
        Workers.map(parts.size(), i -> parts.get(i).get()).forEach(part -> {
            for (int g = 0; g < groups; g++) {
                scores.get(g).putAll(part.get(g));
            }
        });
        return scores.stream().map(all -> inOrder(List.of(all), names)).toList();
    }

    private static Map<String, Double> without(
            int group,
            Features real,
            Features fake,
            Optional<Classes> classes,
            Settings settings,
            List<String> names,
            int groups) {
        int[] rows = Grouped.without(group, fake.count(), groups);
        try (Features reals = real.select(Grouped.without(group, real.count(), groups));
                Features fakes = fake.select(rows)) {
            Optional<Classes> some = classes.map(all -> new Classes(all.rows().select(rows), all.logits()));
            try {
                return of(reals, fakes, some, settings, names);
            } finally {
                some.ifPresent(part -> part.rows().close());
            }
        }
    }

    private static List<Map<String, Double>> frechetWithout(Features real, Features fake, int groups) {
        List<FeatureStats> a = FeatureStats.withoutGroups(real, groups);
        List<FeatureStats> b = FeatureStats.withoutGroups(fake, groups);
        List<Map<String, Double>> scores = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            try (FeatureStats reals = a.get(g);
                    FeatureStats fakes = b.get(g)) {
                scores.add(frechet(reals, fakes));
            }
        }
        return scores;
    }

    private static List<Map<String, Double>> kernelWithout(KernelSums sums, int groups) {
        List<Map<String, Double>> scores = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            scores.add(Map.of("kid", sums.unbiasedWithout(g), "kid_biased", sums.biasedWithout(g)));
        }
        return scores;
    }

    private static double subsets(Features real, Features fake, Settings settings) {
        int size = Math.min(settings.kidSize(), Math.min(real.count(), fake.count()));
        double[] values = Kid.subsets(real, fake, settings.kidSubsets(), size, settings.seed());
        return java.util.Arrays.stream(values).average().orElseThrow();
    }
}
