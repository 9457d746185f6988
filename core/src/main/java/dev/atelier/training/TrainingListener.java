package dev.atelier.training;

/** Housekeeping between steps: logs, samples, checkpoints. Called on the trainer's thread, in the order of registration. */
public interface TrainingListener {
    /** Whether {@link #tick} is wanted after this many steps. The last step always ticks. */
    boolean due(long step);

    void tick(Tick tick);

    /** After each step; must cost nothing. */
    default void step(long step) {}

    /** Whether a tick is wanted when the run is stopped early, between two due ones. */
    default boolean wantsStop() {
        return false;
    }

    /** Whether this step was the last although more were planned; asked after the tick. The listeners behind it then tick as after the last step. */
    default boolean endsTraining() {
        return false;
    }
}
