package dev.atelier.training;

/** Housekeeping between rounds: logs, samples, checkpoints. Called on the trainer's thread, in the order of registration. */
public interface TrainingListener {
    /** Whether {@link #tick} is wanted after this many rounds. The last round always ticks. */
    boolean due(long step);

    void tick(Tick tick);

    /** After each round; must cost nothing. */
    default void round(long step) {}

    /** Whether a tick is wanted when the run is stopped early, between two due ones. */
    default boolean wantsStop() {
        return false;
    }

    /** Whether this round was the last although more were planned; asked after the tick. The listeners behind it then tick as after the last round. */
    default boolean endsTraining() {
        return false;
    }
}
