package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The pool of earlier samples, by recorded draws and worked by hand. */
class HistoryFakesTest {
    private static final Pass PASS = Pass.training(Precision.FP32, Masks.NONE);

    /** Gives what was recorded, call by call, and refuses another shape. */
    private record Recorded(Deque<float[]> calls) implements Draws {
        @Override
        public Tensor normal(String stream, long... shape) {
            throw new AssertionError("no normal numbers were recorded");
        }

        @Override
        public Tensor uniform(String stream, long... shape) {
            assertThat(stream).isEqualTo("pool");
            return Tensors.of(calls.remove(), shape);
        }
    }

    private record Replay(TrainingState state, Recorded draws, HistoryFakes pool) {
        /** What the critic is shown where these are made. */
        float[] shown(float... made) {
            return samples(false, made);
        }

        float[] samples(boolean learning, float... made) {
            try (StepStats stats = new StepStats();
                    TensorScope scope = TensorScope.open()) {
                StepValues now = new StepValues(
                        new StepValues.Shared(state, 0, PASS, draws, stats, Map.of(), new LinkedHashMap<>()),
                        Map.of(),
                        true);
                Generation generation = ignored -> Generated.of(Tensors.of(made.clone(), made.length, 1));
                return Tensors.toFloats(pool.samples(generation, now, learning).samples());
            }
        }
    }

    @Test
    void replayedFromRecordedDrawsItShowsAndKeepsWhatAHandDoes() {
        // for each sample: keep the place (below ½) or exchange, and which of the three places
        List<float[]> recorded = List.of(
                new float[] {0.9f, 0.9f, 0.9f, 0.9f},
                new float[] {0.9f, 0.9f, 0.7f, 0.5f},
                new float[] {0.2f, 0.5f, 0.5f, 0.99f},
                new float[] {0.9f, 0.0f, 0.6f, 0.1f});
        try (TensorScope scope = TensorScope.open()) {
            Tensor kept = torch.zeros(3, 1);
            Recorded draws = new Recorded(new ArrayDeque<>(recorded));
            Replay replay = new Replay(new TrainingState(1), draws, new HistoryFakes("pool", kept, FakeSource.fresh()));
            assertThat(replay.shown(1, 2)).as("not full").containsExactly(1, 2);
            assertThat(replay.shown(3, 4))
                    .as("3 fills it, 4 takes the place of 2")
                    .containsExactly(3, 2);
            assertThat(Tensors.toFloats(kept)).containsExactly(1, 4, 3);
            assertThat(replay.samples(true, 90, 91))
                    .as("who makes them sees them, and nothing is drawn")
                    .containsExactly(90, 91);
            assertThat(replay.shown(5, 6)).as("5 stays out, 6 for 3").containsExactly(5, 3);
            assertThat(Tensors.toFloats(kept)).containsExactly(1, 4, 6);
            assertThat(replay.shown(7, 8)).as("8 for 7, just kept").containsExactly(1, 7);
            assertThat(Tensors.toFloats(kept)).containsExactly(8, 4, 6);
            assertThat(draws.calls()).isEmpty();
            assertThat(replay.state().number("pool", 0)).isEqualTo(3);
        }
    }

    /** A full pool and an even coin: half of what is shown is old, and nothing is lost or doubled. */
    @Test
    void halfOfWhatIsShownIsOld() {
        TrainingState state = new TrainingState(4);
        try (TensorScope scope = TensorScope.open()) {
            Tensor kept = torch.zeros(50, 1);
            HistoryFakes pool = new HistoryFakes("pool", kept, FakeSource.fresh());
            int old = 0;
            List<Float> seen = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                try (StepStats stats = new StepStats();
                        TensorScope inner = TensorScope.open()) {
                    StepValues now = new StepValues(
                            new StepValues.Shared(
                                    state,
                                    step,
                                    PASS,
                                    Draws.on(Toy.cpu(), state::stream),
                                    stats,
                                    Map.of(),
                                    new LinkedHashMap<>()),
                            Map.of(),
                            true);
                    float number = step + 1;
                    float shown = Tensors.toFloats(pool.samples(
                                    ignored -> Generated.of(Tensors.of(new float[] {number}, 1, 1)), now, false)
                            .samples())[0];
                    seen.add(shown);
                    old += shown == number ? 0 : 1;
                }
            }
            List<Float> shownOrKept = new ArrayList<>(seen);
            for (float value : Tensors.toFloats(kept)) {
                shownOrKept.add(value);
            }
            List<Float> expected = new ArrayList<>();
            for (int number = 1; number <= 400; number++) {
                expected.add((float) number);
                if (number <= 50) {
                    expected.add((float) number); // shown when it was new, and kept
                }
            }
            assertThat(shownOrKept).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(old).isBetween(140, 210); // 350 coins: 175, σ 9.4
        }
    }
}
