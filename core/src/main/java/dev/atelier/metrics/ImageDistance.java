package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How far images are from each other, pair by pair, without rounding them to bytes. */
public interface ImageDistance {
    /** Squared distances [B] of images [B, C, H, W] in 0 … 255, in the caller's scope. */
    Tensor squared(Tensor a, Tensor b);

    /** Squared Euclidean distance of an extractor's features: not LPIPS, which weights and normalises the layers of VGG-16. */
    static ImageDistance of(TensorExtractor extractor) {
        return (a, b) -> {
            try (TensorScope scope = TensorScope.open()) {
                Tensor apart = extractor
                        .features(a)
                        .to(ScalarType.Double)
                        .sub(extractor.features(b).to(ScalarType.Double));
                return scope.promote(apart.mul(apart).sum(1));
            }
        };
    }
}
