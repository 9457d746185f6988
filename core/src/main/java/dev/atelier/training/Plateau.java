package dev.atelier.training;

/**
 * A schedule that multiplies the rates by a factor whenever a watched measure, lower being better, has not improved for some
 * measurements in a row. Its memory is in the training state, so that it survives a resume.
 */
public final class Plateau implements Schedule {
    private static final String RATE = "plateau.rate";
    private static final String BEST = "plateau.best";
    private static final String BAD = "plateau.bad";

    private final TrainingState state;
    private final long patience;
    private final double factor;

    /** {@code patience} measurements without improvement, then times {@code factor}. */
    public Plateau(TrainingState state, long patience, double factor) {
        this.state = state;
        this.patience = patience;
        this.factor = factor;
    }

    /** Hears of a measurement. */
    public void measured(double value) {
        if (value < state.number(BEST, Double.MAX_VALUE)) {
            state.put(BEST, value);
            state.put(BAD, 0);
            return;
        }
        double bad = state.number(BAD, 0) + 1;
        if (bad > patience) {
            state.put(RATE, state.number(RATE, 1) * factor);
            bad = 0;
        }
        state.put(BAD, bad);
    }

    @Override
    public double factor(long step) {
        return state.number(RATE, 1);
    }
}
