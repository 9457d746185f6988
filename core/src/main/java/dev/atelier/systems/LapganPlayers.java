package dev.atelier.systems;

import dev.atelier.nn.Parameter;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.MomentumSchedule;
import dev.atelier.training.Player;
import dev.atelier.training.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * The players of a pyramid, whose rates and momentum may change by the epoch (Denton et al. 2015, arXiv 1506.05751, section 4: SGD at
 * 0.02, divided by 1 + 4e-5 after each epoch, momentum from 0.5 on and 8e-4 more each epoch up to 0.8; the authors' coarsest level had
 * no momentum, and their Torch7 dampened gradients by it). An epoch is one pass over the images, known by the number of the step, so that
 * a resumed run goes on where it was.
 *
 * @param epoch steps of one pass
 */
record LapganPlayers(Players players, long epoch) {
    static LapganPlayers of(TrainingSetup setup, GanSystem system) {
        return new LapganPlayers(
                Players.of(setup),
                system.stepsPerEpoch(setup.recipe(), setup.data().size()));
    }

    private Recipe recipe() {
        return players.recipe();
    }

    /** A player of a level. */
    Player player(String letter, int level, List<Parameter> parameters, PlayerKeys.OptimizerKeys keys) {
        return players.player(letter, parameters, keys, rate(players.schedule()), momentum(keys, level));
    }

    /** {@code usual}, divided by 1 + schedule.perEpoch for each epoch that is done. */
    Schedule rate(Schedule usual) {
        Schedule falling = Schedule.steps(epoch, 1 / (1 + recipe().get(LapganKeys.RATE_PER_EPOCH)));
        return step -> usual.factor(step) * falling.factor(step);
    }

    /** The momentum of a player by the step; empty where it is what its keys say, always. */
    Optional<MomentumSchedule> momentum(PlayerKeys.OptimizerKeys keys, int level) {
        if (!LapganKeys.hasMomentum(recipe(), keys)) {
            return Optional.empty();
        }
        if (!LapganKeys.hasMomentum(recipe(), keys, level)) {
            return Optional.of(step -> 0);
        }
        double first = recipe().get(keys.momentum());
        MomentumSchedule growing = new Growing(
                first,
                recipe().get(LapganKeys.MOMENTUM_PER_EPOCH),
                epoch,
                Math.max(first, recipe().get(LapganKeys.MOMENTUM_MOST)),
                recipe().get(keys.dampening()));
        return Optional.of(recipe().get(LapganKeys.MOMENTUM_DAMPENS) ? growing.dampened() : growing);
    }

    /** {@code more} after each epoch, {@code most} at most, dampened by as much always. */
    private record Growing(double first, double more, long epoch, double most, double always)
            implements MomentumSchedule {
        @Override
        public double momentum(long step) {
            return Math.min(most, first + more * (step / epoch));
        }

        @Override
        public double dampening(long step) {
            return always;
        }
    }
}
