package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlateauTest {
    private final TrainingState state = new TrainingState(1);

    @Test
    void fallsAfterMoreMeasurementsWithoutImprovementThanItsPatience() {
        Plateau plateau = new Plateau(state, 2, 0.5);
        assertThat(after(plateau, 10, 11, 12)).isEqualTo(1); // two bad ones are borne
        assertThat(after(plateau, 10)).isEqualTo(0.5); // as good as the best is no improvement
        assertThat(after(plateau, 10, 10)).isEqualTo(0.5); // the count begins again
        assertThat(after(plateau, 10)).isEqualTo(0.25);
    }

    @Test
    void anImprovementForgivesTheBadOnes() {
        Plateau plateau = new Plateau(state, 1, 0.1);
        assertThat(after(plateau, 10, 11, 9, 9.5, 8, 8.5)).isEqualTo(1);
        assertThat(after(plateau, 8.1)).isEqualTo(0.1);
    }

    @Test
    void withoutPatienceTheFirstBadOneCounts() {
        assertThat(after(new Plateau(state, 0, 0.5), 3, 4, 4)).isEqualTo(0.25);
    }

    @Test
    void savedInTheMiddleItGoesOnAsIfItHadNotStopped() {
        after(new Plateau(state, 2, 0.5), 10, 11, 12);
        JsonMapper json = JsonMapper.builder().build();
        TrainingState other = new TrainingState(1);
        other.load(json.readValue(json.writeValueAsString(state.save()), Map.class));
        assertThat(after(new Plateau(other, 2, 0.5), 13)).isEqualTo(0.5);
    }

    private static double after(Plateau plateau, double... measured) {
        for (double value : measured) {
            plateau.measured(value);
        }
        return plateau.factor(0);
    }
}
