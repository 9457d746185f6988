package dev.atelier.training;

import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** Where the generated samples of a game come from. */
@FunctionalInterface
public interface FakeSource {
    /**
     * The samples for one turn of one micro-batch, in the caller's scope.
     *
     * @param learning the turn is that of whoever makes them, so they need a graph; else the critic's, who must see them without one
     */
    Generated samples(Generation generation, StepValues now, boolean learning);

    /** Each turn makes its own, the critic's without a graph. */
    static FakeSource fresh() {
        return (generation, now, learning) -> {
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode graph = new AutoGradMode(learning)) {
                return generation.generate(now).promoted(scope);
            }
        };
    }

    /**
     * The first turn that asks makes them, with a graph, and all turns of the step see the same; the critic sees them cut off. A graph is
     * held until the step ends, so micro-batches cannot be accumulated.
     */
    static FakeSource once() {
        return (generation, now, learning) -> {
            Generated made = now.ofStep(generation);
            return learning ? made : made.detached();
        };
    }

    /**
     * For half of the samples that the critic sees, ones of earlier steps from a pool.
     *
     * @param name of its random stream
     * @param pool [capacity, sample…], a memory of the network set
     * @param source of new samples
     */
    static FakeSource history(String name, Tensor pool, FakeSource source) {
        return new HistoryFakes(name, pool, source);
    }

    /**
     * For the critic, samples of a set that is made anew every so many steps.
     *
     * @param name of its random stream
     * @param set [samples, sample…], a memory of the network set
     */
    static FakeSource snapshot(String name, Tensor set, long every) {
        return new SnapshotFakes(name, set, every);
    }
}
