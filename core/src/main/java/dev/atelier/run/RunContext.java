package dev.atelier.run;

import dev.atelier.IoFailure;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.TrainKeys;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the listeners of one run share: its folder, its recipe, who watches, its clock, and how a failure is told. */
final class RunContext {
    private final RunDirectory directory;
    private final Recipe recipe;
    private final RunObserver observer;
    private final CheckpointStore store;
    private final long perEpoch;
    private final long startNanos = System.nanoTime();
    private final double earlierSeconds;

    /**
     * @param perEpoch steps of one pass over the data
     * @param earlierSeconds trained in earlier sessions
     */
    RunContext(RunDirectory directory, Recipe recipe, RunObserver observer, long perEpoch, double earlierSeconds) {
        this.directory = directory;
        this.recipe = recipe;
        this.observer = observer;
        this.perEpoch = perEpoch;
        this.earlierSeconds = earlierSeconds;
        store = directory.store(recipe.integer(TrainKeys.CHECKPOINT_KEEP));
    }

    RunDirectory directory() {
        return directory;
    }

    Recipe recipe() {
        return recipe;
    }

    RunObserver observer() {
        return observer;
    }

    CheckpointStore store() {
        return store;
    }

    /** The pass over the data that a step belongs to, from 1. */
    long epoch(long step) {
        return (step - 1) / perEpoch + 1;
    }

    /** Whether something that happens every {@code interval} steps, 0: at each epoch's end, happens now. */
    boolean due(long interval, long step) {
        return interval > 0 ? step % interval == 0 : step % perEpoch == 0;
    }

    /** Wall time trained so far, over all sessions. */
    double seconds() {
        return earlierSeconds + (System.nanoTime() - startNanos) / 1e9;
    }

    /** What ends a run whose numbers are not numbers any more. */
    Diverged diverged(String what) {
        List<Path> kept = store.list();
        String last = kept.isEmpty()
                ? "no checkpoint was written yet"
                : "the last good checkpoint is kept: " + kept.get(kept.size() - 1);
        return new Diverged("training diverged: " + what + "; " + last
                + "; try lower learning rates (generator.learningRate, discriminator.learningRate) in a new run");
    }

    /** A full disk or a lost folder ends the run with one line; the last checkpoint is whole. */
    void write(RunDirectory.Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw IoFailure.of(
                    "cannot write to " + directory.root() + ": " + IoFailure.reason(e)
                            + "; what was saved is whole: make room, then go on with --resume " + directory.root(),
                    directory.root(),
                    e);
        }
    }
}
