package dev.atelier.systems;

import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.PairSpace;
import dev.atelier.losses.Labels;
import dev.atelier.losses.LossName;
import dev.atelier.metrics.MetricName;
import dev.atelier.networks.Critic;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PatchGan;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.UNet;
import dev.atelier.nn.NormStatistics;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
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
import dev.atelier.training.Takes;
import dev.atelier.training.TopK;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pictures out of aligned pictures, as colours out of a drawing (Isola et al. 2017, arXiv 1611.07004): a U-Net against a critic of
 * patches that sees what went in beside what came out, and the mean absolute distance to what should have come out. The critic learns
 * first, on the very picture whose graph the generator uses after it.
 */
public final class Pix2pix implements PictureSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "pix2pix";

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    static final Key<Double> L1 = Key.number(
            "loss.l1", 100, 0, Double.MAX_VALUE, "weight of the mean absolute distance to what should come out");

    private static final Keys KEYS = TranslationKeys.keys(
            List.of(
                    TranslationKeys.WIDTH,
                    TranslationKeys.DROPOUT,
                    TranslationKeys.STRIDES,
                    TranslationKeys.STATISTICS),
            List.of(
                    TranslationKeys.DIRECTION,
                    TranslationKeys.DERIVE,
                    TranslationKeys.SPACE,
                    TranslationKeys.CHANNELS_A,
                    TranslationKeys.CHANNELS_B),
            List.of(TranslationKeys.LOSS, TranslationKeys.ADVERSARIAL, L1),
            MetricKeys.ofPictures(MetricName.L1, PairAssessment.MEASURED));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Keys keys() {
        return KEYS;
    }

    @Override
    public List<String> recipes() {
        return List.of(NAME);
    }

    @Override
    public Recipe resolve(Recipe recipe, Consumer<String> notices) {
        return TranslationKeys.resolved(TranslationKeys.whole(recipe));
    }

    @Override
    public OpenedData open(Recipe recipe) {
        return PairData.open(recipe);
    }

    @Override
    public Map<String, Object> facts(Recipe recipe, Dataset data) {
        return PairData.facts(recipe, data).json();
    }

    @Override
    public Map<String, Object> expectedFacts(Recipe recipe) {
        return PairData.isGiven(recipe)
                ? PairData.usual(recipe).json()
                : facts(recipe, open(recipe).dataset());
    }

    @Override
    public FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        return PairData.fixed(model, setup, count);
    }

    @Override
    public Use use() {
        return Use.TRANSLATE;
    }

    @Override
    public Assessment judging(Recipe recipe, String sha256, LoadProgress progress) {
        return PairAssessment.of(recipe, sha256, progress);
    }

    @Override
    public Assessment measuring(Recipe recipe) {
        return PairAssessment.measuring(recipe);
    }

    @Override
    public List<MetricName> measured() {
        return PairAssessment.MEASURED;
    }

    @Override
    public List<MetricName> judgedBy() {
        return ClassScore.beside(measured());
    }

    @Override
    public Optional<DoctorProbe> probe(NetworkSet networks, TrainingSetup setup) {
        return PairData.probe(setup, (PictureModel)
                models(networks, setup.models()).values().iterator().next());
    }

    @Override
    public Map<String, Double> passes(Recipe recipe) {
        return Map.of(GENERATOR, 3.0, DISCRIMINATOR, CRITIC_PASSES);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        Recipe recipe = setup.recipe();
        PairFacts known = PairFacts.of(setup.facts());
        int[] sides = TranslationKeys.sides(recipe);
        int width = TranslationKeys.width(recipe, 64);
        UNet.Options generator = UNet.Options.of(known.input(), known.output(), sides[0], sides[1])
                .withBaseWidth(width);
        return new NetworkSet()
                .network(
                        GENERATOR,
                        new UNet(recipe.get(TranslationKeys.DROPOUT) ? generator : generator.withoutDropout()))
                .network(
                        DISCRIMINATOR,
                        new PatchGan(PatchGan.Options.of(known.input(), known.output(), sides[0], sides[1])
                                .withBaseWidth(width)
                                .withStrides(TranslationKeys.strides(recipe))));
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        UNet generator = (UNet) set.network(GENERATOR);
        Players players = Players.of(setup);
        Player maker = players.player("G", set.parameters(GENERATOR), PlayerKeys.GENERATOR);
        Player judge = players.player("D", set.parameters(DISCRIMINATOR), PlayerKeys.DISCRIMINATOR);
        set.player(GENERATOR, maker).player(DISCRIMINATOR, judge);
        Generation translation =
                now -> Generated.of(generator.forward(now.batch(Feeds.DATA).get(TranslationModel.INPUT), now.pass()));
        CriticInput beside = (now, made) -> {
            Fields input = Fields.of(Fields.CONDITION, now.batch(Feeds.DATA).get(TranslationModel.INPUT));
            return List.of(
                    new Shown(Shown.FAKE, Shown.Side.GENERATED, 0.5, made::samples, input),
                    new Shown(
                            Fields.REAL,
                            Shown.Side.REAL,
                            0.5,
                            () -> now.batch(Feeds.DATA).get(Fields.REAL),
                            input));
        };
        Game game = Game.between(
                        translation,
                        (Critic) set.network(DISCRIMINATOR),
                        beside,
                        LossName.of(recipe.get(TranslationKeys.LOSS)).loss(Labels.plain()))
                .withFakes(FakeSource.once());
        return Stage.only(
                setup.steps(),
                Learn.of(judge, List.of(Takes.fresh(Feeds.DATA, 1)), List.of(game.criticTerm())),
                Learn.of(
                        maker,
                        List.of(Takes.last(Feeds.DATA, 1)),
                        List.of(
                                game.generatorTerm(recipe.get(TranslationKeys.ADVERSARIAL), TopK.ALL),
                                Distances.l1(
                                        "l1G",
                                        recipe.get(L1),
                                        now -> now.made(translation, FakeSource.once(), true)
                                                .samples(),
                                        now -> now.batch(Feeds.DATA).get(Fields.REAL)))));
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        Recipe recipe = setup.recipe();
        return Map.of(
                GENERATOR,
                new TranslationModel(
                        (UNet) set.shown(GENERATOR),
                        PictureCode.of(PairSpace.of(recipe.get(TranslationKeys.SPACE)), PairFacts.of(setup.facts())),
                        recipe.get(TranslationKeys.DIRECTION),
                        setup,
                        NormStatistics.of(recipe.get(TranslationKeys.STATISTICS))));
    }
}
