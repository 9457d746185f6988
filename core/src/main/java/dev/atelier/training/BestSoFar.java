package dev.atelier.training;

import java.util.OptionalLong;

/** The best measurement of a run so far, its step, and how many came after it. Its memory is in the training state, so that it survives a resume. */
public final class BestSoFar {
    private final TrainingState state;
    private final String name;
    private final boolean lowerIsBetter;

    /** {@code name} is what the numbers in the state begin with. */
    public BestSoFar(TrainingState state, String name, boolean lowerIsBetter) {
        this.state = state;
        this.name = name;
        this.lowerIsBetter = lowerIsBetter;
    }

    /** Hears of a measurement after the state's step; returns whether it is a new best. One that is NaN or no better than the best is not. */
    public boolean measured(double value) {
        double best = state.number(name + ".value", lowerIsBetter ? Double.MAX_VALUE : -Double.MAX_VALUE);
        if (lowerIsBetter ? value < best : value > best) {
            state.put(name + ".value", value);
            state.put(name + ".step", state.step());
            state.put(name + ".misses", 0);
            return true;
        }
        state.put(name + ".misses", misses() + 1);
        return false;
    }

    /** The step of the best; empty before the first. */
    public OptionalLong step() {
        double step = state.number(name + ".step", -1);
        return step < 0 ? OptionalLong.empty() : OptionalLong.of((long) step);
    }

    /** The best; NaN before the first. */
    public double value() {
        return state.number(name + ".value", Double.NaN);
    }

    /** Measurements since the best that were no better. */
    public long misses() {
        return (long) state.number(name + ".misses", 0);
    }
}
