package dev.atelier.data;

import org.bytedeco.pytorch.Tensor;

/**
 * Images and labels for one step. It owns its native tensors, made on the loader's thread: whoever took it from the loader
 * closes it.
 *
 * @param images float32 [B, C, H, W], in the loader's pixel range
 * @param labels int64 [B], −1 where the data set has none
 */
public record Batch(Tensor images, Tensor labels) implements AutoCloseable {
    /** How many images. */
    public int size() {
        return (int) images.size(0);
    }

    /** Frees both tensors; a second call does nothing. */
    @Override
    public void close() {
        images.close();
        labels.close();
    }
}
