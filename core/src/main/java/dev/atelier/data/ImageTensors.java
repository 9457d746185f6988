package dev.atelier.data;

import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;

/** Whole chosen sets of images as tensors. */
public final class ImageTensors {
    private ImageTensors() {}

    /** {@link #of(ImageDataset, int[], PixelRange, Attributes)} without attributes. */
    public static Fields of(ImageDataset dataset, int[] indices, PixelRange range) {
        return of(dataset, indices, range, Attributes.NONE);
    }

    /**
     * These images in this order, none of them changed, as one batch, which the caller closes.
     *
     * @param attributes to be encoded; the data set must have them
     */
    public static Fields of(ImageDataset dataset, int[] indices, PixelRange range, Attributes attributes) {
        return new BatchMaker(dataset, range, attributes).batch(indices, values -> {});
    }
}
