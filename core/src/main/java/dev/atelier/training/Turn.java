package dev.atelier.training;

import java.util.Collections;
import java.util.List;

/**
 * One thing that happens in a step, in its place among the others: a player learns, an average moves on, a number changes. It says
 * which batches it needs. Whether it is due follows from the number of steps done alone.
 */
public interface Turn {
    /** The batches of each feed that it works on; all of one number. */
    default List<Takes> takes() {
        return List.of();
    }

    /** Whether it takes place in the step that comes after {@code step} steps of its stage. */
    default boolean due(long step) {
        return true;
    }

    /** After how many steps it has come round; 1 where it is due in each. */
    default long period() {
        return 1;
    }

    /** Does it; {@code microBatches} has one entry for each batch that it takes, or one that holds none. */
    void run(List<StepValues> microBatches, StepStats stats);

    /** This turn {@code k} times, one after the other. */
    default List<Turn> times(int k) {
        return Collections.nCopies(k, this);
    }

    /** This turn in every {@code k}-th step only, beginning with the first. */
    default Turn every(long k) {
        if (k < 1) {
            throw new IllegalArgumentException("every " + k + ". step");
        }
        Turn turn = this;
        return new Turn() {
            @Override
            public List<Takes> takes() {
                return turn.takes();
            }

            @Override
            public boolean due(long step) {
                return step % k == 0 && turn.due(step);
            }

            @Override
            public long period() {
                return k * turn.period();
            }

            @Override
            public void run(List<StepValues> microBatches, StepStats stats) {
                turn.run(microBatches, stats);
            }
        };
    }
}
