package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.LoadProgress;
import dev.atelier.metrics.ClassFit;
import dev.atelier.metrics.Extracted;
import dev.atelier.metrics.FeatureCache;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics that are told from an extractor's features. The features of the real images are made at the first measurement and kept. Owns
 * extractor and features until closed.
 */
final class FeatureCriterion implements AutoCloseable {
    private static final List<String> OF_CLASSES = List.of("is", "is_std");

    private final Recipe recipe;
    private final RealSample sample;
    private final List<String> names;
    private final FeatureExtractor extractor;
    private final FeatureScores.Settings settings = FeatureScores.Settings.defaults();
    private Optional<Extracted> real = Optional.empty();

    /** Takes the extractor over; closes it where it does not serve these metrics or the images are too few for them. */
    FeatureCriterion(Recipe recipe, RealSample sample, List<String> names, FeatureExtractor extractor) {
        this.recipe = recipe;
        this.sample = sample;
        this.names = names;
        this.extractor = extractor;
        try {
            names.forEach(this::require);
            if (names.stream().anyMatch(OF_CLASSES::contains) && !extractor.definesInceptionScore()) {
                requireClasses();
            }
        } catch (BadInput e) {
            close();
            throw e;
        }
    }

    private void requireClasses() {
        String sha256 = sample.dataset().sha256();
        real().logits()
                .flatMap(logits -> ClassFit.foreign(
                        extractor, sample.dataset(), sample.chosen(), logits, recipe.get(DataKeys.SOURCE), sha256))
                .ifPresent(why -> {
                    throw new BadInput("metrics.names has is, a score of classes, but " + why);
                });
    }

    private void require(String name) {
        int least = settings.leastImages(MetricName.of(name));
        if (sample.count() < least) {
            throw new BadInput("metrics.names has " + name + ", which needs at least " + least
                    + " images, but there are "
                    + sample.count() + " to measure on (metrics.samples is " + recipe.get(MetricKeys.SAMPLES) + ", the "
                    + sample.heldOut().split().key() + " split has "
                    + sample.dataset().size() + ")");
        }
        if (name.startsWith("is") && extractor.classNames().isEmpty()) {
            throw new BadInput("metrics.names has " + name + ", but the extractor " + extractor.name()
                    + " names no classes; allowed: an extractor that does");
        }
    }

    /** In the order of a table. */
    Map<String, Double> measure(GenerativeModel model) {
        try (GeneratedImages images = new GeneratedImages(sample.inputs(recipe, model));
                Extracted fake = extracted(images, "generated images")) {
            Optional<FeatureScores.Classes> classes =
                    fake.logits().map(logits -> new FeatureScores.Classes(logits, true));
            return FeatureScores.of(real().features(), fake.features(), classes, settings, names);
        }
    }

    private Extracted real() {
        if (real.isEmpty()) {
            real = Optional.of(FeatureCache.ofThisMachine()
                    .of(extractor, sample.dataset(), sample.chosen(), "real images", LoadProgress.SILENT)
                    .extracted());
        }
        return real.get();
    }

    private Extracted extracted(ImageSequence images, String what) {
        return Extracted.of(extractor, images, what, LoadProgress.SILENT);
    }

    MetricPassport.Extractor extractor() {
        return new MetricPassport.Extractor(
                extractor.name(), extractor.sha256(), extractor.resize(), extractor.size(), "float32");
    }

    Map<String, String> settings() {
        return settings.passport();
    }

    @Override
    public void close() {
        extractor.close();
        real.ifPresent(Extracted::close);
    }
}
