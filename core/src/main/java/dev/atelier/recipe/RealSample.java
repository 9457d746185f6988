package dev.atelier.recipe;

import dev.atelier.data.Attributes;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.Split;
import dev.atelier.networks.Generator;
import dev.atelier.networks.Latents;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The real images that a run is measured against, the same for all runs on the data, and the latent vectors that are held against them.
 * Nothing here draws from the streams of training.
 *
 * @param dataset the test split where the source has one
 * @param chosen numbers of the images
 * @param conditions their attributes, encoded, {@code chosen.length · width} values, so that both sets have the same mixture
 */
record RealSample(ImageDataset dataset, Split split, int[] chosen, float[] conditions, int width) {
    private static final long SEED_OF_ALL_RUNS = 0;

    /** At most {@code samples} of them; {@code train} gives the training split where there is no other. */
    static RealSample of(Recipe recipe, Attributes attributes, Supplier<ImageDataset> train, int samples) {
        boolean test = DataSources.splits(recipe.get(DataKeys.SOURCE)).contains(Split.TEST);
        ImageDataset dataset = test ? Assembly.open(recipe, Split.TEST).dataset() : train.get();
        int[] order = RandomStream.of(SEED_OF_ALL_RUNS, "metrics.real").permutation(dataset.size());
        int[] chosen = Arrays.copyOf(order, Math.min(samples, dataset.size()));
        return new RealSample(
                dataset,
                test ? Split.TEST : Split.TRAIN,
                chosen,
                conditions(attributes, dataset, chosen),
                attributes.width());
    }

    /** The encoded attributes of these images, row-major. */
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

    int count() {
        return chosen.length;
    }

    /** As many latent vectors as images, of the recipe's seed, always the same; the caller closes them. */
    Latents latents(Recipe recipe, Generator generator, ComputeDevice device) {
        RandomStream stream = RandomStream.of(recipe.get(TrainKeys.SEED), "metrics");
        return Latents.sample(Assembly.prior(recipe), stream, count(), generator.latent(), device)
                .on(conditions, width);
    }

    /** What is compared with what, for a person. */
    String description() {
        boolean test = split == Split.TEST;
        return count() + " generated images against as many of the " + (test ? "test" : "train") + " split: "
                + dataset.description()
                + (test ? "" : "; there is no test split, so learning by heart is not seen");
    }
}
