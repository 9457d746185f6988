package dev.atelier.training;

import dev.atelier.data.Batch;
import dev.atelier.data.BatchSource;
import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The loop: a round's batches, a round, the listeners that are due; until all rounds are done or somebody asks to stop. */
public final class Trainer {
    private final TrainingStep step;
    private final BatchSource source;
    private final TrainingState state;
    private final StepStats stats;
    private final List<TrainingListener> listeners;

    public Trainer(
            TrainingStep step,
            BatchSource source,
            TrainingState state,
            StepStats stats,
            List<TrainingListener> listeners) {
        this.step = step;
        this.source = source;
        this.state = state;
        this.stats = stats;
        this.listeners = List.copyOf(listeners);
    }

    /** Trains until {@code lastStep} rounds are done in all or a listener ends it. Returns whether so; false after a stop. */
    public boolean run(long lastStep, BooleanSupplier stopAsked) {
        while (state.step() < lastStep) {
            // one round
            List<Batch> batches = new ArrayList<>();
            try (TensorScope scope = TensorScope.open()) {
                for (int i = 0; i < step.batches(); i++) {
                    batches.add(source.next());
                }
                step.run(batches, stats);
                state.advance(batches.stream().mapToInt(Batch::size).sum());
            } finally {
                batches.forEach(Batch::close);
            }
            for (TrainingListener listener : listeners) {
                listener.round(state.step());
            }

            // housekeeping
            boolean done = state.step() == lastStep;
            boolean stopped = !done && stopAsked.getAsBoolean();
            Tick tick = new Tick(step, state, stats, source.cursor());
            for (TrainingListener listener : listeners) {
                if (done || listener.due(state.step()) || stopped && listener.wantsStop()) {
                    try (TensorScope scope = TensorScope.open()) {
                        listener.tick(tick);
                    }
                }
                done |= listener.endsTraining();
            }
            if (done) {
                return true;
            }
            if (stopped) {
                return false;
            }
        }
        return true;
    }
}
