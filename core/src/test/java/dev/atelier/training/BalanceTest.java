package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private final TrainingState state = new TrainingState(1);
    private final Balance balance = new Balance(state, 2, 0.75);

    @Test
    void atTheTargetNobodyIsSlowed() {
        assertThat(balance.discriminatorFactor()).isEqualTo(1);
        assertThat(balance.generatorFactor()).isEqualTo(1);
        balance.judged(1, 0, 8); // all of the real and half of the fake: 0.75
        assertThat(balance.discriminatorFactor()).isEqualTo(1, CLOSE);
        assertThat(balance.generatorFactor()).isEqualTo(1, CLOSE);
    }

    @Test
    void aDiscriminatorThatIsAheadIsSlowed() {
        balance.judged(1, 1, 8); // accuracy 1: the average goes from 0.75 to 0.755
        assertThat(state.number("balance.accuracy", 0)).isEqualTo(0.755, CLOSE);
        assertThat(balance.discriminatorFactor()).isEqualTo(Math.exp(-2 * 0.005 / 0.25), CLOSE);
        assertThat(balance.generatorFactor()).isEqualTo(1);
    }

    @Test
    void aGeneratorThatIsAheadIsSlowed() {
        balance.judged(-1, -1, 8); // accuracy 0: 0.735
        assertThat(balance.generatorFactor()).isEqualTo(Math.exp(-2 * 0.015 / 0.75), CLOSE);
        assertThat(balance.discriminatorFactor()).isEqualTo(1);
    }

    @Test
    void theEndsAreSlowedByTheWholeStrength() {
        state.put("balance.accuracy", 1);
        assertThat(balance.discriminatorFactor()).isEqualTo(Math.exp(-2), CLOSE);
        state.put("balance.accuracy", 0);
        assertThat(balance.generatorFactor()).isEqualTo(Math.exp(-2), CLOSE);
    }

    @Test
    void itStandsOnTopOfASchedule() {
        state.put("balance.accuracy", 1);
        Schedule half = Schedule.steps(10, 0.5);
        assertThat(balance.discriminator(half).factor(10)).isEqualTo(0.5 * Math.exp(-2), CLOSE);
        assertThat(balance.generator(half).factor(10)).isEqualTo(0.5);
    }
}
