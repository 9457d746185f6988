package dev.atelier.systems;

import dev.atelier.nn.Adam;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.OptimizerName;
import dev.atelier.nn.Parameter;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.MomentumSchedule;
import dev.atelier.training.Plateau;
import dev.atelier.training.Player;
import dev.atelier.training.Rollback;
import dev.atelier.training.Schedule;
import dev.atelier.training.ScheduleName;
import dev.atelier.training.TrainingState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns a recipe's words about how players learn into players: optimisers, the schedule, what the rows tell of gradients.
 *
 * @param lastStep the run's last step, for schedules
 */
record Players(Recipe recipe, TrainingState state, long lastStep) {
    static Players of(TrainingSetup setup) {
        return new Players(setup.recipe(), setup.state(), setup.steps());
    }

    /** A player by these keys under the recipe's schedule. */
    Player player(String letter, List<Parameter> parameters, PlayerKeys.OptimizerKeys keys) {
        return player(letter, parameters, keys, schedule(), 0);
    }

    /** The same under a schedule of its own, whose weights are cut off at ± {@code clipWeights}; 0 is off. */
    Player player(
            String letter,
            List<Parameter> parameters,
            PlayerKeys.OptimizerKeys keys,
            Schedule schedule,
            double clipWeights) {
        return new Player(
                letter,
                optimizer(parameters, keys, recipe.get(keys.rate())),
                new Player.Options(schedule, recipe.get(keys.clipGradient()), clipWeights, statistics()));
    }

    /** The same under a schedule of its own, by an SGD whose momentum is not what the keys say, where one is given. */
    Player player(
            String letter,
            List<Parameter> parameters,
            PlayerKeys.OptimizerKeys keys,
            Schedule schedule,
            Optional<MomentumSchedule> momentum) {
        OptimizerName.Settings usual = settings(keys, recipe.get(keys.rate()));
        OptimizerName.Settings first = momentum.map(m -> usual.withMomentum(m.momentum(0), m.dampening(0)))
                .orElse(usual);
        Player.Options options = new Player.Options(schedule, recipe.get(keys.clipGradient()), 0, statistics());
        return new Player(
                letter,
                OptimizerName.of(recipe.get(keys.name())).of(parameters, first),
                momentum.map(options::withMomentum).orElse(options));
    }

    /** A player of a stage that prepares another: by these keys at a rate of its own, which the doctor alone lessens. */
    Player preparing(String letter, List<Parameter> parameters, PlayerKeys.OptimizerKeys keys, double rate) {
        return preparing(letter, optimizer(parameters, keys, rate), recipe.get(keys.clipGradient()));
    }

    /** The same by Adam, β 0.9 and 0.999, ε 1e-8. */
    Player preparing(String letter, List<Parameter> parameters, double rate) {
        return preparing(letter, new Adam(parameters, new Adam.Options(rate, 0.9, 0.999, 1e-8)), 0);
    }

    private Player preparing(String letter, Optimizer optimizer, double clipGradient) {
        return new Player(
                letter, optimizer, new Player.Options(step -> Rollback.factor(state), clipGradient, 0, statistics()));
    }

    private Player.Statistics statistics() {
        return Player.Statistics.valueOf(recipe.get(TrainKeys.LOG_STATISTICS).toUpperCase(Locale.ROOT));
    }

    private Optimizer optimizer(List<Parameter> parameters, PlayerKeys.OptimizerKeys keys, double rate) {
        return OptimizerName.of(recipe.get(keys.name())).of(parameters, settings(keys, rate));
    }

    private OptimizerName.Settings settings(PlayerKeys.OptimizerKeys keys, double rate) {
        return new OptimizerName.Settings(
                rate,
                recipe.get(keys.beta1()),
                recipe.get(keys.beta2()),
                recipe.get(keys.epsilon()),
                recipe.get(keys.momentum()),
                recipe.get(keys.dampening()),
                recipe.get(keys.weightDecay()));
    }

    /** The recipe's schedule, what watches a measurement, and what the doctor lessened. */
    Schedule schedule() {
        Schedule clock = clock(recipe, lastStep);
        Schedule watching =
                plateau(recipe, state).<Schedule>map(plateau -> plateau).orElse(Schedule.constant());
        return step -> watching.factor(step) * clock.factor(step) * Rollback.factor(state);
    }

    /** The part of a recipe's schedule that goes by the step alone, where step {@code lastStep} is the last. */
    static Schedule clock(Recipe recipe, long lastStep) {
        Schedule schedule = ScheduleName.of(recipe.get(PlayerKeys.SCHEDULE))
                .of(new ScheduleName.Settings(
                        recipe.get(PlayerKeys.SCHEDULE_EVERY),
                        recipe.get(PlayerKeys.SCHEDULE_FACTOR),
                        recipe.get(PlayerKeys.SCHEDULE_FROM),
                        lastStep));
        long warmUp = recipe.get(PlayerKeys.WARM_UP);
        return warmUp == 0 ? schedule : schedule.warmedUp(warmUp);
    }

    /** What is told of each measurement, where the schedule watches one. */
    static Optional<Plateau> plateau(Recipe recipe, TrainingState state) {
        return recipe.get(PlayerKeys.SCHEDULE).equals(ScheduleName.PLATEAU.key())
                ? Optional.of(new Plateau(
                        state, recipe.get(PlayerKeys.SCHEDULE_PATIENCE), recipe.get(PlayerKeys.SCHEDULE_FACTOR)))
                : Optional.empty();
    }
}
