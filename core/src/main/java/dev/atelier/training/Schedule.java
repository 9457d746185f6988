package dev.atelier.training;

/** A factor on a learning rate, by the number of steps done. */
public interface Schedule {
    double factor(long step);

    /** 1, always. */
    static Schedule constant() {
        return step -> 1;
    }

    /** Times {@code factor} after each {@code every} steps. */
    static Schedule steps(long every, double factor) {
        return step -> Math.pow(factor, step / every);
    }

    /** 1 until step {@code from}, then in a straight line to 0 at step {@code last}. */
    static Schedule linear(long from, long last) {
        return step -> step < from ? 1 : Math.max(0, (double) (last - step) / Math.max(1, last - from));
    }

    /** Half a cosine from 1 to 0 at step {@code last} (Loshchilov and Hutter 2017, arXiv 1608.03983, one period). */
    static Schedule cosine(long last) {
        return step -> (1 + StrictMath.cos(Math.PI * Math.min(1, (double) step / last))) / 2;
    }

    /** This schedule, with (t + 1) / steps on top of it for the first {@code rounds} steps. */
    default Schedule warmedUp(long rounds) {
        return step -> factor(step) * Math.min(1, (step + 1.0) / Math.max(1, rounds));
    }
}
