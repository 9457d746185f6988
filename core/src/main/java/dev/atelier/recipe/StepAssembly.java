package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.augment.InputTransform;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.AttributeLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.RmsProp;
import dev.atelier.nn.Sgd;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.AdversarialStep;
import dev.atelier.training.Balance;
import dev.atelier.training.DiscriminatorTerm;
import dev.atelier.training.Ema;
import dev.atelier.training.GeneratorTerm;
import dev.atelier.training.LabelledPool;
import dev.atelier.training.Plateau;
import dev.atelier.training.Player;
import dev.atelier.training.Rules;
import dev.atelier.training.Schedule;
import dev.atelier.training.TopK;
import dev.atelier.training.TrainingState;
import dev.atelier.training.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns a recipe's words about training into one run's round: networks, optimisers, losses and what surrounds them. */
final class StepAssembly {
    private final Recipe recipe;
    private final NetworkAssembly networks;
    private final TrainingState state;
    private final ComputeDevice device;
    private final long lastStep;

    /** {@code lastStep} is the run's last round, for schedules. */
    StepAssembly(Recipe recipe, NetworkAssembly networks, TrainingState state, ComputeDevice device, long lastStep) {
        this.recipe = recipe;
        this.networks = networks;
        this.state = state;
        this.device = device;
        this.lastStep = lastStep;
    }

    /** Fresh networks on the device, not yet in a step, so that something else may fill them first. */
    record Fresh(Generator generator, Discriminator discriminator) {}

    Fresh networks() {
        RandomStream weights = RandomStream.of(recipe.get(TrainKeys.SEED), "weights");
        Generator generator = networks.generator();
        generator.initialise(weights);
        generator.move(device.device());
        Discriminator discriminator = networks.discriminator();
        discriminator.initialise(weights);
        discriminator.move(device.device());
        return new Fresh(generator, discriminator);
    }

    /** Everything for one run's rounds; {@code pool} where classes are learned from few labels. */
    AdversarialStep step(Fresh fresh, Optional<LabelledPool> pool) {
        Generator generator = fresh.generator();
        Discriminator discriminator = fresh.discriminator();
        freeze(discriminator);
        Optional<Ema> ema = recipe.get(PlayerKeys.EMA_DECAY) == 0 ? Optional.empty() : Optional.of(ema(generator));
        Balance balance = new Balance(state, recipe.get(PlayerKeys.BALANCE), recipe.get(PlayerKeys.BALANCE_TARGET));
        Player forGenerator = new Player(
                "G",
                optimizer(generator.parameters(), PlayerKeys.GENERATOR),
                options(PlayerKeys.GENERATOR, balance.generator(schedule()), 0));
        Player forDiscriminator = new Player(
                "D",
                optimizer(discriminator.parameters(), PlayerKeys.DISCRIMINATOR),
                options(
                        PlayerKeys.DISCRIMINATOR,
                        balance.discriminator(schedule()),
                        recipe.get(PlayerKeys.CLIP_WEIGHTS)));
        return new AdversarialStep(
                new AdversarialStep.Players(generator, forGenerator, discriminator, forDiscriminator),
                rules(Assembly.range(generator), balance, pool),
                state,
                device.device(),
                ema);
    }

    private void freeze(Discriminator discriminator) {
        int layers = recipe.integer(PlayerKeys.FREEZE);
        int most = discriminator.weightedLayers() - 1;
        if (layers > most) {
            throw new BadInput(
                    "discriminator.freeze is " + layers + ", but something must learn; allowed: 0 to " + most);
        }
        discriminator.freeze(layers);
    }

    private Ema ema(Generator generator) {
        Generator average = networks.generator();
        average.move(device.device());
        return new Ema(generator, average, recipe.get(PlayerKeys.EMA_DECAY), recipe.get(PlayerKeys.EMA_WARM_UP));
    }

    private Optimizer optimizer(List<Parameter> parameters, PlayerKeys.OptimizerKeys keys) {
        double rate = recipe.get(keys.rate());
        return switch (recipe.get(keys.name())) {
            case "sgd" -> new Sgd(parameters, rate, recipe.get(keys.momentum()));
            case "rmsprop" -> new RmsProp(parameters, rate, recipe.get(keys.beta2()), recipe.get(keys.epsilon()));
            default ->
                new Adam(
                        parameters,
                        new Adam.Options(
                                rate, recipe.get(keys.beta1()), recipe.get(keys.beta2()), recipe.get(keys.epsilon())));
        };
    }

    private Player.Options options(PlayerKeys.OptimizerKeys keys, Schedule schedule, double clipWeights) {
        return new Player.Options(
                schedule,
                recipe.get(keys.clipGradient()),
                clipWeights,
                Player.Statistics.valueOf(recipe.get(TrainKeys.LOG_STATISTICS).toUpperCase(Locale.ROOT)));
    }

    private Schedule schedule() {
        Schedule clock = clock(recipe, lastStep);
        Schedule watching = plateau().<Schedule>map(plateau -> plateau).orElse(Schedule.constant());
        return round -> watching.factor(round) * clock.factor(round) * Rollback.factor(state);
    }

    /** The part of a recipe's schedule that goes by the round alone, where round {@code lastStep} is the last. */
    static Schedule clock(Recipe recipe, long lastStep) {
        double factor = recipe.get(PlayerKeys.SCHEDULE_FACTOR);
        Schedule schedule = switch (recipe.get(PlayerKeys.SCHEDULE)) {
            case "step" -> Schedule.steps(recipe.get(PlayerKeys.SCHEDULE_EVERY), factor);
            case "linear" -> Schedule.linear(Math.round(recipe.get(PlayerKeys.SCHEDULE_FROM) * lastStep), lastStep);
            case "cosine" -> Schedule.cosine(lastStep);
            default -> Schedule.constant(); // a plateau goes by measurements
        };
        long warmUp = recipe.get(PlayerKeys.WARM_UP);
        return warmUp == 0 ? schedule : schedule.warmedUp(warmUp);
    }

    /** What is told of each measurement, where the schedule watches one. */
    Optional<Plateau> plateau() {
        return recipe.get(PlayerKeys.SCHEDULE).equals("plateau")
                ? Optional.of(new Plateau(
                        state, recipe.get(PlayerKeys.SCHEDULE_PATIENCE), recipe.get(PlayerKeys.SCHEDULE_FACTOR)))
                : Optional.empty();
    }

    private Rules rules(dev.atelier.media.PixelRange range, Balance balance, Optional<LabelledPool> pool) {
        Precision precision = Precision.of(recipe.get(TrainKeys.PRECISION));
        ViewAssembly views = new ViewAssembly(recipe, state, range);
        InputTransform view = views.view();
        List<Watcher> watchers = new ArrayList<>(views.watchers());
        if (recipe.get(PlayerKeys.BALANCE) > 0) {
            watchers.add(balance);
        }
        return new Rules(
                loss(),
                Assembly.prior(recipe),
                Pass.training(precision, Masks.from(state.stream("dropout"))),
                view,
                recipe.integer(TrainKeys.ACCUMULATE),
                new Rules.ForDiscriminator(
                        recipe.integer(PlayerKeys.CRITIC_STEPS),
                        recipe.get(PlayerKeys.UPDATE).equals("separate"),
                        discriminatorTerms(pool, view),
                        watchers),
                new Rules.ForGenerator(
                        recipe.get(PlayerKeys.G_STEP_DROPOUT),
                        recipe.get(LossKeys.ADVERSARIAL),
                        new TopK(Math.min(1, recipe.get(PlayerKeys.TOP_K)), recipe.get(PlayerKeys.TOP_K_ROUNDS)),
                        generatorTerms()));
    }

    /** The recipe's loss without noise, for those who only ask what it means. */
    static AdversarialLoss loss(Recipe recipe) {
        return LossName.of(recipe.get(LossKeys.NAME))
                .loss(new Labels(recipe.get(LossKeys.INVERTED), LabelNoise.NONE, LabelNoise.NONE));
    }

    private AdversarialLoss loss() {
        RandomStream stream = state.stream("labels");
        return LossName.of(recipe.get(LossKeys.NAME))
                .loss(new Labels(
                        recipe.get(LossKeys.INVERTED),
                        recipe.get(LossKeys.REAL_SMOOTHING),
                        recipe.get(LossKeys.FAKE_SMOOTHING),
                        LabelNoise.uniform(recipe.get(LossKeys.REAL_NOISE), stream),
                        LabelNoise.uniform(recipe.get(LossKeys.FAKE_NOISE), stream)));
    }

    private boolean auxiliary() {
        return recipe.get(NetworkKeys.CONDITION).equals(Conditioning.Mode.AUXILIARY.key());
    }

    private List<DiscriminatorTerm> discriminatorTerms(Optional<LabelledPool> pool, InputTransform view) {
        List<DiscriminatorTerm> terms = new ArrayList<>();
        RandomStream stream = state.stream("penalty");
        long every = recipe.get(LossKeys.PENALTY_EVERY);
        double lines = recipe.get(LossKeys.GRADIENT_PENALTY);
        double dragan = recipe.get(LossKeys.DRAGAN);
        double r1 = recipe.get(LossKeys.R1);
        double r2 = recipe.get(LossKeys.R2);
        if (lines > 0) {
            terms.add(new DiscriminatorTerm.Penalty(
                    "gradientPenalty", new GradientPenalty.Interpolates(lines, stream), every));
        }
        if (dragan > 0) {
            terms.add(new DiscriminatorTerm.Penalty("dragan", new GradientPenalty.Dragan(dragan, stream), every));
        }
        if (r1 > 0) {
            terms.add(new DiscriminatorTerm.Penalty("r1", new GradientPenalty.R1(r1), every));
        }
        if (r2 > 0) {
            terms.add(new DiscriminatorTerm.Penalty("r2", new GradientPenalty.R2(r2), every));
        }
        if (auxiliary()) {
            terms.add(new DiscriminatorTerm.Attributes(
                    new AttributeLoss(networks.layout()), recipe.get(NetworkKeys.CONDITION_WEIGHT), true));
        }
        pool.ifPresent(labels -> terms.add(labels.term(view, recipe.get(NetworkKeys.LABELS_WEIGHT))));
        return terms;
    }

    private List<GeneratorTerm> generatorTerms() {
        List<GeneratorTerm> terms = new ArrayList<>();
        if (recipe.get(LossKeys.FEATURE_MATCHING) > 0) {
            terms.add(new GeneratorTerm.Features(recipe.get(LossKeys.FEATURE_MATCHING)));
        }
        if (auxiliary()) {
            terms.add(new GeneratorTerm.Attributes(
                    new AttributeLoss(networks.layout()), recipe.get(NetworkKeys.CONDITION_WEIGHT)));
        }
        return terms;
    }
}
