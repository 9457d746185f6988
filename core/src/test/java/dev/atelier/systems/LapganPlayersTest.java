package dev.atelier.systems;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.MemoryDataset;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.MomentumSchedule;
import dev.atelier.training.Schedule;
import dev.atelier.training.TrainingState;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.Test;

/** Rates and momentum by the epoch, on 12 samples in batches of 4: an epoch is 3 steps. */
class LapganPlayersTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-12);

    private static Recipe paper() {
        return Recipe.named("lapgan-paper").with("data.batch", 4).applicable();
    }

    private static LapganPlayers players(Recipe recipe) {
        Setup models = new Setup(recipe, Map.of(), new Device("cpu"));
        return LapganPlayers.of(
                new TrainingSetup(
                        models, MemoryDataset.of("none", new float[12], 1), new TrainingState(0), 1000, line -> {}),
                new Lapgan());
    }

    @Test
    void thePapersRateIsDividedAfterEachEpochAndItsMomentumGrows() {
        Recipe recipe = paper();
        assertThat(recipe.get(PlayerKeys.GENERATOR.rate())).isEqualTo(0.02);
        LapganPlayers players = players(recipe);
        Schedule rate = players.rate(Schedule.constant());
        assertThat(rate.factor(0)).isEqualTo(1);
        assertThat(rate.factor(2)).isEqualTo(1);
        assertThat(rate.factor(3)).isEqualTo(1 / 1.00004, CLOSE);
        assertThat(rate.factor(6)).isEqualTo(1 / 1.0000800016, CLOSE);
        MomentumSchedule momentum = players.momentum(PlayerKeys.GENERATOR, 1).orElseThrow();
        assertThat(momentum.momentum(2)).isEqualTo(0.5);
        assertThat(momentum.momentum(3)).isEqualTo(0.5008, CLOSE);
        assertThat(momentum.momentum(3 * 374)).isEqualTo(0.7992, CLOSE);
        assertThat(momentum.momentum(3 * 375)).isEqualTo(0.8, CLOSE);
        assertThat(momentum.momentum(3 * 4000)).isEqualTo(0.8);
        assertThat(momentum.dampening(3)).isEqualTo(momentum.momentum(3));
        MomentumSchedule coarsest =
                players.momentum(PlayerKeys.DISCRIMINATOR, 0).orElseThrow();
        assertThat(coarsest.momentum(3000)).isZero();
        assertThat(coarsest.dampening(3000)).isZero();
    }

    @Test
    void theScheduleOfBothPlayersStaysUnderneath() {
        Schedule halved = players(paper()).rate(Schedule.steps(3, 0.5));
        assertThat(halved.factor(4)).isEqualTo(0.5 / 1.00004, CLOSE);
    }

    @Test
    void adamHasNoMomentumAndSgdWhatItsKeysSay() {
        assertThat(players(Recipe.named("lapgan")).momentum(PlayerKeys.GENERATOR, 1))
                .isEqualTo(Optional.empty());
        Recipe plain = Recipe.named("lapgan")
                .with("generator.optimizer", "sgd")
                .with("generator.momentum", 0.9)
                .with("generator.dampening", 0.3)
                .applicable();
        MomentumSchedule always =
                players(plain).momentum(PlayerKeys.GENERATOR, 0).orElseThrow();
        assertThat(always.momentum(99)).isEqualTo(0.9);
        assertThat(always.dampening(99)).isEqualTo(0.3);
        assertThat(players(plain).momentum(PlayerKeys.DISCRIMINATOR, 0)).isEmpty();
    }

    @Test
    void whatWouldDoNothingIsRefused() {
        assertBadInput(() ->
                        Recipe.named("lapgan").with("momentum.perEpoch", 0.001).applicable())
                .hasMessageContaining("no player has a momentum");
        assertBadInput(() -> paper().with("generator.dampening", 0.1)
                        .with("momentum.dampens", true)
                        .applicable())
                .hasMessageContaining("momentum.dampens");
        Recipe above =
                paper().with("generator.momentum", 0.9).with("data.size", "28").with("data.channels", 1);
        assertBadInput(() -> new Lapgan().resolve(above, line -> {}))
                .hasMessage("generator.momentum is 0.9, above momentum.most, where it is to stop growing; allowed: at"
                        + " most 0.8");
    }
}
