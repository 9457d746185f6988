package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.ImageDataset;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All of {@code metrics.names} on one sample of images. */
final class ImageMeasurement implements Measurement {
    private final Recipe recipe;
    private final List<String> names;
    private final RealSample sample;
    private final Optional<Criterion> pixels;
    private final Optional<FeatureCriterion> features;

    private ImageMeasurement(
            Recipe recipe, RealSample sample, Optional<Criterion> pixels, Optional<FeatureCriterion> features) {
        this.recipe = recipe;
        this.sample = sample;
        this.pixels = pixels;
        this.features = features;
        names = MetricKeys.names(recipe);
    }

    /** Opens what the recipe names, if anything; metrics that cannot be told of these images are bad input. */
    static Optional<Measurement> of(Recipe recipe, DataFacts known, ImageDataset train, Consumer<String> notices) {
        if (!MetricKeys.measured(recipe)) {
            return Optional.empty();
        }
        RealSample sample =
                RealSample.of(Assembly.heldOut(recipe, train), known.attributes(), recipe.integer(MetricKeys.SAMPLES));
        Optional<Criterion> pixels = MetricKeys.names(recipe).contains(Criterion.NAME)
                ? Optional.of(new Criterion(recipe, sample))
                : Optional.empty();
        List<String> told = MetricKeys.featureNames(recipe);
        Optional<FeatureCriterion> features = told.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FeatureCriterion(recipe, sample, told, Extractors.open(MetricKeys.extractor(recipe))));
        String looking =
                features.map(f -> " by the extractor " + f.extractor().name()).orElse("");
        notices.accept(String.join(", ", MetricKeys.names(recipe)) + looking + ": " + sample.description());
        return Optional.of(new ImageMeasurement(recipe, sample, pixels, features));
    }

    /** The recipe with {@code metrics.extractor: auto} written out as the one that fits these data; bad input where none does. */
    static Recipe resolve(Recipe recipe, ImageDataset train) {
        return MetricKeys.withExtractor(recipe, () -> {
            String source = recipe.get(DataKeys.SOURCE);
            return Extractors.forSource(source, train.sha256())
                    .orElseThrow(() -> new BadInput("metrics.names has "
                            + MetricKeys.featureNames(recipe).get(0) + ", but no extractor fits " + source
                            + "; train one: atelier extractor train " + source + ", or set metrics.extractor; known: "
                            + String.join(", ", Extractors.names())));
        });
    }

    @Override
    public Map<String, Double> measure(Map<String, GenerativeModel> models) {
        GenerativeModel model = models.values().iterator().next();
        Map<String, Double> told = new LinkedHashMap<>();
        pixels.ifPresent(criterion -> told.put(Criterion.NAME, criterion.measure(model)));
        features.ifPresent(criterion -> told.putAll(criterion.measure(model)));
        Map<String, Double> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, told.getOrDefault(name, Double.NaN)));
        return values;
    }

    @Override
    public Map<String, MetricPassport> passports(String generatorHash, long step) {
        MetricPassport.Side real = sample.side();
        MetricPassport.Side fake = new MetricPassport.Side(
                "recipe " + recipe.name(),
                generatorHash,
                "generated",
                sample.count(),
                Optional.of(new MetricPassport.Making(
                        recipe.get(TrainKeys.SEED), recipe.get(PlayerKeys.EMA_DECAY) > 0, 1, step)));
        Map<String, MetricPassport> passports = new LinkedHashMap<>();
        pixels.ifPresent(p ->
                passports.put(Criterion.NAME, new MetricPassport(p.extractor(), real, fake, Criterion.settings())));
        features.ifPresent(f -> names.stream()
                .filter(name -> !name.equals(Criterion.NAME))
                .forEach(name -> passports.put(name, new MetricPassport(f.extractor(), real, fake, f.settings()))));
        return passports;
    }

    @Override
    public void close() {
        features.ifPresent(FeatureCriterion::close);
    }
}
