package dev.atelier.systems;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageTensors;
import dev.atelier.data.LabelledSubset;
import dev.atelier.media.PixelRange;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.LabelledPool;
import org.bytedeco.pytorch.Device;

/** Labelled images in memory, for classifiers. */
public final class Pools {
    private Pools() {}

    /** The same number of images of each class, chosen by the recipe's seed. */
    static LabelledPool labelled(
            Recipe recipe, ImageDataset dataset, PixelRange range, int perClass, RandomStream stream, Device device) {
        int[] chosen = LabelledSubset.choose(dataset, perClass, recipe.get(TrainKeys.SEED));
        return of(recipe, dataset, chosen, range, stream, device);
    }

    /** At most {@code most} images, chosen by the recipe's seed. */
    public static LabelledPool some(
            Recipe recipe, ImageDataset dataset, PixelRange range, int most, RandomStream stream, Device device) {
        int[] order = RandomStream.of(recipe.get(TrainKeys.SEED), "pool").permutation(dataset.size());
        int[] chosen = java.util.Arrays.copyOf(order, Math.min(most, order.length));
        return of(recipe, dataset, chosen, range, stream, device);
    }

    private static LabelledPool of(
            Recipe recipe, ImageDataset dataset, int[] chosen, PixelRange range, RandomStream stream, Device device) {
        try (Fields batch = ImageTensors.of(dataset, chosen, range)) {
            return new LabelledPool(batch, recipe.integer(FeedKeys.BATCH), stream, device);
        }
    }
}
