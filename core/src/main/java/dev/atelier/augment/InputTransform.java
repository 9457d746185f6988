package dev.atelier.augment;

import dev.atelier.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A random, differentiable change of the discriminator's input, drawn anew at each call. */
@FunctionalInterface
public interface InputTransform {
    /** Changes nothing. */
    InputTransform NONE = Tensor::new;

    /**
     * Images [B, C, H, W] in, changed ones in the same shape and format out: a handle of its own in the caller's scope, even where
     * nothing was changed.
     */
    Tensor apply(Tensor images);

    /** One after the other, the first of the list first; {@link #NONE} for an empty list. */
    static InputTransform chain(List<InputTransform> transforms) {
        List<InputTransform> links = List.copyOf(transforms);
        if (links.size() <= 1) {
            return links.isEmpty() ? NONE : links.get(0);
        }
        return images -> {
            try (TensorScope scope = TensorScope.open()) {
                Tensor x = images;
                for (InputTransform link : links) {
                    x = link.apply(x);
                }
                return scope.promote(x);
            }
        };
    }
}
