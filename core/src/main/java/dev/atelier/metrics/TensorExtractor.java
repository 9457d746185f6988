package dev.atelier.metrics;

import org.bytedeco.pytorch.Tensor;

/**
 * Turns images that are tensors, float32 [B, C, H, W] in 0 … 255 and not rounded to bytes, into features [B, size] in the caller's scope:
 * for metrics whose differences are smaller than a byte.
 */
public interface TensorExtractor {
    Tensor features(Tensor images);
}
