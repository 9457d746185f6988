package dev.atelier.recipe;

import java.nio.file.Path;

/** Who watches a run: the console, a studio, nobody. Called on the training thread. */
public interface RunObserver {
    RunObserver SILENT = new RunObserver() {};

    /** A line that the user must see. */
    default void notice(String line) {}

    /** The run directory stands and training goes on from round {@code step} to {@code lastStep}, {@code batch} images a round. */
    default void started(Path run, long step, long lastStep, long batchesPerEpoch, int batch) {}

    default void round(long step) {}

    default void row(StatsRow row) {}

    default void sampled(Path picture) {}

    default void saved(Path checkpoint) {}
}
