package dev.atelier.recipe;

import java.nio.file.Path;

/** Who watches a run: the console, a studio, nobody. Called on the training thread. */
public interface RunObserver {
    RunObserver SILENT = new RunObserver() {};

    /** A line that the user must see. */
    default void notice(String line) {}

    /** The run directory stands and training begins at round {@code step} of {@code lastStep}. */
    default void started(Path run, long step, long lastStep, long batchesPerEpoch) {}

    default void round(long step) {}

    default void row(StatsRow row) {}

    default void sampled(Path picture) {}

    default void saved(Path checkpoint) {}
}
