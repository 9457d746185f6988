package dev.atelier.training;

import dev.atelier.data.Feeds;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The loop: a step's batches, a step, the listeners that are due; until all steps are done or somebody asks to stop. */
public final class Trainer {
    private final TrainingStep step;
    private final Feeds feeds;
    private final TrainingState state;
    private final StepStats stats;
    private final List<TrainingListener> listeners;

    public Trainer(
            TrainingStep step, Feeds feeds, TrainingState state, StepStats stats, List<TrainingListener> listeners) {
        this.step = step;
        this.feeds = feeds;
        this.state = state;
        this.stats = stats;
        this.listeners = List.copyOf(listeners);
    }

    /** Trains until {@code lastStep} steps are done in all or a listener ends it. Returns whether so; false after a stop. */
    public boolean run(long lastStep, BooleanSupplier stopAsked) {
        while (state.step() < lastStep) {
            // one step
            step.stages().refusal(state).ifPresent(this::end);
            Map<String, List<Fields>> batches = new LinkedHashMap<>();
            try (TensorScope scope = TensorScope.open()) {
                step.takes().forEach((feed, count) -> load(feed, count, batches));
                step.run(batches, stats);
                state.advance(batches.getOrDefault(feeds.leading(), List.of()).stream()
                        .mapToLong(Fields::count)
                        .sum());
            } finally {
                batches.values().forEach(loaded -> loaded.forEach(Fields::close));
            }
            for (TrainingListener listener : listeners) {
                listener.step(state.step());
            }

            // housekeeping
            boolean done = state.step() == lastStep;
            boolean stopped = !done && stopAsked.getAsBoolean();
            Tick tick = new Tick(step, state, stats, feeds.cursors());
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

    /** Before a stage that must not begin: what is to be kept at a stop is kept. */
    private void end(String why) {
        Tick tick = new Tick(step, state, stats, feeds.cursors());
        for (TrainingListener listener : listeners) {
            if (state.step() > 0 && listener.wantsStop()) {
                try (TensorScope scope = TensorScope.open()) {
                    listener.tick(tick);
                }
            }
        }
        throw new Diverged(why);
    }

    private void load(String feed, int count, Map<String, List<Fields>> batches) {
        List<Fields> loaded = new ArrayList<>();
        batches.put(feed, loaded);
        for (int i = 0; i < count; i++) {
            loaded.add(feeds.next(feed));
        }
    }
}
