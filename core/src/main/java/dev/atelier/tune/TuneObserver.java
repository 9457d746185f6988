package dev.atelier.tune;

import dev.atelier.run.RunObserver;

/** Who watches a search; of each trial it sees what a {@link RunObserver} sees of a run, up to the rung's end. */
public interface TuneObserver extends RunObserver {
    TuneObserver SILENT = new TuneObserver() {};

    /** A trial begins or goes on, up to the rung's steps. */
    default void trial(int trial, int rung, long rounds, java.util.Map<String, String> values) {}

    /** A trial came to the end of a rung, or failed. */
    default void measured(Outcome outcome) {}
}
