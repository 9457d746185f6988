package dev.atelier.training;

/**
 * How samples are made in training: from noise, from a batch of another domain, from both. It draws its own noise, reads the batches of
 * the step, and returns handles of its own; how many samples it makes need not be how many the batch has.
 */
@FunctionalInterface
public interface Generation {
    /** Makes samples for this micro-batch; whether a graph is kept is the caller's business. */
    Generated generate(StepValues now);
}
