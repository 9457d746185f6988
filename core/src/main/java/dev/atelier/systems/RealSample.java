package dev.atelier.systems;

import dev.atelier.data.Attributes;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;

/**
 * The real images that a run is measured against, the same for all runs on the data, and the inputs whose samples are held against them.
 * Nothing here draws from the streams of training.
 *
 * @param heldOut what training did not see, where there is such a thing
 * @param chosen numbers of the images
 * @param conditions their attributes, encoded, {@code chosen.length · width} values, so that both sets have the same mixture
 */
public record RealSample(HeldOut heldOut, int[] chosen, float[] conditions, int width) {
    private static final long SEED_OF_ALL_RUNS = 0;

    /** At most {@code samples} of them. */
    public static RealSample of(HeldOut heldOut, Attributes attributes, int samples) {
        ImageDataset dataset = heldOut.dataset();
        int[] order = RandomStream.of(SEED_OF_ALL_RUNS, "metrics.real").permutation(dataset.size());
        int[] chosen = Arrays.copyOf(order, Math.min(samples, dataset.size()));
        return new RealSample(heldOut, chosen, conditions(attributes, dataset, chosen), attributes.width());
    }

    ImageDataset dataset() {
        return heldOut.dataset();
    }

    /** The encoded attributes of these images, row-major. */
    public static float[] conditions(Attributes attributes, ImageDataset dataset, int[] chosen) {
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

    /** As many inputs of a model as images, of the recipe's seed, always the same; the caller closes them. */
    FixedInputs inputs(Recipe recipe, GenerativeModel model) {
        return FixedInputs.draw(model, recipe.get(TrainKeys.SEED), "metrics", count())
                .on(conditions, width);
    }

    /** The real images as a passport has them. */
    MetricPassport.Side side() {
        return MetricPassport.Side.real(heldOut, count());
    }

    /** What is compared with what, for a person. */
    String description() {
        return count() + " generated images against as many of the "
                + heldOut.split().key() + " split: " + dataset().description()
                + heldOut.remark().map(text -> "; " + text).orElse("");
    }
}
