package dev.atelier.training;

import java.util.List;

/** What a critic is shown of a micro-batch, in the order in which it judges where it cannot judge all at once. */
@FunctionalInterface
public interface CriticInput {
    /** Real samples, the generated ones, and what else there is. */
    List<Shown> show(StepValues now, Generated made);
}
