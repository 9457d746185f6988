package dev.atelier.systems;

import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of what is measured while a run trains, and of what follows from it. */
public final class MetricKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    /** Stands for what follows from other keys. */
    static final String AUTO = "auto";

    /** Switches the keeping of the best off. */
    static final String NONE = "none";

    private static final List<String> KNOWN = Stream.concat(Stream.of(Criterion.NAME), FeatureScores.NAMES.stream())
            .toList();

    /** Those that say which of two values is better. */
    private static final List<String> DIRECTED =
            KNOWN.stream().filter(MetricKeys::directed).toList();

    private static final String NOT_MEASURED = "nothing is measured; set metrics.everySteps";

    static final Key<String> BEST = add(Key.choice(
                    "checkpoint.best",
                    AUTO,
                    Stream.concat(Stream.of(AUTO, NONE), DIRECTED.stream()).toList(),
                    "the checkpoint with the best value of this metric is kept too; auto: of the first in metrics.names")
            .when(MetricKeys::measured, NOT_MEASURED)
            .when(recipe -> isAmong(recipe, best(recipe)), "it is not in metrics.names"));
    public static final Key<Long> STEPS = add(Key.integer(
            "metrics.everySteps", 0, 0, Long.MAX_VALUE, "steps between measurements, and one at the end; 0: never"));
    static final Key<String> NAMES = add(Key.text(
                    "metrics.names",
                    Criterion.NAME,
                    "a list with commas, of " + String.join(", ", KNOWN),
                    MetricKeys::isList,
                    "what is measured")
            .when(MetricKeys::measured, NOT_MEASURED));
    static final Key<Long> SAMPLES = add(
            Key.integer("metrics.samples", 2048, 2, 1_000_000, "generated, and as many real, images to measure on"));
    static final Key<String> EXTRACTOR = add(Key.text(
                    "metrics.extractor",
                    AUTO,
                    "auto, an extractor by name (atelier extractor list), a file",
                    v -> !v.isBlank(),
                    "makes the features of all metrics but swd; auto: the one that fits the data")
            .when(MetricKeys::measured, NOT_MEASURED)
            .when(MetricKeys::needsFeatures, "swd, the only one in metrics.names, needs no features"));
    public static final Key<Long> PATIENCE = add(Key.integer(
                    "stop.patience",
                    0,
                    0,
                    1_000_000,
                    "measurements in a row without a better value before the run ends early; 0: never")
            .when(MetricKeys::measured, NOT_MEASURED)
            .when(recipe -> stop(recipe).isPresent(), "no metric in metrics.names has a better and a worse"));
    static final Key<String> STOP = add(Key.choice(
                    "stop.metric",
                    AUTO,
                    Stream.concat(Stream.of(AUTO), DIRECTED.stream()).toList(),
                    "which metric must get better; auto: the first in metrics.names")
            .when(recipe -> recipe.get(MetricKeys.PATIENCE) > 0, "stop.patience is 0")
            .when(recipe -> isAmong(recipe, stop(recipe)), "it is not in metrics.names"));

    private MetricKeys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }

    private static boolean directed(String name) {
        return MetricName.of(name).better() != MetricName.Better.NEITHER;
    }

    /** Each once, all known. */
    private static boolean isList(String text) {
        List<String> names = split(text);
        return KNOWN.containsAll(names) && names.stream().distinct().count() == names.size();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static boolean isAmong(Recipe recipe, Optional<String> metric) {
        return metric.isEmpty() || names(recipe).contains(metric.get());
    }

    /** Whether anything is measured. */
    public static boolean measured(Recipe recipe) {
        return recipe.get(STEPS) > 0;
    }

    /** What is measured when something is, in the order of the recipe. */
    public static List<String> names(Recipe recipe) {
        return split(recipe.get(NAMES));
    }

    /** Those that are told from features. */
    static List<String> featureNames(Recipe recipe) {
        return names(recipe).stream().filter(FeatureScores.NAMES::contains).toList();
    }

    private static boolean needsFeatures(Recipe recipe) {
        return !featureNames(recipe).isEmpty();
    }

    /** The first metric that knows better from worse: what a schedule watches, and what {@code auto} stands for. */
    public static Optional<String> watched(Recipe recipe) {
        return measured(recipe)
                ? names(recipe).stream().filter(MetricKeys::directed).findFirst()
                : Optional.empty();
    }

    /** The metric whose best checkpoint is kept. */
    public static Optional<String> best(Recipe recipe) {
        return switch (recipe.get(BEST)) {
            case AUTO -> watched(recipe);
            case NONE -> Optional.empty();
            default -> Optional.of(recipe.get(BEST));
        };
    }

    /** The metric that early stopping watches, were it on. */
    public static Optional<String> stop(Recipe recipe) {
        return recipe.get(STOP).equals(AUTO) ? watched(recipe) : Optional.of(recipe.get(STOP));
    }
}
