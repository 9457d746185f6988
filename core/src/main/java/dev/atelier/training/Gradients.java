package dev.atelier.training;

import dev.atelier.tensor.RandomStream;
import org.bytedeco.pytorch.Tensor;

/** How a player comes from its loss to the gradient of its step. One serves one player. */
public interface Gradients {
    /**
     * Adds what a loss says of the weights to what this step has collected.
     *
     * @param loss a scalar, or where {@link #eachSample} [B], one for every sample
     * @param share of the micro-batch in the step, of a scalar
     */
    void collect(Tensor loss, double share, Collected collected);

    /** Makes the step's gradient of all that was collected, in place. */
    default void finish(Collected collected) {}

    /** Whether terms are asked for the loss of every sample by itself, {@link Term#losses}. */
    default boolean eachSample() {
        return false;
    }

    /** The gradient of the whole loss. */
    static Gradients whole() {
        return WholeGradients.INSTANCE;
    }

    /**
     * The gradient of each sample's loss, over all weights together shortened to {@code clip} where it is longer; their sum, and on it
     * normal noise of deviation {@code deviation} · {@code clip}; divided by the number of samples in the step (Abadi et al. 2016, arXiv
     * 1607.00133, algorithm 1). One backward pass a sample.
     *
     * @param clip above 0
     * @param deviation σ, the noise multiplier; 0 is no noise
     * @param noise where the noise comes from: a stream of the run's state, so that a resumed run goes on with the same numbers
     */
    static Gradients perSample(double clip, double deviation, RandomStream noise) {
        return new PerSampleGradients(clip, deviation, noise);
    }
}
