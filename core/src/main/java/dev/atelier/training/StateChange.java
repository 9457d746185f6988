package dev.atelier.training;

import java.util.List;
import java.util.function.Consumer;

/** A turn that changes what the run remembers beside weights: a level, a fade, a fresh optimiser. */
public record StateChange(Consumer<TrainingState> change) implements Turn {
    @Override
    public void run(List<StepValues> microBatches, StepStats stats) {
        change.accept(microBatches.get(0).state());
    }
}
