package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMean;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All of {@code metrics.names} of models that make pictures of pictures, by the pictures that the run is judged by at its end and in the
 * same way. Of a run with two directions a number is the mean of both.
 */
final class PictureMeasurement implements Measurement {
    private static final long SEED = 1;

    private final Recipe recipe;
    private final List<String> names;
    private final Assessment assessment;

    private PictureMeasurement(Recipe recipe, Assessment assessment) {
        this.recipe = recipe;
        this.assessment = assessment;
        names = MetricKeys.names(recipe);
    }

    /** Opens the pictures, if anything is measured; a metric that means nothing for them is bad input. */
    static Optional<Measurement> of(Recipe recipe, Supplier<Assessment> assessment, Consumer<String> notices) {
        if (!MetricKeys.measured(recipe)) {
            return Optional.empty();
        }
        if (MetricKeys.names(recipe).contains(MetricKeys.ONCE)) {
            throw new BadInput("metrics.names has " + MetricKeys.ONCE
                    + ", which means nothing of pictures of pictures; allowed: those that atelier recipes show lists");
        }
        PictureMeasurement made = new PictureMeasurement(recipe, assessment.get());
        made.assessment.leftOut(made.wish(0)).forEach((told, why) -> {
            throw new BadInput("metrics.names has " + told + ", which means nothing here: " + why);
        });
        notices.accept(String.join(", ", made.names) + ": " + made.assessment.description(made.wish(0)));
        return Optional.of(made);
    }

    private Assessment.Wish wish(long step) {
        return new Assessment.Wish(
                names::contains,
                recipe.integer(MetricKeys.SAMPLES),
                MetricKeys.extractor(recipe),
                SEED,
                step,
                false,
                0,
                LoadProgress.SILENT);
    }

    @Override
    public Map<String, Double> measure(Map<String, GenerativeModel> models) {
        List<BaselineTable> tables = assessment.of(models, wish(0)).tables();
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : names) {
            tables.stream()
                    .flatMap(table ->
                            Optional.ofNullable(table.rows().get(0).values().get(name)).stream())
                    .mapToDouble(PairMean::mean)
                    .filter(Double::isFinite)
                    .average()
                    .ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    @Override
    public Map<String, MetricPassport> passports(String modelSha256, long step) {
        Map<String, MetricPassport> all = assessment.passports(modelSha256, wish(step));
        Map<String, MetricPassport> passports = new LinkedHashMap<>();
        names.forEach(name -> Optional.ofNullable(all.get(name)).ifPresent(found -> passports.put(name, found)));
        return passports;
    }

    @Override
    public void close() {
        // pictures in memory alone
    }
}
