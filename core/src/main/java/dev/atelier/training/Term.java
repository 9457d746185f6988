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
}
