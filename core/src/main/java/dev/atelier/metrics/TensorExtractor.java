package dev.atelier.metrics;

import org.bytedeco.pytorch.Tensor;

/**
 * Features of images that are not rounded to bytes: float32 [B, C, H, W], values 0 … 255, in; [B, d] in the caller's scope, out. For
 * metrics of small steps, which rounding would drown.
 */
public interface TensorExtractor {
    Tensor features(Tensor images);
}
