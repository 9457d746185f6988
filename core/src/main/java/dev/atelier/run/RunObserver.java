package dev.atelier.run;

import java.nio.file.Path;
import java.util.Map;

/** Who watches a run: the console, a studio, nobody. Called on the training thread. */
public interface RunObserver {
    RunObserver SILENT = new RunObserver() {};

    /** A line that the user must see. */
    default void notice(String line) {}

    /** The run directory stands and training goes on from step {@code step} to {@code lastStep}, {@code batch} images a step. */
    default void started(Path run, long step, long lastStep, long batchesPerEpoch, int batch) {}

    default void step(long step) {}

    default void row(StatsRow row) {}

    /** Measured after step {@code step}, by metric, before the row that has it too; {@code best}: the best of the run so far. */
    default void measured(long step, Map<String, Double> values, boolean best) {}

    /** The run is done. */
    default void ended(Ending ending) {}

    default void sampled(Path picture) {}

    default void saved(Path checkpoint) {}
}
