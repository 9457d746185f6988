package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.PixelRange;
import java.util.Objects;

/**
 * How a loader makes batches.
 *
 * @param batchSize images in a batch
 * @param seed of the order; everything random in a loader follows from it and the cursor
 * @param prefetch batches kept ready ahead of the user, 1 … 64
 * @param attributes those of the data set that batches have, encoded by their own numbers
 * @param augmentation of the images, with the stream (seed, "augmentation", number of the batch over all epochs)
 */
public record LoadOptions(
        int batchSize,
        Order order,
        LastBatch lastBatch,
        PixelRange range,
        long seed,
        int prefetch,
        Attributes attributes,
        Augmentation augmentation) {
    public LoadOptions {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(lastBatch, "lastBatch");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(attributes, "attributes");
        Objects.requireNonNull(augmentation, "augmentation");
        if (batchSize < 1) {
            throw new BadInput("batch size " + batchSize + ": at least 1");
        }
        if (prefetch < 1 || prefetch > 64) {
            throw new BadInput("prefetch " + prefetch + ": 1 to 64 batches");
        }
    }

    /** Shuffled each epoch, the incomplete batch dropped, pixels in [0, 1], two batches ahead, no attributes, as they are. */
    public static LoadOptions defaults(int batchSize, long seed) {
        return new LoadOptions(
                batchSize,
                Order.SHUFFLED,
                LastBatch.DROP,
                PixelRange.UNIT,
                seed,
                2,
                Attributes.NONE,
                Augmentation.NONE);
    }

    public LoadOptions withOrder(Order order) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    public LoadOptions withLastBatch(LastBatch lastBatch) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    public LoadOptions withRange(PixelRange range) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    public LoadOptions withPrefetch(int prefetch) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    /** {@link ImageDataset#attributes()} of the training data, or a selection of them. */
    public LoadOptions withAttributes(Attributes attributes) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    public LoadOptions withAugmentation(Augmentation augmentation) {
        return new LoadOptions(batchSize, order, lastBatch, range, seed, prefetch, attributes, augmentation);
    }

    /** How the rows of images are cut into batches. */
    LoadPlan plan() {
        return new LoadPlan(order, BatchSize.of(batchSize), lastBatch, seed, prefetch);
    }

    /** How many batches an epoch over so many images has. */
    public long batchesPerEpoch(int size) {
        return lastBatch == LastBatch.DROP ? size / batchSize : ((long) size + batchSize - 1) / batchSize;
    }
}
