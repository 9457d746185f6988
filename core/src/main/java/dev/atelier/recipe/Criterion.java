package dev.atelier.recipe;

import dev.atelier.data.Attributes;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.Split;
import dev.atelier.metrics.ImageSet;
import dev.atelier.metrics.SlicedWasserstein;
import dev.atelier.networks.Generator;
import dev.atelier.networks.Latents;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How good a generator is, in one number that training does not optimise: {@code swd}, a hundred times the {@link SlicedWasserstein}
 * distance between its images and real ones, so in hundredths of the pixel range; lower is better. The real images are of the test
 * split where the source has one. Which of them, and the directions, are the same for all runs; z is the seed's own, always the same.
 * Nothing here draws from the streams of training.
 */
public final class Criterion {
    /** The name in {@code stats.jsonl}. */
    public static final String NAME = "swd";

    private static final long SEED_OF_ALL_RUNS = 0;

    private final Recipe recipe;
    private final float[] conditions;
    private final int width;
    private final ComputeDevice device;
    private final ImageSet real;

    private Criterion(Recipe recipe, float[] conditions, int width, ComputeDevice device, ImageSet real) {
        this.recipe = recipe;
        this.conditions = conditions;
        this.width = width;
        this.device = device;
        this.real = real;
    }

    /** Reads the real images; {@code train} gives the training split where there is no other, and {@code notices} hears which it is. */
    static Criterion of(
            Recipe recipe,
            Attributes attributes,
            ComputeDevice device,
            Supplier<ImageDataset> train,
            int samples,
            Consumer<String> notices) {
        boolean split = DataSources.splits(recipe.get(DataKeys.SOURCE)).contains(Split.TEST);
        ImageDataset dataset = split ? open(recipe, Split.TEST) : train.get();
        int count = Math.min(samples, dataset.size());
        notices.accept(NAME + ": " + count + " generated images against as many of the "
                + (split ? "test" : "train") + " split: " + dataset.description()
                + (split ? "" : "; there is no test split, so learning by heart is not seen"));
        int[] order = RandomStream.of(SEED_OF_ALL_RUNS, "metrics.real").permutation(dataset.size());
        int[] chosen = Arrays.copyOf(order, count);
        return new Criterion(
                recipe,
                conditions(attributes, dataset, chosen),
                attributes.width(),
                device,
                ImageSet.real(dataset, chosen));
    }

    private static ImageDataset open(Recipe recipe, Split split) {
        return Assembly.open(recipe, split).dataset();
    }

    /** The attributes of the very images that are compared with, so that both sets have the same mixture. */
    static float[] conditions(Attributes attributes, ImageDataset dataset, int[] chosen) {
        int width = attributes.width();
        float[] rows = new float[chosen.length * width];
        int[] columns = attributes.names().stream()
                .mapToInt(dataset.attributes()::index)
                .toArray();
        for (int i = 0; i < chosen.length; i++) {
            float[] raw = new float[columns.length];
            for (int a = 0; a < columns.length; a++) {
                raw[a] = dataset.attribute(chosen[i], columns[a]);
            }
            attributes.encode(raw, rows, i * width);
        }
        return rows;
    }

    double measure(Generator generator) {
        RandomStream stream = RandomStream.of(recipe.get(TrainKeys.SEED), "metrics");
        try (Latents latents = Latents.sample(Assembly.prior(recipe), stream, real.count(), generator.latent(), device)
                .on(conditions, width)) {
            SlicedWasserstein metric = new SlicedWasserstein(SlicedWasserstein.DIRECTIONS, SEED_OF_ALL_RUNS);
            return 100 * metric.distance(ImageSet.generated(generator, latents), real);
        }
    }

    /**
     * The {@code swd} of a run's generator, finished or as its newest checkpoint has it; with the recipe's {@code metrics.samples} the
     * number is the one that training writes after the same round.
     *
     * @param samples images of either kind, at most; the source may have fewer
     * @param notices is told which images these were
     */
    public static double measure(Sampler sampler, int samples, Consumer<String> notices) {
        Recipe recipe = sampler.recipe();
        return of(recipe, sampler.attributes(), sampler.device(), () -> open(recipe, Split.TRAIN), samples, notices)
                .measure(sampler.generator());
    }
}
