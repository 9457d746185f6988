package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final Turn NOTHING = (microBatches, stats) -> {};
    private static final Stages TWO = new Stages(List.of(
            Stage.of("first", 3, List.of(NOTHING)),
            Stage.of("second", 4, List.of(NOTHING))
                    .behind(state ->
                            state.number("ready", 0) > 0 ? Optional.empty() : Optional.of("it is not ready"))));

    @Test
    void theStageFollowsFromTheStepsDone() {
        assertThat(TWO.steps()).isEqualTo(7);
        assertThat(List.of(0L, 2L, 3L, 6L, 9L).stream()
                        .map(step -> TWO.after(step).stage().name() + " from "
                                + TWO.after(step).begin()))
                .containsExactly("first from 0", "first from 0", "second from 3", "second from 3", "second from 3");
    }

    @Test
    void aGateIsAskedWhereItsStageBeginsAndNowhereElse() {
        TrainingState state = new TrainingState(1);
        for (int step = 0; step < 7; step++) {
            assertThat(TWO.refusal(state))
                    .as("before step %d", step)
                    .isEqualTo(
                            step == 3 ? Optional.of("stage second cannot begin: it is not ready") : Optional.empty());
            state.advance(1);
        }
        TrainingState ready = new TrainingState(1);
        ready.put("ready", 1);
        for (int step = 0; step < 3; step++) {
            ready.advance(1);
        }
        assertThat(TWO.refusal(ready)).isEmpty();
    }

    @Test
    void aPeriodIsTheLeastCommonMultipleOfItsTurns() {
        assertThat(Stage.of("lazy", 100, List.of(NOTHING, NOTHING.every(4), NOTHING.every(6)))
                        .period())
                .isEqualTo(12);
        assertThat(NOTHING.times(3)).hasSize(3);
    }

    @Test
    void noStepsAreNoStage() {
        assertThatThrownBy(() -> Stage.of("none", 0, List.of())).hasMessage("stage none of 0 steps");
        assertThatThrownBy(() -> new Stages(List.of())).hasMessageContaining("at least one stage");
    }
}
