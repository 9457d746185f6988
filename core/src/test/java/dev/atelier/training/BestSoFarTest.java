package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BestSoFarTest {
    @Test
    void aLowerOneIsBetterAndWhatIsNotBetterIsAMiss() {
        TrainingState state = new TrainingState(1);
        BestSoFar best = new BestSoFar(state, "best", true);
        assertThat(best.step()).isEmpty();
        assertThat(measure(state, best, 5)).isTrue();
        assertThat(measure(state, best, 5)).isFalse(); // a tie
        assertThat(measure(state, best, Double.NaN)).isFalse();
        assertThat(best.misses()).isEqualTo(2);
        assertThat(best.step()).hasValue(1);
        assertThat(measure(state, best, -1)).isTrue(); // kid may be below 0
        assertThat(best.misses()).isZero();
        assertThat(best.step()).hasValue(4);
        assertThat(best.value()).isEqualTo(-1);
    }

    @Test
    void aHigherOneIsBetterWhereThatIsTheWay() {
        TrainingState state = new TrainingState(1);
        BestSoFar best = new BestSoFar(state, "best", false);
        assertThat(measure(state, best, -3)).isTrue();
        assertThat(measure(state, best, -4)).isFalse();
        assertThat(measure(state, best, -2)).isTrue();
    }

    @Test
    void survivesInTheStateUnderItsName() {
        TrainingState state = new TrainingState(1);
        BestSoFar best = new BestSoFar(state, "best", true);
        BestSoFar other = new BestSoFar(state, "stop", false);
        measure(state, best, 5);
        measure(state, best, 6);
        other.measured(7);
        TrainingState resumed = new TrainingState(1);
        resumed.load(state.save());
        BestSoFar again = new BestSoFar(resumed, "best", true);
        assertThat(again.misses()).isEqualTo(1);
        assertThat(again.step()).hasValue(1);
        assertThat(measure(resumed, again, 5.5)).isFalse();
        assertThat(new BestSoFar(resumed, "stop", false).value()).isEqualTo(7);
    }

    private static boolean measure(TrainingState state, BestSoFar best, double value) {
        state.advance(1);
        return best.measured(value);
    }
}
