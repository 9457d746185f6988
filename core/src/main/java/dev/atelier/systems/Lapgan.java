package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.OpenedData;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Critic;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Generator;
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
 * is a game of its own and learns from real images alone, so that none waits for another; samples go down the chain. In each level the
 * discriminator learns first, by one pass over real residuals and generated ones, which begin from other coarse images than the real ones
 * beside them; then the generator learns from the discriminator as it is now, with noise of its own. The finer levels enlarge pictures of
 * any size, unless they are told what to make.
 */
public final class Lapgan implements AdversarialSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "lapgan";

    private static final LatentPrior PRIOR = LatentPrior.UNIFORM;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Key<String> source() {
        return DataKeys.SOURCE;
    }

    @Override
    public List<Key<?>> places() {
        return List.of(source(), LapganKeys.ATTRIBUTES);
    }

    @Override
    public Keys keys() {
        return LapganKeys.ALL;
    }

    @Override
    public List<String> recipes() {
        return List.of(NAME, "lapgan-paper");
    }

    @Override
    public Recipe resolve(Recipe recipe, Consumer<String> notices) {
        return LapganKeys.resolved(recipe, notices);
    }

    @Override
    public Recipe like(Recipe run, Recipe wanted) {
        return Assembly.onDataOf(run, wanted);
    }

    // --- data

    @Override
    public OpenedData open(Recipe recipe) {
        return LearnedImages.open(LapganKeys.request(recipe));
    }

    @Override
    public Optional<DataRequest> images(Recipe recipe) {
        return Optional.of(LapganKeys.request(recipe));
    }

    @Override
    public Map<String, Object> facts(Recipe recipe, Dataset data) {
        return LapganKeys.conditional(recipe)
                ? facts(recipe, data.description(), images(data).attributes())
                : Map.of();
    }

    private static Map<String, Object> facts(Recipe recipe, String data, Attributes all) {
        List<String> chosen = NetworkAssembly.chosen(recipe.get(LapganKeys.CONDITION_ATTRIBUTES));
        return new DataFacts(Assembly.told(recipe.get(LapganKeys.CONDITION), all, chosen, data), 0).json();
    }

    @Override
    public Map<String, Object> expectedFacts(Recipe recipe) {
        if (!LapganKeys.conditional(recipe)) {
            return Map.of();
        }
        String source = recipe.get(DataKeys.SOURCE);
        return DataSources.classesByName(source)
                .map(classes -> facts(
                        recipe, source, new Attributes(List.of(new Attribute.Categorical(Attributes.CLASS, classes)))))
                .orElseGet(() -> facts(recipe, open(recipe).dataset()));
    }

    private static ImageDataset images(Dataset data) {
        if (!(data instanceof ImageDataset images)) {
            throw new BadInput("system " + NAME + " learns from images; these are not: " + data.description());
        }
        return images;
    }

    /** What the levels are told of images. */
    private static Attributes told(Setup setup) {
        return DataFacts.of(setup.facts()).attributes();
    }

    @Override
    public Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        Recipe recipe = setup.recipe();
        return Feeds.of(new BatchLoader(
                images(setup.data()),
                FeedKeys.imageOptions(recipe, PixelRange.SYMMETRIC, recipe.get(DataKeys.FLIP), told(setup.models())),
                cursors.getOrDefault(Feeds.DATA, Cursor.start())));
    }

    // --- training

    private static String generator(int level) {
        return "generator" + level;
    }

    private static String discriminator(int level) {
        return "discriminator" + level;
    }

    /** All levels learn in every step; the critic's fakes are passes of their own. */
    @Override
    public Map<String, Double> passes(Recipe recipe) {
        Map<String, Double> passes = new LinkedHashMap<>();
        for (int level = 0; level <= LapganKeys.pyramid(recipe).finest(); level++) {
            passes.put(generator(level), 1.0 + 3);
            passes.put(discriminator(level), CRITIC_PASSES);
        }
        return passes;
    }

    @Override
    public NetworkSet networks(Setup setup) {
        Recipe recipe = setup.recipe();
        Pyramid pyramid = LapganKeys.pyramid(recipe);
        int classes = told(setup).width();
        LaplacianTop.Options usual = LaplacianTop.Options.of(pyramid.levels().get(0));
        LaplacianTop.Options top = new LaplacianTop.Options(
                usual.image(), recipe.integer(LapganKeys.LATENT), usual.generatorWidth(), usual.criticWidth(), classes);
        NetworkSet set = new NetworkSet()
                .network(generator(0), LaplacianTop.generator(top))
                .network(discriminator(0), LaplacianTop.critic(top));
        for (int level = 1; level <= pyramid.finest(); level++) {
            LaplacianLevel.Options options = LaplacianLevel.Options.of(
                            pyramid.levels().get(level))
                    .withBaseWidth(LapganKeys.filters(recipe))
                    .withClasses(classes);
            set.network(generator(level), new LaplacianLevel.Maker(options))
                    .network(discriminator(level), new LaplacianLevel.Judge(options));
        }
        return set;
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        Pyramid pyramid = LapganKeys.pyramid(recipe);
        LapganPlayers players = LapganPlayers.of(setup, this);
        List<Turn> turns = new ArrayList<>();
        for (int level = 0; level <= pyramid.finest(); level++) {
            String name = Integer.toString(level);
            String made = generator(level);
            String judged = discriminator(level);
            Player maker = players.player("G/" + name, level, set.parameters(made), PlayerKeys.GENERATOR);
            Player judge = players.player("D/" + name, level, set.parameters(judged), PlayerKeys.DISCRIMINATOR);
            set.player(made, maker).player(judged, judge);
            Game game = Game.between(
                            generation(set, pyramid, level, recipe),
                            (Critic) set.network(judged),
                            input(pyramid, level),
                            LossName.of(recipe.get(TranslationKeys.LOSS)).loss(Labels.plain()))
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

    /** What both players of a level read of the images of the batch: what they are told, and the enlarged coarser images. */
    private static Fields beside(StepValues now, Pyramid pyramid, int level) {
        Fields batch = now.batch(Feeds.DATA);
        Fields told = batch.only(Fields.CONDITION).rows(0, batch.count());
        return level == 0 ? told : told.with(LaplacianLevel.COARSE, Pyramid.enlarged(pyramid.at(real(now), level - 1)));
    }

    /** Of other images: the batch, moved on by half. */
    private static Fields ofOthers(Fields fields) {
        Fields others = fields;
        for (String name : fields.names()) {
            others = others.with(name, fields.get(name).roll(new long[] {fields.count() / 2}, new long[] {0}));
        }
        return others;
    }

    private static Generation generation(NetworkSet set, Pyramid pyramid, int level, Recipe recipe) {
        if (level == 0) {
            Generator network = (Generator) set.network(generator(0));
            return now -> {
                Fields told = beside(now, pyramid, 0);
                Tensor z = PRIOR.sample(now.draws(), "z0", real(now).size(0), recipe.integer(LapganKeys.LATENT));
                return new Generated(network.forward(z, now.pass().with(told)), told);
            };
        }
        LaplacianLevel.Maker network = (LaplacianLevel.Maker) set.network(generator(level));
        return now -> {
            Fields other = ofOthers(beside(now, pyramid, level));
            Tensor coarse = other.get(LaplacianLevel.COARSE);
            return new Generated(
                    network.forward(
                            coarse,
                            plane(now.draws(), level, coarse),
                            now.pass().with(other)),
                    other);
        };
    }

    /** A plane of noise for each image of a level. */
    private static Tensor plane(Draws draws, int level, Tensor like) {
        return PRIOR.sample(draws, "z" + level, like.size(0), like.size(2) * like.size(3))
                .view(like.size(0), 1, like.size(2), like.size(3));
    }

    /** Each side has half of the loss, so that it is the mean over both. */
    private static CriticInput input(Pyramid pyramid, int level) {
        return (now, made) -> {
            Fields beside = beside(now, pyramid, level);
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
        for (int level = 0; level <= LapganKeys.pyramid(recipe).finest(); level++) {
            all.addAll(StatSeries.ofGame(Integer.toString(level)));
        }
        return all;
    }

    // --- use

    /** The chain, and enlargements by its finer levels: the last one alone first, then more of them. */
    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        Recipe recipe = setup.recipe();
        Pyramid pyramid = LapganKeys.pyramid(recipe);
        List<LaplacianLevel.Maker> makers = new ArrayList<>();
        for (int level = 1; level <= pyramid.finest(); level++) {
            makers.add((LaplacianLevel.Maker) set.shown(generator(level)));
        }
        PyramidModel chain = new PyramidModel(
                pyramid,
                (Generator) set.shown(generator(0)),
                makers,
                recipe.integer(LapganKeys.LATENT),
                told(setup).width(),
                setup.device(),
                PyramidModel.NOISE,
                pyramid.finest());
        Map<String, GenerativeModel> models = new LinkedHashMap<>();
        models.put("chain", chain);
        for (int from = pyramid.finest() - 1; from >= 0; from--) {
            PyramidUpscaler larger = new PyramidUpscaler(chain, from, LapganKeys.filters(recipe));
            models.put("x" + larger.scale(), larger);
        }
        return models;
    }

    @Override
    public FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        return PyramidSamples.fixed(model, setup, images(setup.data()), count);
    }

    @Override
    public List<JudgedPart> parts(GenerativeModel model, JudgedPart.Against against) {
        return model instanceof PyramidModel chain ? PyramidSamples.parts(chain, against) : List.of();
    }

    /** Samples stand in one row, above what is made of real coarse images and above the real ones. */
    @Override
    public int cycle(Setup setup) {
        return PyramidSamples.columns(setup.recipe());
    }
}
