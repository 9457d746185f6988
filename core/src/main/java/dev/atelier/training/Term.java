package dev.atelier.training;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Part of a player's loss: adversarial, a penalty, a distance to a target. It may look at several games, and tells what the rows are to
 * say of it through {@link StepValues#record}.
 */
@FunctionalInterface
public interface Term {
    /** A scalar, its weight included, in the caller's scope; none in a step in which it is not due. */
    Optional<Tensor> loss(StepValues now);

    /**
     * The loss of every sample by itself, [B], whose mean is {@link #loss}; none in a step in which it is not due. For players that shorten
     * each sample's gradient ({@link Gradients#perSample}); a term of the batch as a whole refuses.
     */
    default Optional<Tensor> losses(StepValues now) {
        throw new IllegalStateException("this term (" + PerSample.name(this)
                + ") looks at the batch as a whole and has no loss of a single sample; "
                + "a player that learns from gradients of single samples cannot have it");
    }
}
