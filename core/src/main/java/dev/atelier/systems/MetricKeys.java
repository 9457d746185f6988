package dev.atelier.systems;

import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The keys of what is measured while a run trains, and of what follows from it; which metrics there are is a system's matter. */
public final class MetricKeys {
    /** Stands for what follows from other keys. */
    static final String AUTO = "auto";

    /** Switches the keeping of the best off. */
    static final String NONE = "none";

    private static final String NOT_MEASURED = "nothing is measured; set metrics.everySteps";
    private static final String NAMES_KEY = "metrics.names";
    private static final String EXTRACTOR_KEY = "metrics.extractor";
    private static final String BEST_KEY = "checkpoint.best";
    private static final String STOP_KEY = "stop.metric";

    public static final Key<Long> STEPS = Key.integer(
            "metrics.everySteps", 0, 0, Long.MAX_VALUE, "steps between measurements, and one at the end; 0: never");
    static final Key<Long> SAMPLES =
            Key.integer("metrics.samples", 2048, 2, 1_000_000, "generated, and as many real, images to measure on");
    public static final Key<Long> PATIENCE = Key.integer(
                    "stop.patience",
                    0,
                    0,
                    1_000_000,
                    "measurements in a row without a better value before the run ends early; 0: never")
            .when(MetricKeys::measured, NOT_MEASURED)
            .when(recipe -> stop(recipe).isPresent(), "no metric in metrics.names has a better and a worse");

    /** Those of images from noise. */
    static final List<Key<?>> ALL = of(
            Criterion.NAME,
            Stream.concat(Stream.of(Criterion.NAME), FeatureScores.NAMES.stream())
                    .toList(),
            "makes the features of all metrics but swd; auto: the one that fits the data",
            "swd, the only one in metrics.names, needs no features");

    /** What stands in every recipe that was written before pictures of pictures had measurements of their own, and was of no effect. */
    static final String ONCE = MetricName.SWD.key();

    private MetricKeys() {}

    /** Those of a system whose runs are measured by {@code known}, by {@code usual} where nobody chooses, as pictures of pictures are. */
    static List<Key<?>> ofPictures(MetricName usual, List<MetricName> known) {
        return of(
                usual.key(),
                known.stream().map(MetricName::key).toList(),
                "sees sets of pictures, for kid and fid; auto: the one that fits the data, else features that nobody trained",
                "neither kid nor fid is in metrics.names");
    }

    private static List<Key<?>> of(String usual, List<String> known, String extractor, String needless) {
        List<String> directed = known.stream().filter(MetricKeys::directed).toList();
        return List.of(
                Key.choice(
                                BEST_KEY,
                                AUTO,
                                Stream.concat(Stream.of(AUTO, NONE), directed.stream())
                                        .toList(),
                                "the checkpoint with the best value of this metric is kept too; auto: of the first in"
                                        + " metrics.names")
                        .when(MetricKeys::measured, NOT_MEASURED)
                        .when(recipe -> isAmong(recipe, best(recipe)), "it is not in metrics.names"),
                STEPS,
                Key.text(
                                NAMES_KEY,
                                usual,
                                "a list with commas, of " + String.join(", ", known),
                                text -> isList(text, known) || text.equals(ONCE),
                                "what is measured")
                        .when(MetricKeys::measured, NOT_MEASURED),
                SAMPLES,
                Key.text(
                                EXTRACTOR_KEY,
                                AUTO,
                                "auto, an extractor by name (atelier extractor list), a file",
                                v -> !v.isBlank(),
                                extractor)
                        .when(MetricKeys::measured, NOT_MEASURED)
                        .when(MetricKeys::needsFeatures, needless),
                PATIENCE,
                Key.choice(
                                STOP_KEY,
                                AUTO,
                                Stream.concat(Stream.of(AUTO), directed.stream())
                                        .toList(),
                                "which metric must get better; auto: the first in metrics.names")
                        .when(recipe -> recipe.get(PATIENCE) > 0, "stop.patience is 0")
                        .when(recipe -> isAmong(recipe, stop(recipe)), "it is not in metrics.names"));
    }

    private static boolean directed(String name) {
        return MetricName.of(name).better() != MetricName.Better.NEITHER;
    }

    /** Each once, all known. */
    private static boolean isList(String text, List<String> known) {
        List<String> names = split(text);
        return known.containsAll(names) && names.stream().distinct().count() == names.size();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static boolean isAmong(Recipe recipe, Optional<String> metric) {
        return metric.isEmpty() || names(recipe).contains(metric.get());
    }

    /** The value of a key that each system has in its own words. */
    private static String text(Recipe recipe, String name) {
        return String.valueOf(recipe.get(recipe.keys().find(name).orElseThrow()));
    }

    /** Whether anything is measured. */
    public static boolean measured(Recipe recipe) {
        return recipe.get(STEPS) > 0;
    }

    /** What is measured when something is, in the order of the recipe. */
    public static List<String> names(Recipe recipe) {
        return split(text(recipe, NAMES_KEY));
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
        String best = text(recipe, BEST_KEY);
        return switch (best) {
            case AUTO -> watched(recipe);
            case NONE -> Optional.empty();
            default -> Optional.of(best);
        };
    }

    /** The metric that early stopping watches, were it on. */
    public static Optional<String> stop(Recipe recipe) {
        String stop = text(recipe, STOP_KEY);
        return stop.equals(AUTO) ? watched(recipe) : Optional.of(stop);
    }

    /** What makes features, as the recipe names it. */
    static String extractor(Recipe recipe) {
        return text(recipe, EXTRACTOR_KEY);
    }

    /** The recipe with the choice of an extractor written out where it is open and one is needed. */
    static Recipe withExtractor(Recipe recipe, Supplier<String> fitting) {
        boolean open =
                measured(recipe) && needsFeatures(recipe) && extractor(recipe).equals(AUTO);
        return open ? recipe.with(recipe.keys().find(EXTRACTOR_KEY).orElseThrow(), fitting.get()) : recipe;
    }

    /** {@code wanted} with the extractor of {@code run} where it leaves the choice open. */
    static Recipe like(Recipe wanted, Recipe run) {
        return extractor(wanted).equals(AUTO)
                ? wanted.with(wanted.keys().find(EXTRACTOR_KEY).orElseThrow(), extractor(run))
                : wanted;
    }
}
