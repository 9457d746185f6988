package dev.atelier.training;

import dev.atelier.checkpoint.CheckpointStore;
import java.util.List;
import java.util.OptionalLong;

/** Which checkpoint training goes back to, and how it goes on from there: with half the learning rates and fresh randomness. */
public final class Rollback {
    /** The name in the training state. */
    public static final String TIMES = "doctor.rollbacks";

    private static final int MOST = 3;

    private Rollback() {}

    /** What the learning rates are multiplied with. */
    public static double factor(TrainingState state) {
        return Math.pow(0.5, state.number(TIMES, 0));
    }

    /** The step of the best checkpoint from before the trouble, else of the newest from before, else of the oldest there is. */
    public static long target(CheckpointStore store, long healthy, int times, Diverged trouble) {
        List<Long> kept = store.list().stream()
                .filter(folder -> CheckpointStore.damage(folder).isEmpty())
                .map(CheckpointStore::step)
                .toList();
        if (times > MOST || kept.isEmpty()) {
            throw new Diverged(trouble.getMessage() + "; "
                    + (kept.isEmpty()
                            ? "there is no checkpoint to go back to"
                            : "it came back after " + MOST + " rollbacks"));
        }
        OptionalLong best = store.best();
        if (best.isPresent() && kept.contains(best.getAsLong()) && best.getAsLong() <= healthy) {
            return best.getAsLong();
        }
        return kept.stream().filter(step -> step <= healthy).max(Long::compare).orElse(kept.get(0));
    }

    /** Marks the state that was loaded: one more rollback, and none of the random numbers that led here. */
    public static void mark(TrainingState state, int times) {
        state.put(TIMES, times);
        state.freshen(times);
    }
}
