package dev.atelier.training;

import java.util.List;

/**
 * A stretch of a training with turns of its own: one kind of step again and again. Stages share networks, state and streams; where two
 * need optimisers of their own, they have players of their own.
 *
 * @param name in messages
 * @param steps how long it is; what is told in samples, epochs or hours is turned into steps before a training begins
 * @param gate what must hold before it begins
 */
public record Stage(String name, long steps, List<Turn> turns, Gate gate) {
    public Stage {
        turns = List.copyOf(turns);
        if (steps < 1) {
            throw new IllegalArgumentException("stage " + name + " of " + steps + " steps");
        }
    }

    /** A stage that nothing stands before. */
    public static Stage of(String name, long steps, List<Turn> turns) {
        return new Stage(name, steps, turns, Gate.OPEN);
    }

    /** The only one of a training. */
    public static List<Stage> only(long steps, Turn... turns) {
        return List.of(of("training", steps, List.of(turns)));
    }

    /** This stage behind a gate. */
    public Stage behind(Gate other) {
        return new Stage(name, steps, turns, other);
    }

    /** The number of steps after which all turns have come round: the least common multiple of their periods. */
    public long period() {
        long period = 1;
        for (Turn turn : turns) {
            period = period / gcd(period, turn.period()) * turn.period();
        }
        return period;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
