package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.Feeds;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.Split;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Critic;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.LaplacianLevel;
import dev.atelier.networks.LaplacianTop;
import dev.atelier.networks.LatentPrior;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.training.CriticInput;
import dev.atelier.training.Game;
import dev.atelier.training.Generated;
import dev.atelier.training.Generation;
import dev.atelier.training.Learn;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Player;
import dev.atelier.training.Shown;
import dev.atelier.training.Stage;
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import dev.atelier.training.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * Images from noise, coarse ones first, each level adding what the one before lacks (Denton et al. 2015, arXiv 1506.05751). Every level
 * is a game of its own and learns from real images alone, so that none waits for another; samples go down the chain.
 */
public final class Lapgan implements AdversarialSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "lapgan";

    private static final int WIDE = 64;
    private static final LatentPrior PRIOR = LatentPrior.UNIFORM;

    static final Key<Double> WIDTH =
            Key.number("network.width", 1, 0.01, 16, "factor on all channel counts of the finer levels; 1 is 64");
    static final Key<Long> LATENT = Key.integer(
            "network.latent", 100, 1, 65536, "values of z of the coarsest level; finer ones have a plane each");
    static final Key<String> LOSS = TranslationKeys.LOSS;

    private static final Keys KEYS = Keys.of(List.of(
                    List.of(WIDTH, LATENT),
                    List.of(DataKeys.SOURCE, DataKeys.SIZE, DataKeys.CHANNELS, DataKeys.FLIP),
                    FeedKeys.ALL,
                    List.of(LOSS),
                    PlayerKeys.optimizersAndSchedule(),
                    TrainKeys.ALL,
                    MetricKeys.ALL,
                    DoctorKeys.ALL))
            .showingFirst(List.of(
                    DataKeys.SOURCE,
                    DataKeys.SIZE,
                    FeedKeys.BATCH,
                    WIDTH,
                    PlayerKeys.GENERATOR.rate(),
                    PlayerKeys.DISCRIMINATOR.rate(),
                    TrainKeys.EPOCHS,
                    TrainKeys.STEPS));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Key<String> source() {
        return DataKeys.SOURCE;
    }

    @Override
    public Keys keys() {
        return KEYS;
    }

    @Override
    public List<String> recipes() {
        return List.of(NAME);
    }

    /** Size and channels are written out, so that networks can be made without data. */
    @Override
    public Recipe resolve(Recipe recipe, Consumer<String> notices) {
        Recipe chosen = Assembly.chosen(TranslationKeys.whole(recipe), notices);
        if (chosen.get(DataKeys.SIZE).equals("auto") || chosen.get(DataKeys.CHANNELS) == 0) {
            ImageFormat stored = DataSources.storedFormat(chosen.get(DataKeys.SOURCE));
            if (chosen.get(DataKeys.CHANNELS) == 0) {
                chosen = chosen.with(DataKeys.CHANNELS, stored.channels() >= 3 ? 3L : 1L);
            }
            if (chosen.get(DataKeys.SIZE).equals("auto")) {
                chosen = chosen.with(DataKeys.SIZE, even(stored.height()) + "x" + even(stored.width()));
            }
        }
        pyramid(chosen);
        return chosen;
    }

    private static int even(int side) {
        return side - side % 2;
    }

    private static Pyramid pyramid(Recipe recipe) {
        int[] sides = TranslationKeys.sides(recipe.get(DataKeys.SIZE));
        return Pyramid.of(new ImageShape(recipe.integer(DataKeys.CHANNELS), sides[0], sides[1]));
    }

    @Override
    public Recipe like(Recipe run, Recipe wanted) {
        return Assembly.onDataOf(run, wanted);
    }

    @Override
    public OpenedData open(Recipe recipe) {
        return OpenedData.of(DataSources.open(request(recipe), LoadProgress.SILENT));
    }

    private static DataRequest request(Recipe recipe) {
        ImageShape finest = finest(recipe);
        return new DataRequest(
                recipe.get(DataKeys.SOURCE),
                new ImageFormat(finest.channels(), finest.height(), finest.width()),
                Split.TRAIN,
                Optional.empty());
    }

    @Override
    public Optional<DataRequest> images(Recipe recipe) {
        return Optional.of(request(recipe));
    }

    private static ImageShape finest(Recipe recipe) {
        Pyramid pyramid = pyramid(recipe);
        return pyramid.levels().get(pyramid.finest());
    }

    @Override
    public Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        Recipe recipe = setup.recipe();
        if (!(setup.data() instanceof ImageDataset images)) {
            throw new BadInput("system " + NAME + " learns from images; these are not: "
                    + setup.data().description());
        }
        LoadOptions options = FeedKeys.imageOptions(recipe, PixelRange.SYMMETRIC, recipe.get(DataKeys.FLIP));
        return Feeds.of(new BatchLoader(images, options, cursors.getOrDefault(Feeds.DATA, Cursor.start())));
    }

    private static String generator(int level) {
        return "generator" + level;
    }

    private static String discriminator(int level) {
        return "discriminator" + level;
    }

    @Override
    public NetworkSet networks(Setup setup) {
        Recipe recipe = setup.recipe();
        Pyramid pyramid = pyramid(recipe);
        LaplacianTop.Options top = top(recipe, pyramid);
        NetworkSet set = new NetworkSet()
                .network(generator(0), LaplacianTop.generator(top))
                .network(discriminator(0), LaplacianTop.critic(top));
        int width = (int) Math.max(1, Math.round(WIDE * recipe.get(WIDTH)));
        for (int level = 1; level <= pyramid.finest(); level++) {
            LaplacianLevel.Options options =
                    LaplacianLevel.Options.of(pyramid.levels().get(level)).withBaseWidth(width);
            set.network(generator(level), new LaplacianLevel.Maker(options))
                    .network(discriminator(level), new LaplacianLevel.Judge(options));
        }
        return set;
    }

    private static LaplacianTop.Options top(Recipe recipe, Pyramid pyramid) {
        LaplacianTop.Options usual = LaplacianTop.Options.of(pyramid.levels().get(0));
        return new LaplacianTop.Options(
                usual.image(), recipe.integer(LATENT), usual.generatorWidth(), usual.criticWidth(), 0);
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        Pyramid pyramid = pyramid(setup.recipe());
        Players players = Players.of(setup);
        List<Turn> turns = new ArrayList<>();
        for (int level = 0; level <= pyramid.finest(); level++) {
            String name = Integer.toString(level);
            Player maker = players.player("G/" + name, set.parameters(generator(level)), PlayerKeys.GENERATOR);
            Player judge = players.player("D/" + name, set.parameters(discriminator(level)), PlayerKeys.DISCRIMINATOR);
            set.player(generator(level), maker).player(discriminator(level), judge);
            Game game = Game.between(
                            generation(set, pyramid, level, setup.recipe()),
                            (Critic) set.network(discriminator(level)),
                            input(pyramid, level),
                            LossName.of(setup.recipe().get(LOSS)).loss(Labels.plain()))
                    .named(name);
            List<Takes> first = List.of(level == 0 ? Takes.fresh(Feeds.DATA, 1) : Takes.last(Feeds.DATA, 1));
            turns.add(Learn.of(judge, first, List.of(game.criticTerm())));
            turns.add(Learn.of(maker, List.of(Takes.last(Feeds.DATA, 1)), List.of(game.generatorTerm())));
        }
        return Stage.only(setup.steps(), turns.toArray(Turn[]::new));
    }

    private static Tensor real(StepValues now) {
        return now.batch(Feeds.DATA).get(Fields.REAL);
    }

    /** The enlarged coarser images of a level above the first. */
    private static Tensor coarse(StepValues now, Pyramid pyramid, int level) {
        return Pyramid.enlarged(pyramid.at(real(now), level - 1));
    }

    /** What is generated begins from other images than what is real beside it: the batch, moved on by half. */
    private static Generation generation(NetworkSet set, Pyramid pyramid, int level, Recipe recipe) {
        if (level == 0) {
            Generator network = (Generator) set.network(generator(0));
            return now -> Generated.of(network.forward(
                    PRIOR.sample(now.draws(), "z0", real(now).size(0), recipe.integer(LATENT)), now.pass()));
        }
        LaplacianLevel.Maker network = (LaplacianLevel.Maker) set.network(generator(level));
        return now -> {
            Tensor here = coarse(now, pyramid, level);
            Tensor other = here.roll(new long[] {here.size(0) / 2}, new long[] {0});
            return new Generated(
                    network.forward(other, plane(now.draws(), level, other), now.pass()),
                    Fields.of(LaplacianLevel.COARSE, other));
        };
    }

    /** A plane of noise for each image of a level. */
    static Tensor plane(Draws draws, int level, Tensor like) {
        return PRIOR.sample(draws, "z" + level, like.size(0), like.size(2) * like.size(3))
                .view(like.size(0), 1, like.size(2), like.size(3));
    }

    private static CriticInput input(Pyramid pyramid, int level) {
        return (now, made) -> {
            Fields beside = level == 0 ? Fields.NONE : Fields.of(LaplacianLevel.COARSE, coarse(now, pyramid, level));
            return List.of(
                    new Shown(
                            Fields.REAL,
                            Shown.Side.REAL,
                            0.5,
                            () -> level == 0
                                    ? pyramid.at(real(now), 0)
                                    : pyramid.at(real(now), level).sub(beside.get(LaplacianLevel.COARSE)),
                            beside),
                    new Shown(Shown.FAKE, Shown.Side.GENERATED, 0.5, made::samples, made.also()));
        };
    }

    @Override
    public List<StatSeries> series(Recipe recipe) {
        List<StatSeries> all = new ArrayList<>();
        for (int level = 0; level <= pyramid(recipe).finest(); level++) {
            all.addAll(StatSeries.ofGame(Integer.toString(level)));
        }
        return all;
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        Pyramid pyramid = pyramid(setup.recipe());
        List<LaplacianLevel.Maker> makers = new ArrayList<>();
        for (int level = 1; level <= pyramid.finest(); level++) {
            makers.add((LaplacianLevel.Maker) set.shown(generator(level)));
        }
        PyramidModel chain = new PyramidModel(
                pyramid,
                (Generator) set.shown(generator(0)),
                makers,
                setup.recipe().integer(LATENT),
                setup.device());
        Map<String, GenerativeModel> models = new LinkedHashMap<>();
        models.put("chain", chain);
        return models;
    }
}
