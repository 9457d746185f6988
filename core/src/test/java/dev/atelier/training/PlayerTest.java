package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.nn.Initializer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Sgd;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain descent at rate 1 from (10, 20) and 5, so that a step is the gradient. */
class PlayerTest {
    private static final Offset<Float> CLOSE = within(1e-5f);

    static {
        Engine.threads(1);
    }

    private final Parameter a = Parameter.weight("a", Initializer.zeros(), 2);
    private final Parameter b = Parameter.weight("b", Initializer.zeros(), 1);
    private final StepStats stats = new StepStats();

    @BeforeEach
    void values() {
        try (TensorScope scope = TensorScope.open()) {
            a.copyFrom(Tensors.of(new float[] {10, 20}, 2));
            b.copyFrom(Tensors.of(new float[] {5}, 1));
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        stats.close();
    }

    @Test
    void aStepGoesDownTheGradient() {
        try (Player player = player(0, 0, Player.Statistics.NONE)) {
            learn(player, 1, 2, 3, 4);
            player.step(0, stats, true);
            assertWeights(8, 17, 1);
            assertThat(stats.drain()).isEmpty();
        }
    }

    @Test
    void aLongGradientIsShortenedOverAllWeightsTogether() {
        try (Player player = player(1, 0, Player.Statistics.NONE)) {
            learn(player, 1, 2, 3, 6); // of length 7
            player.step(0, stats, true);
            assertWeights(10 - 2 / 7f, 20 - 3 / 7f, 5 - 6 / 7f);
        }
    }

    @Test
    void aShortGradientStaysAsItIs() {
        try (Player player = player(7.1, 0, Player.Statistics.NONE)) {
            learn(player, 1, 2, 3, 6);
            player.step(0, stats, true);
            assertWeights(8, 17, -1);
        }
    }

    @Test
    void twoHalfBatchesMakeOneStepOnTheirMean() {
        try (Player player = player(0, 0, Player.Statistics.NONE)) {
            learn(player, 0.5, 2, 3, 4);
            learn(player, 0.5, 4, 1, -2);
            assertWeights(10, 20, 5); // nothing moves before the step
            player.step(0, stats, true);
            assertWeights(7, 18, 4);
            learn(player, 1, 1, 1, 1); // what was collected is spent
            player.step(1, stats, true);
            assertWeights(6, 17, 3);
        }
    }

    @Test
    void clippingLooksAtTheMeanAndNotAtItsParts() {
        try (Player player = player(1, 0, Player.Statistics.NONE)) {
            learn(player, 0.5, 100, 0, 0.4f);
            learn(player, 0.5, -100, 0, 0.4f);
            player.step(0, stats, true);
            assertWeights(10, 20, 4.6f);
        }
    }

    @Test
    void weightsAreCutOffAfterTheStep() {
        try (Player player = player(0, 4.5, Player.Statistics.NONE)) {
            learn(player, 1, 7, 50, 1);
            player.step(0, stats, true);
            assertWeights(3, -4.5f, 4);
        }
    }

    @Test
    void theScheduleIsAFactorOnTheFirstRate() {
        Player.Options options = new Player.Options(Schedule.steps(1, 0.5), 0, 0, Player.Statistics.NONE);
        try (Player player = new Player("G", new Sgd(List.of(a, b), 1, 0), options)) {
            for (int round = 0; round < 3; round++) {
                learn(player, 1, 8, 0, 0);
                player.step(round, stats, true);
            }
            assertWeights(10 - 8 - 4 - 2, 20, 5);
        }
    }

    @Test
    void theMomentumFollowsItsScheduleAndDampensAsTorch7Did() {
        Player.Options options = Player.Options.PLAIN.withMomentum(
                MomentumSchedule.linear(0.5, 0.75, 1).dampened());
        try (Player player = new Player("G", new Sgd(List.of(a, b), new Sgd.Options(1, 0.5, 0.5, 0)), options)) {
            learn(player, 1, 8, 0, 0);
            player.step(0, stats, true);
            assertWeights(2, 20, 5); // the first step is the gradient
            learn(player, 1, 4, 0, 0);
            player.step(1, stats, true);
            assertWeights(2 - 7, 20, 5); // ¾·8 + ¼·4
            learn(player, 1, 0, 0, 0);
            player.step(2, stats, true);
            assertWeights(-5 - 5.25f, 20, 5);
        }
    }

    @Test
    void aMomentumRisesInAStraightLine() {
        MomentumSchedule rising = MomentumSchedule.linear(0.5, 0.8, 3);
        assertThat(rising.momentum(0)).isEqualTo(0.5);
        assertThat(rising.momentum(1)).isEqualTo(0.6, within(1e-12));
        assertThat(rising.momentum(9)).isEqualTo(0.8);
        assertThat(rising.dampening(1)).isZero();
    }

    @Test
    void statisticsAreLengthsOfTheClippedGradientAndOfTheNewWeights() {
        try (Player player = player(0, 0, Player.Statistics.TOTAL)) {
            learn(player, 1, 2, 3, 6);
            player.step(0, stats, true);
            Map<String, Double> rows = stats.drain();
            assertThat(rows).containsOnlyKeys("gradientD", "weightD");
            assertThat(rows.get("gradientD")).isEqualTo(7, within(1e-5));
            assertThat(rows.get("weightD")).isEqualTo(Math.sqrt(64 + 289 + 1), within(1e-5));
        }
        try (Player player = player(3.5, 0, Player.Statistics.TOTAL)) {
            learn(player, 1, 2, 3, 6);
            player.step(0, stats, true);
            assertThat(stats.drain().get("gradientD")).isEqualTo(3.5, within(1e-5));
        }
    }

    @Test
    void ofSeveralRoundsTheGradientsAreAMeanAndTheWeightsThoseOfTheLast() {
        try (Player player = player(0, 0, Player.Statistics.TOTAL)) {
            learn(player, 1, 2, 3, 6); // of length 7, to 8, 17, -1
            player.step(0, stats, true);
            learn(player, 1, 2, 6, 9); // of length 11, to 6, 11, -10
            player.step(1, stats, true);
            Map<String, Double> rows = stats.drain();
            assertThat(rows.get("gradientD")).isEqualTo(9, within(1e-5));
            assertThat(rows.get("weightD")).isEqualTo(Math.sqrt(36 + 121 + 100), within(1e-5));
        }
    }

    @Test
    void statisticsOfLayersNameEachParameterToo() {
        try (Player player = player(0, 0, Player.Statistics.LAYERS)) {
            learn(player, 1, 3, 4, 6);
            player.step(0, stats, true);
            Map<String, Double> rows = stats.drain();
            assertThat(rows)
                    .containsOnlyKeys("gradientD", "gradientD/a", "gradientD/b", "weightD", "weightD/a", "weightD/b");
            assertThat(rows.get("gradientD/a")).isEqualTo(5, within(1e-5));
            assertThat(rows.get("gradientD/b")).isEqualTo(6, within(1e-5));
            assertThat(rows.get("weightD/b")).isEqualTo(1, within(1e-5));
        }
    }

    @Test
    void aWeightThatTheLossDoesNotTouchHasAGradientOfZero() {
        try (Player player = player(0, 0, Player.Statistics.TOTAL);
                TensorScope scope = TensorScope.open()) {
            player.learn(b.value().mul(new Scalar(3f)).sum(), 1);
            player.step(0, stats, true);
            assertWeights(10, 20, 2);
            assertThat(stats.drain().get("gradientD")).isEqualTo(3, within(1e-5));
        }
    }

    @Test
    void aFurtherTurnTellsNoLengthsAndNothingLearnedIsNoStep() {
        try (Player player = player(0, 0, Player.Statistics.TOTAL)) {
            learn(player, 1, 2, 3, 4);
            player.step(0, stats, false);
            assertWeights(8, 17, 1);
            player.step(1, stats, true);
            assertWeights(8, 17, 1);
            assertThat(stats.drain()).isEmpty();
        }
    }

    private Player player(double clipGradient, double clipWeights, Player.Statistics statistics) {
        return new Player(
                "D",
                new Sgd(List.of(a, b), 1, 0),
                new Player.Options(Schedule.constant(), clipGradient, clipWeights, statistics));
    }

    /** A loss whose gradient is (a0, a1) and b0. */
    private void learn(Player player, double share, float a0, float a1, float b0) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor loss = a.value().mul(Tensors.of(new float[] {a0, a1}, 2)).sum();
            player.learn(loss.add(b.value().mul(new Scalar(b0)).sum()), share);
        }
    }

    private void assertWeights(float a0, float a1, float b0) {
        float[] values = Tensors.toFloats(a.value());
        assertThat(values[0]).isEqualTo(a0, CLOSE);
        assertThat(values[1]).isEqualTo(a1, CLOSE);
        assertThat(Tensors.toFloats(b.value())[0]).isEqualTo(b0, CLOSE);
    }
}
