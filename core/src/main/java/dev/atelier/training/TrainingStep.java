package dev.atelier.training;

import dev.atelier.data.Batch;
import dev.atelier.networks.Generator;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** One kind of round: all players updated once. Owns its networks, optimisers and losses. */
public interface TrainingStep extends AutoCloseable {
    /** Batches that one round takes. */
    int batches();

    /** Runs one round on its batches, in the caller's scope, and adds its losses and accuracies to {@code stats}. */
    void run(List<Batch> batches, StepStats stats);

    /** The generator to show and to keep: the averaged one where there is an average. */
    Generator sampler();

    /** All tensors that a checkpoint must hold, by group and name, borrowed. */
    Map<String, Map<String, Tensor>> tensors();

    /** Overwrites everything that {@link #tensors()} gives. */
    void load(Map<String, Map<String, Tensor>> saved);

    @Override
    void close();
}
