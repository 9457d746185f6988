package dev.atelier.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HalvingTest {
    private static final Halving HALVING = new Halving(100, 900, 3);

    /** Runs the search on a table of values, a row a rung, and returns what was done as trial:rung. */
    private static List<String> order(Halving halving, int trials, boolean maximise, double[]... values) {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> order = new ArrayList<>();
        Optional<Halving.Job> job = halving.next(outcomes, trials, maximise);
        for (; job.isPresent(); job = halving.next(outcomes, trials, maximise)) {
            int trial = job.get().trial();
            int rung = job.get().rung();
            order.add(trial + ":" + rung);
            double value = values[rung][trial];
            boolean failed = Double.isNaN(value);
            outcomes.add(new Outcome(
                    trial,
                    rung,
                    halving.budgets().get(rung),
                    Map.of(),
                    failed ? OptionalDouble.empty() : OptionalDouble.of(value),
                    failed ? Optional.of("failed") : Optional.empty()));
        }
        return order;
    }

    @Test
    void rungsGrowByEtaAndEndWithTheMost() {
        assertThat(HALVING.budgets()).containsExactly(100L, 300L, 900L);
        assertThat(new Halving(100, 1000, 3).budgets()).containsExactly(100L, 300L, 900L, 1000L);
        assertThat(new Halving(7, 7, 3).budgets()).containsExactly(7L);
        assertThat(new Halving(1, Long.MAX_VALUE, 2).budgets()).hasSize(64).isSorted();
        assertThat(HALVING.needed()).isEqualTo(9);
    }

    /**
     * Three trials: the best, 1, goes on. After the sixth the best two of six have places: 1 is up, so 4 follows. After the ninth
     * three have: 8 follows and is third in the next rung, whose best, 4, goes to the last.
     */
    @Test
    void promotesTheBestThirdAsSoonAsItIsOne() {
        double[] first = {5, 1, 6, 7, 2, 8, 9, 10, 3};
        double[] second = {0, 20, 0, 0, 10, 0, 0, 0, 30};
        double[] third = new double[9];
        assertThat(order(HALVING, 9, false, first, second, third))
                .containsExactly(
                        "0:0", "1:0", "2:0", "1:1", "3:0", "4:0", "5:0", "4:1", "6:0", "7:0", "8:0", "8:1", "4:2");
    }

    /** A later trial may push an earlier one from the best third after that has gone on; nothing is taken back. */
    @Test
    void fillsPlacesThatEarlierPromotionsLeave() {
        double[] first = {3, 9, 9, 1, 2, 9};
        assertThat(order(HALVING, 6, false, first, new double[6], new double[6]))
                .containsExactly("0:0", "1:0", "2:0", "0:1", "3:0", "3:1", "4:0", "5:0", "4:1", "0:2");
    }

    @Test
    void theHighestMayBeTheBest() {
        double[] first = {5, 1, 6};
        assertThat(order(HALVING, 3, true, first, new double[3])).containsExactly("0:0", "1:0", "2:0", "2:1");
    }

    @Test
    void aFailedTrialCountsButNeverGoesOn() {
        double nan = Double.NaN;
        assertThat(order(HALVING, 3, false, new double[] {nan, nan, 4}, new double[3]))
                .containsExactly("0:0", "1:0", "2:0", "2:1");
        assertThat(order(HALVING, 3, true, new double[] {nan, nan, nan}, new double[3]))
                .containsExactly("0:0", "1:0", "2:0");
    }
}
