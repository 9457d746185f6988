package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StepStatsTest {
    @Test
    void drainsTheMeansOverTheRoundsSinceTheLastDrain() {
        try (StepStats stats = new StepStats()) {
            round(stats, 1, 10);
            round(stats, 4, 20);
            assertThat(stats.drain()).containsExactly(Map.entry("lossD", 2.5), Map.entry("lossG", 15.0));
            round(stats, 7, 8);
            assertThat(stats.drain()).containsExactly(Map.entry("lossD", 7.0), Map.entry("lossG", 8.0));
        }
    }

    @Test
    void eachValueIsAveragedOverAsOftenAsItWasAdded() {
        try (StepStats stats = new StepStats()) {
            for (float round = 0; round < 2; round++) {
                add(stats, "twice", 1 + round);
                add(stats, "twice", 5 + round);
                if (round == 0) {
                    add(stats, "once in two steps", 8);
                }
            }
            assertThat(stats.drain())
                    .containsExactly(Map.entry("twice", (1 + 5 + 2 + 6) / 4.0), Map.entry("once in two steps", 8.0));
        }
    }

    @Test
    void aStateThatCountedRoundsGoesOnByItsRounds() {
        try (StepStats stats = new StepStats()) {
            stats.load(Map.of("rounds", 3, "sums", Map.of("lossD", 6.0)));
            assertThat(stats.save()).isEqualTo(Map.of("counts", Map.of("lossD", 3L), "sums", Map.of("lossD", 6.0)));
            add(stats, "lossD", 10);
            assertThat(stats.drain()).containsExactly(Map.entry("lossD", 4.0));
        }
    }

    @Test
    void drainsNothingWhereThereWasNoRound() {
        try (StepStats stats = new StepStats()) {
            assertThat(stats.drain()).isEmpty();
            round(stats, 1, 2);
            stats.drain();
            assertThat(stats.drain()).isEmpty();
        }
    }

    @Test
    void sumsInDoublePrecision() {
        try (StepStats stats = new StepStats()) {
            for (int i = 0; i < 3; i++) {
                round(stats, i == 0 ? 16_777_216f : 1f, 0);
            }
            assertThat(stats.drain().get("lossD")).isEqualTo(16_777_218 / 3.0);
        }
    }

    @Test
    void keepsACopyOfWhatItIsGiven() {
        try (StepStats stats = new StepStats();
                TensorScope scope = TensorScope.open()) {
            var value = Tensors.of(new float[] {3});
            stats.add("x", value);
            value.zero_();
            assertThat(stats.drain()).containsEntry("x", 3.0);
        }
    }

    @Test
    void aStateIsComputedOnceWhenItIsRead() {
        try (StepStats stats = new StepStats()) {
            int[] asked = new int[1];
            float[] value = {1};
            for (int round = 0; round < 3; round++) {
                stats.state("length", () -> {
                    asked[0]++;
                    return Tensors.of(value).mean();
                });
            }
            value[0] = 7;
            assertThat(stats.drain()).containsExactly(Map.entry("length", 7.0));
            assertThat(asked[0]).isEqualTo(1);
            assertThat(stats.drain()).isEmpty();
        }
    }

    @Test
    void savedAndLoadedItGoesOnAsIfItHadNeverStopped() {
        try (StepStats straight = new StepStats();
                StepStats resumed = new StepStats()) {
            round(straight, 0.1f, 0.7f);
            round(straight, 0.2f, 0.9f);
            JsonMapper json = JsonMapper.builder().build();
            String saved = json.writeValueAsString(straight.save());
            round(resumed, 99, 99); // of another life: gone after load
            resumed.load(json.readValue(saved, Map.class));
            round(straight, 0.3f, 0.5f);
            round(resumed, 0.3f, 0.5f);
            assertThat(resumed.save()).isEqualTo(straight.save());
            assertThat(resumed.drain()).isEqualTo(straight.drain());
        }
    }

    @Test
    void aStateOfAnotherKindIsRefusedByName() {
        try (StepStats stats = new StepStats()) {
            assertThatThrownBy(() -> stats.load(Map.of("sums", Map.of()))).hasMessageContaining("rounds");
            assertThatThrownBy(() -> stats.load(Map.of("rounds", 1))).hasMessageContaining("sums");
        }
    }

    private static void round(StepStats stats, float lossD, float lossG) {
        try (TensorScope scope = TensorScope.open()) {
            stats.add("lossD", Tensors.of(new float[] {lossD}).mean());
            stats.add("lossG", Tensors.of(new float[] {lossG}).mean());
        }
    }

    private static void add(StepStats stats, String name, float value) {
        try (TensorScope scope = TensorScope.open()) {
            stats.add(name, Tensors.of(new float[] {value}).mean());
        }
    }
}
