package dev.atelier.data;

import org.bytedeco.pytorch.Tensor;

/**
 * Images, labels and attributes for one step. It owns its native tensors, made on the loader's thread: whoever took it from the
 * loader closes it.
 *
 * @param images float32 [B, C, H, W], in the loader's pixel range
 * @param labels int64 [B], −1 where the data set has none
 * @param attributes float32 [B, E], encoded; E is the width of the attributes asked for, 0 where none are
 */
public record Batch(Tensor images, Tensor labels, Tensor attributes) implements AutoCloseable {
    /** How many images. */
    public int size() {
        return (int) images.size(0);
    }

    /** Frees all tensors; a second call does nothing. */
    @Override
    public void close() {
        images.close();
        labels.close();
        attributes.close();
    }
}
