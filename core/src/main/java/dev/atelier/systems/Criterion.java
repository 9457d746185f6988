package dev.atelier.systems;

import dev.atelier.metrics.ImageSet;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.SlicedWasserstein;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import java.util.Map;

/**
 * How good a generator is, in one number that training does not optimise: {@code swd}, a hundred times the {@link SlicedWasserstein}
 * distance between its images and real ones, so in hundredths of the pixel range; lower is better. The real images are such as
 * training did not see, where there are any. Which of them, and the directions, are the same for all runs; z is the seed's own, always the same.
 * Nothing here draws from the streams of training.
 */
public final class Criterion {
    /** The name in {@code stats.jsonl}. */
    public static final String NAME = "swd";

    private static final long SEED_OF_ALL_RUNS = 0;

    private final Recipe recipe;
    private final RealSample sample;
    private final ImageSet real;

    /** Reads the real images. */
    public Criterion(Recipe recipe, RealSample sample) {
        this.recipe = recipe;
        this.sample = sample;
        real = ImageSet.real(sample.dataset(), sample.chosen());
    }

    public double measure(GenerativeModel model) {
        try (FixedInputs inputs = sample.inputs(recipe, model)) {
            SlicedWasserstein metric = new SlicedWasserstein(SlicedWasserstein.DIRECTIONS, SEED_OF_ALL_RUNS);
            return 100 * metric.distance(ImageSet.generated(inputs), real);
        }
    }

    /** Who looks: nobody, the pixels are compared as they are. */
    MetricPassport.Extractor extractor() {
        return new MetricPassport.Extractor("pixels", "none", "none", real.size(), "float32");
    }

    static Map<String, String> settings() {
        return Map.of("directions", SlicedWasserstein.DIRECTIONS + ", seed " + SEED_OF_ALL_RUNS);
    }
}
