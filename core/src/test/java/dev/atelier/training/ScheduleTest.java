package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-12);

    @Test
    void constantIsOneAlways() {
        assertThat(factors(Schedule.constant(), 0, 1, 1_000_000)).containsExactly(1, 1, 1);
    }

    @Test
    void stepsFallAfterEachInterval() {
        assertThat(factors(Schedule.steps(10, 0.5), 0, 9, 10, 19, 20, 35)).containsExactly(1, 1, 0.5, 0.5, 0.25, 0.125);
    }

    @Test
    void linearStaysAndThenFallsToZeroAtTheLastRound() {
        assertThat(factors(Schedule.linear(40, 80), 0, 39, 40, 50, 70, 80, 100))
                .containsExactly(1, 1, 1, 0.75, 0.25, 0, 0);
        assertThat(factors(Schedule.linear(5, 5), 4, 5)).containsExactly(1, 0);
    }

    @Test
    void cosineGoesThroughAHalfInTheMiddle() {
        Schedule cosine = Schedule.cosine(12);
        assertThat(cosine.factor(0)).isEqualTo(1, EXACT);
        assertThat(cosine.factor(4)).isEqualTo(0.75, EXACT); // (1 + cos 60°) / 2
        assertThat(cosine.factor(6)).isEqualTo(0.5, EXACT);
        assertThat(cosine.factor(8)).isEqualTo(0.25, EXACT);
        assertThat(cosine.factor(12)).isEqualTo(0, EXACT);
        assertThat(cosine.factor(50)).isEqualTo(0, EXACT);
    }

    @Test
    void warmUpRisesInEqualStepsOnTopOfTheSchedule() {
        assertThat(factors(Schedule.constant().warmedUp(4), 0, 1, 2, 3, 4, 100))
                .containsExactly(0.25, 0.5, 0.75, 1, 1, 1);
        assertThat(factors(Schedule.steps(2, 0.5).warmedUp(4), 0, 1, 2, 3, 4))
                .containsExactly(0.25, 0.5, 0.375, 0.5, 0.25);
        assertThat(factors(Schedule.constant().warmedUp(0), 0, 1)).containsExactly(1, 1);
    }

    private static double[] factors(Schedule schedule, long... steps) {
        return java.util.Arrays.stream(steps).mapToDouble(schedule::factor).toArray();
    }
}
