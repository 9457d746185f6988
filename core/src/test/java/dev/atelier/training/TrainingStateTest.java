package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.RandomStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TrainingStateTest {
    @Test
    void countsRoundsAndImages() {
        TrainingState state = new TrainingState(1);
        state.advance(8);
        state.advance(5);
        assertThat(state.step()).isEqualTo(2);
        assertThat(state.imagesSeen()).isEqualTo(13);
    }

    @Test
    void aStreamIsTheSeedsStreamOfThatNameAndTheSameAtEachCall() {
        TrainingState state = new TrainingState(9);
        RandomStream expected = RandomStream.of(9, "dropout");
        assertThat(state.stream("dropout").nextLong()).isEqualTo(expected.nextLong());
        assertThat(state.stream("dropout").nextLong()).isEqualTo(expected.nextLong());
        assertThat(state.stream("latent").nextLong())
                .isEqualTo(RandomStream.of(9, "latent").nextLong());
    }

    @Test
    void loadGoesBackToWhereItWasSavedThroughJson() {
        TrainingState state = new TrainingState(9);
        state.advance(8);
        for (int i = 0; i < 1000; i++) {
            state.stream("dropout").nextLong();
        }
        state.stream("latent").nextLong();
        JsonMapper json = JsonMapper.builder().build();
        String saved = json.writeValueAsString(state.save());
        long nextDropout = state.stream("dropout").nextLong();
        long nextLatent = state.stream("latent").nextLong();

        TrainingState other = new TrainingState(9);
        other.stream("dropout").nextLong(); // somebody holds the stream already: it is moved, not replaced
        RandomStream held = other.stream("dropout");
        other.load(json.readValue(saved, Map.class));
        assertThat(other.step()).isEqualTo(1);
        assertThat(other.imagesSeen()).isEqualTo(8);
        assertThat(held.nextLong()).isEqualTo(nextDropout);
        assertThat(other.stream("latent").nextLong()).isEqualTo(nextLatent);
    }

    @Test
    void aStateThatLacksSomethingIsRefusedByName() {
        TrainingState state = new TrainingState(1);
        assertThatThrownBy(() -> state.load(Map.of("step", 1, "imagesSeen", 2))).hasMessageContaining("streams");
        assertThatThrownBy(() -> state.load(Map.of("step", "one", "imagesSeen", 2, "streams", Map.of())))
                .hasMessageContaining("step");
    }

    @Test
    void numbersAreRememberedThroughJsonToTheLastBit() {
        TrainingState state = new TrainingState(1);
        state.put("third", 1 / 3.0);
        state.put("large", Double.MAX_VALUE);
        state.put("whole", 2);
        state.put("whole", 3);
        assertThat(state.number("third", 7)).isEqualTo(1 / 3.0);
        assertThat(state.number("absent", 7)).isEqualTo(7);
        JsonMapper json = JsonMapper.builder().build();
        TrainingState other = new TrainingState(1);
        other.put("of another life", 1);
        other.load(json.readValue(json.writeValueAsString(state.save()), Map.class));
        assertThat(other.save()).isEqualTo(state.save());
        assertThat(other.number("third", 7)).isEqualTo(1 / 3.0);
        assertThat(other.number("large", 7)).isEqualTo(Double.MAX_VALUE);
        assertThat(other.number("whole", 7)).isEqualTo(3);
        assertThat(other.number("of another life", 7)).isEqualTo(7);
    }

    @Test
    void aStateWithoutNumbersHasNone() {
        TrainingState state = new TrainingState(1);
        state.put("old", 1);
        state.load(Map.of("step", 4, "imagesSeen", 32, "streams", Map.of()));
        assertThat(state.step()).isEqualTo(4);
        assertThat(state.number("old", 7)).isEqualTo(7);
    }
}
