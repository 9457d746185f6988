package dev.atelier.metrics;

import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Bilinear resizing as TensorFlow 1's {@code resize_bilinear} does it by default, and so the network of FID: output pixel i reads at
 * i · in / out, without half-pixel centres, without antialiasing, in float32, columns before rows.
 */
final class TensorflowBilinear {
    private TensorflowBilinear() {}

    /** Where an axis is read. */
    private record Reads(long[] low, long[] high, float[] share) {
        static Reads of(long in, int out) {
            float scale = (float) ((double) in / out);
            Reads reads = new Reads(new long[out], new long[out], new float[out]);
            for (int i = 0; i < out; i++) {
                float at = i * scale;
                reads.low[i] = Math.min((long) at, in - 1);
                reads.high[i] = Math.min(reads.low[i] + 1, in - 1);
                reads.share[i] = at - reads.low[i];
            }
            return reads;
        }
    }

    /** Images [B, C, H, W] at another size; themselves at their own. */
    static Tensor resize(Tensor x, int height, int width) {
        return along(along(x, 3, width), 2, height);
    }

    private static Tensor along(Tensor x, int axis, int size) {
        if (x.size(axis) == size) {
            return x;
        }
        Reads reads = Reads.of(x.size(axis), size);
        Tensor low = torch.index_select(x, axis, Tensors.of(reads.low(), size));
        Tensor high = torch.index_select(x, axis, Tensors.of(reads.high(), size));
        long[] shape = {1, 1, 1, 1};
        shape[axis] = size;
        return low.add(high.sub(low).mul(Tensors.of(reads.share(), shape)));
    }
}
