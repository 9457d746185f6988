package dev.atelier.systems;

import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.Split;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.metrics.MetricName;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Critic;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Network;
import dev.atelier.networks.PatchGan;
import dev.atelier.networks.SrResnet;
import dev.atelier.networks.SrganCritic;
import dev.atelier.nn.NormStatistics;
import dev.atelier.nn.Pass;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.training.CriticInput;
import dev.atelier.training.FakeSource;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Shown;
import dev.atelier.training.Stage;
import dev.atelier.training.StateChange;
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import dev.atelier.training.TopK;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Photographs enlarged two or four times (Ledig et al. 2016, arXiv 1609.04802). A residual network learns by squares of pixels first,
 * which is SRResNet; then, where features of quarter turns are wanted, a classifier of those; then the same network against a critic,
 * under features that must agree. In the game the generator goes first, and the critic sees what it made before it learned. The weights
 * of the first stage stay beside those of the last.
 */
public final class Srgan implements PictureSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "srgan";

    /** The model of the first stage, and its network. */
    static final String SRRESNET = "srresnet";

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final double TURNS_RATE = 1e-3;
    private static final Pass EVALUATION = Pass.evaluation(Precision.FP32);
    private static final List<Takes> FRESH = List.of(Takes.fresh(Feeds.DATA, 1));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Keys keys() {
        return SrganKeys.ALL;
    }

    @Override
    public List<String> recipes() {
        return List.of(NAME);
    }

    @Override
    public Recipe resolve(Recipe recipe, Consumer<String> notices) {
        return SrganKeys.resolved(TranslationKeys.whole(recipe));
    }

    /** The lengths of the stages are written out. */
    @Override
    public Recipe measured(Recipe recipe, Dataset data) {
        return PictureSystem.super.measured(
                SrganKeys.Lengths.of(recipe, steps(recipe, data.size())).in(recipe), data);
    }

    /** The lengths of a run's stages where nobody asks for others. */
    @Override
    public Recipe like(Recipe run, Recipe wanted) {
        Recipe like = PictureSystem.super.like(run, wanted);
        for (Key<Long> length : List.of(SrganKeys.SQUARES, SrganKeys.TURNS)) {
            like = like.get(length) == 0 ? like.with(length, run.get(length)) : like;
        }
        return like;
    }

    @Override
    public OpenedData open(Recipe recipe) {
        return PhotoData.open(recipe);
    }

    /** Features of other channels than the photographs', and stages longer than the training, are bad input. */
    @Override
    public Map<String, Object> facts(Recipe recipe, Dataset data) {
        PairFacts known = PhotoData.facts(data);
        Content.require(recipe, known.output());
        SrganKeys.Lengths.of(recipe, steps(recipe, data.size()));
        return known.json();
    }

    @Override
    public Map<String, Object> expectedFacts(Recipe recipe) {
        return PhotoData.facts(recipe).json();
    }

    @Override
    public FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        return PhotoData.fixed(model, setup, count);
    }

    /** Of a mean step over the stages. Features of real pictures and of generated ones are further passes of the critic that shows them. */
    @Override
    public Map<String, Double> passes(Recipe recipe) {
        long all = Math.max(recipe.get(TrainKeys.STEPS), recipe.get(SrganKeys.SQUARES) + 1);
        SrganKeys.Lengths lengths = SrganKeys.Lengths.of(recipe, all);
        double game = (double) lengths.game() / all;
        double turns = (double) lengths.turns() / all;
        boolean shown = recipe.get(SrganKeys.FEATURES).equals(SrganKeys.MATCHING);
        return Map.of(
                GENERATOR,
                3 * (1 - turns),
                DISCRIMINATOR,
                (shown ? CRITIC_PASSES + 1 : CRITIC_PASSES) * game,
                Content.TURNS,
                3 * turns + (1 + 2) * game);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        Recipe recipe = setup.recipe();
        PairFacts known = PairFacts.of(setup.facts());
        NetworkSet set = new NetworkSet()
                .network(GENERATOR, generator(recipe, known))
                .network(SRRESNET, generator(recipe, known))
                .network(DISCRIMINATOR, critic(recipe, known.output()));
        Content.networks(set, recipe, known.output());
        return set;
    }

    private static SrResnet generator(Recipe recipe, PairFacts known) {
        int scale = SrganKeys.scale(recipe);
        int side = recipe.integer(SrganKeys.CROP) / scale;
        SrResnet.Options options = SrResnet.Options.of(known.input(), known.output(), side, side, scale)
                .withBaseWidth(TranslationKeys.width(recipe, 64))
                .withBlocks(recipe.integer(SrganKeys.BLOCKS));
        return new SrResnet(recipe.get(SrganKeys.SQUARES_FIRST) ? options.withSquares() : options);
    }

    private static Critic critic(Recipe recipe, int channels) {
        int side = recipe.integer(SrganKeys.CROP);
        int width = TranslationKeys.width(recipe, 64);
        boolean shown = recipe.get(SrganKeys.FEATURES).equals(SrganKeys.MATCHING);
        if (recipe.get(SrganKeys.CRITIC).equals("patch")) {
            PatchGan.Options patches = PatchGan.Options.of(0, channels, side, side)
                    .withBaseWidth(width)
                    .withStrides(TranslationKeys.strides(recipe.get(SrganKeys.STRIDES), new int[] {side, side}));
            return new PatchGan(shown ? patches.withFeatures() : patches);
        }
        SrganCritic.Options dense = SrganCritic.Options.of(channels, side).withBaseWidth(width);
        return new SrganCritic(shown ? dense.withFeatures() : dense);
    }

    /** What is kept of the first stage begins as the generator does. */
    @Override
    public void begin(NetworkSet set, TrainingSetup setup) {
        set.network(SRRESNET).load(set.network(GENERATOR).state());
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        SrganKeys.Lengths lengths = SrganKeys.Lengths.of(setup.recipe(), setup.steps());
        Players players = Players.of(setup);
        SrResnet generator = (SrResnet) set.network(GENERATOR);
        Generation enlarged = now -> Generated.of(generator.forward(low(now), now.pass()));
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.of("squares", lengths.squares(), squares(set, players, enlarged)));
        if (SrganKeys.hasTurns(setup.recipe())) {
            Player learner = players.preparing("T", set.parameters(Content.TURNS), TURNS_RATE);
            set.player(Content.TURNS, learner);
            Turn learn = Learn.of(learner, FRESH, List.of(Content.turns((Classifier) set.network(Content.TURNS))));
            add(stages, "turns", lengths.turns(), List.of(learn));
        }
        add(stages, "game", lengths.game(), game(set, setup, players, enlarged));
        return stages;
    }

    private static void add(List<Stage> stages, String name, long steps, List<Turn> turns) {
        if (steps > 0) {
            stages.add(Stage.of(name, steps, turns));
        }
    }

    /** The first stage; what is kept of it goes along, so that it is right whenever somebody looks. */
    private static List<Turn> squares(NetworkSet set, Players players, Generation enlarged) {
        Player learner = players.preparing(
                "G",
                set.parameters(GENERATOR),
                PlayerKeys.GENERATOR,
                players.recipe().get(SrganKeys.SQUARES_RATE));
        set.player("pretrain", learner);
        Network generator = set.network(GENERATOR);
        Network kept = set.network(SRRESNET);
        return List.of(
                Learn.of(
                        learner,
                        FRESH,
                        List.of(Distances.squares(
                                "squares",
                                1,
                                now -> now.made(enlarged, FakeSource.fresh(), true)
                                        .samples(),
                                Srgan::high))),
                new StateChange(state -> kept.load(generator.state())));
    }

    private static List<Turn> game(NetworkSet set, TrainingSetup setup, Players players, Generation enlarged) {
        Recipe recipe = setup.recipe();
        Player maker = players.player("G", set.parameters(GENERATOR), PlayerKeys.GENERATOR);
        Player judge = players.player("D", set.parameters(DISCRIMINATOR), PlayerKeys.DISCRIMINATOR);
        set.player(GENERATOR, maker).player(DISCRIMINATOR, judge);
        CriticInput both = (now, made) ->
                List.of(Shown.real(() -> high(now), Fields.NONE), Shown.fake(made::samples, Fields.NONE));
        Game game = Game.between(
                        enlarged,
                        (Critic) set.network(DISCRIMINATOR),
                        both,
                        LossName.of(recipe.get(TranslationKeys.LOSS)).loss(Labels.plain()))
                .withFakes(FakeSource.once());
        SrResnet generator = (SrResnet) set.network(GENERATOR);
        Content content = Content.of(set, setup, game, enlarged, small -> generator.forward(small, EVALUATION));
        List<Turn> turns = new ArrayList<>(content.before());
        turns.add(Learn.of(
                maker,
                FRESH,
                List.of(
                        content.term(),
                        Distances.l1(
                                "pixel",
                                recipe.get(SrganKeys.PIXEL),
                                now -> now.made(enlarged, FakeSource.once(), true)
                                        .samples(),
                                Srgan::high),
                        game.generatorTerm(recipe.get(SrganKeys.ADVERSARIAL), TopK.ALL))));
        turns.add(Learn.of(judge, List.of(Takes.last(Feeds.DATA, 1)), List.of(bothSides(game.criticTerm()))));
        return turns;
    }

    /** The sum over real and generated pictures, as in the paper; the rows tell their mean, as of every game. */
    private static Term bothSides(Term mean) {
        return now -> mean.loss(now).map(loss -> loss.mul(new Scalar(2)));
    }

    private static Tensor low(StepValues now) {
        return now.batch(Feeds.DATA).get(TranslationModel.INPUT);
    }

    private static Tensor high(StepValues now) {
        return now.batch(Feeds.DATA).get(Fields.REAL);
    }

    @Override
    public Use use() {
        return Use.UPSCALE;
    }

    @Override
    public Assessment judging(Recipe recipe, String sha256, LoadProgress progress) {
        return judging(recipe, sha256, progress, EnlargementAssessment.withBlends(0.5));
    }

    private static Assessment judging(
            Recipe recipe, String sha256, LoadProgress progress, EnlargementAssessment.Variants variants) {
        return EnlargementAssessment.of(
                recipe,
                sha256,
                PhotoData.open(recipe, Split.TRAIN, progress),
                PhotoData.open(recipe, Split.TEST, progress),
                PhotoData.made(recipe),
                variants);
    }

    @Override
    public Assessment measuring(Recipe recipe) {
        String here = PhotoData.open(recipe, Split.TRAIN, LoadProgress.SILENT)
                .photographs()
                .sha256();
        return judging(recipe, here, LoadProgress.SILENT, EnlargementAssessment.first());
    }

    @Override
    public List<MetricName> measured() {
        return EnlargementAssessment.MEASURED;
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        Map<String, GenerativeModel> both = new LinkedHashMap<>();
        Blend blend = new Blend(set, SRRESNET, GENERATOR, () -> {
            SrResnet fresh = generator(setup.recipe(), PairFacts.of(setup.facts()));
            fresh.move(setup.device());
            return fresh;
        });
        both.put(NAME, model(set, GENERATOR, setup).blending(blend::of));
        both.put(SRRESNET, model(set, SRRESNET, setup));
        return both;
    }

    private static TranslationModel model(NetworkSet set, String network, Setup setup) {
        PairFacts known = PairFacts.of(setup.facts());
        return new TranslationModel(
                (SrResnet) set.shown(network),
                new PictureCode.Plain(known.input(), PhotoData.LOW, known.output(), PhotoData.HIGH),
                "",
                setup,
                NormStatistics.RUNNING);
    }
}
