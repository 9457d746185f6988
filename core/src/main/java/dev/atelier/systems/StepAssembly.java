package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.augment.InputTransform;
import dev.atelier.data.Feeds;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.AttributeLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.AttributeTerms;
import dev.atelier.training.Average;
import dev.atelier.training.Balance;
import dev.atelier.training.FeatureTerm;
import dev.atelier.training.Game;
import dev.atelier.training.LabelledPool;
import dev.atelier.training.Learn;
import dev.atelier.training.LearnSeparately;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.NoiseGeneration;
import dev.atelier.training.Penalty;
import dev.atelier.training.Player;
import dev.atelier.training.Schedule;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import dev.atelier.training.TopK;
import dev.atelier.training.TrainingState;
import dev.atelier.training.Turn;
import dev.atelier.training.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;

/** Turns a recipe's words about training into one run's step: networks, optimisers, losses and what surrounds them. */
public final class StepAssembly {
    /** The helper of labelled images, where classes are learned from few labels. */
    static final String LABELS = "labels";

    private final Recipe recipe;
    private final NetworkAssembly networks;
    private final TrainingState state;
    private final Device device;
    private final Players players;

    /** {@code lastStep} is the run's last step, for schedules. */
    StepAssembly(Recipe recipe, NetworkAssembly networks, TrainingState state, Device device, long lastStep) {
        this.recipe = recipe;
        this.networks = networks;
        this.state = state;
        this.device = device;
        players = new Players(recipe, state, lastStep);
    }

    /** The turns of a step over these networks; players and averages are added to them. */
    Turn[] turns(NetworkSet set) {
        Generator generator = NoiseNetworks.generator(set);
        Discriminator discriminator = NoiseNetworks.discriminator(set);
        Optional<LabelledPool> pool = set.helper(LABELS, LabelledPool.class);
        freeze(discriminator);
        Balance balance = new Balance(state, recipe.get(PlayerKeys.BALANCE), recipe.get(PlayerKeys.BALANCE_TARGET));
        Schedule schedule = players.schedule();
        Player forGenerator =
                players.player("G", generator.parameters(), PlayerKeys.GENERATOR, balance.generator(schedule), 0);
        Player forDiscriminator = players.player(
                "D",
                discriminator.parameters(),
                PlayerKeys.DISCRIMINATOR,
                balance.discriminator(schedule),
                recipe.get(PlayerKeys.CLIP_WEIGHTS));
        set.player(NoiseNetworks.GENERATOR, forGenerator).player(NoiseNetworks.DISCRIMINATOR, forDiscriminator);
        Game game = game(generator, discriminator, balance);
        List<Turn> turns = new ArrayList<>(
                discriminatorTurn(forDiscriminator, game, pool).times(recipe.integer(PlayerKeys.CRITIC_STEPS)));
        turns.add(Learn.of(
                forGenerator,
                List.of(Takes.last(Feeds.DATA, recipe.integer(TrainKeys.ACCUMULATE))),
                generatorTerms(game)));
        if (recipe.get(PlayerKeys.EMA_DECAY) > 0) {
            Average average = average(generator);
            set.average(NoiseNetworks.GENERATOR, average);
            turns.add(average);
        }
        return turns.toArray(Turn[]::new);
    }

    private Turn discriminatorTurn(Player player, Game game, Optional<LabelledPool> pool) {
        List<Takes> takes = List.of(Takes.fresh(Feeds.DATA, recipe.integer(TrainKeys.ACCUMULATE)));
        List<Term> terms = discriminatorTerms(game, pool);
        if (!game.separately()) {
            return Learn.of(player, takes, terms);
        }
        if (terms.size() > 1) {
            throw new IllegalArgumentException("terms need one step on real and fake together");
        }
        return new LearnSeparately(player, takes, game);
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

    private Average average(Generator generator) {
        Generator average = networks.generator();
        average.move(device);
        double decay = recipe.get(PlayerKeys.EMA_DECAY);
        return new Average(
                generator,
                average,
                recipe.get(PlayerKeys.EMA_WARM_UP) ? Average.Policy.warmedUp(decay) : Average.Policy.decay(decay),
                Average.Buffers.AVERAGED,
                Feeds.DATA);
    }

    private Game game(Generator generator, Discriminator discriminator, Balance balance) {
        ViewAssembly views = new ViewAssembly(recipe, state, Assembly.range(generator));
        InputTransform view = views.view();
        List<Watcher> watchers = new ArrayList<>(views.watchers());
        if (recipe.get(PlayerKeys.BALANCE) > 0) {
            watchers.add(balance);
        }
        NoiseGeneration generation = new NoiseGeneration(generator, Assembly.prior(recipe), Feeds.DATA);
        Game game = Game.between(generation, discriminator, generation.input(), loss())
                .seenThrough(view)
                .watchedBy(watchers);
        game = recipe.get(PlayerKeys.G_STEP_DROPOUT) ? game : game.withoutDropoutForGenerator();
        return recipe.get(PlayerKeys.UPDATE).equals("separate") ? game.learnedSeparately() : game;
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

    private List<Term> discriminatorTerms(Game game, Optional<LabelledPool> pool) {
        List<Term> terms = new ArrayList<>(List.of(game.criticTerm()));
        RandomStream stream = state.stream("penalty");
        long every = recipe.get(LossKeys.PENALTY_EVERY);
        double lines = recipe.get(LossKeys.GRADIENT_PENALTY);
        double dragan = recipe.get(LossKeys.DRAGAN);
        double r1 = recipe.get(LossKeys.R1);
        double r2 = recipe.get(LossKeys.R2);
        if (lines > 0) {
            terms.add(new Penalty("gradientPenalty", game, new GradientPenalty.Interpolates(lines, stream), every));
        }
        if (dragan > 0) {
            terms.add(new Penalty("dragan", game, new GradientPenalty.Dragan(dragan, stream), every));
        }
        if (r1 > 0) {
            terms.add(new Penalty("r1", game, new GradientPenalty.R1(r1), every));
        }
        if (r2 > 0) {
            terms.add(new Penalty("r2", game, new GradientPenalty.R2(r2), every));
        }
        if (auxiliary()) {
            terms.add(AttributeTerms.forCritic(
                    game, new AttributeLoss(networks.layout()), recipe.get(NetworkKeys.CONDITION_WEIGHT)));
        }
        pool.ifPresent(labels -> terms.add(labels.term(game, recipe.get(NetworkKeys.LABELS_WEIGHT))));
        return terms;
    }

    private List<Term> generatorTerms(Game game) {
        TopK topK = new TopK(Math.min(1, recipe.get(PlayerKeys.TOP_K)), recipe.get(PlayerKeys.TOP_K_ROUNDS));
        List<Term> terms = new ArrayList<>(List.of(game.generatorTerm(recipe.get(LossKeys.ADVERSARIAL), topK)));
        if (recipe.get(LossKeys.FEATURE_MATCHING) > 0) {
            terms.add(new FeatureTerm(game, recipe.get(LossKeys.FEATURE_MATCHING)));
        }
        if (auxiliary()) {
            terms.add(AttributeTerms.forGenerator(
                    game, new AttributeLoss(networks.layout()), recipe.get(NetworkKeys.CONDITION_WEIGHT)));
        }
        return terms;
    }
}
