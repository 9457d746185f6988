package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Dataset;
import dev.atelier.data.Direction;
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
import dev.atelier.networks.ResnetTranslator;
import dev.atelier.nn.NormStatistics;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
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
import dev.atelier.training.StepValues;
import dev.atelier.training.Takes;
import dev.atelier.training.Term;
import dev.atelier.training.TopK;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures of one kind into another and back, where none belongs to another (Zhu et al. 2017, arXiv 1703.10593): two generators whose
 * way there and back must lead to the beginning, two critics that also see earlier pictures from a pool. Both generators learn in one
 * optimiser, first; both critics in one, on what the generators made before they learned.
 */
public final class CycleGan implements PictureSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "cyclegan";

    private static final String TO_B = "generatortob";
    private static final String TO_A = "generatortoa";
    private static final String CRITIC_A = "discriminatora";
    private static final String CRITIC_B = "discriminatorb";
    private static final String A = DomainData.A;
    private static final String B = DomainData.B;

    static final Key<String> BLOCKS = Key.text(
            "network.blocks",
            "auto",
            "auto, or 1 to 99",
            v -> v.matches("auto|[1-9][0-9]?"),
            "residual blocks of a generator; auto: 9 where pictures have 256 pixels a side or more, else 6");
    static final Key<String> UP = Key.choice(
            "network.up",
            "transposed",
            List.of("transposed", "resize"),
            "how a generator enlarges; resize makes no checkerboards");
    static final Key<Double> CYCLE = Key.number(
            "loss.cycle", 10, 0, Double.MAX_VALUE, "weight of the mean absolute distance after the way there and back");
    static final Key<Double> IDENTITY = Key.number(
            "loss.identity",
            0.5,
            0,
            Double.MAX_VALUE,
            "how much a picture that is of the kind already should stay as it is, as a share of loss.cycle; 0 is off");
    static final Key<Long> POOL = Key.integer(
            "discriminator.pool",
            50,
            0,
            65536,
            "earlier pictures that a critic sees for half of the new ones; 0: none");

    private static final Keys KEYS = TranslationKeys.keys(
            List.of(TranslationKeys.WIDTH, BLOCKS, UP, TranslationKeys.STRIDES, POOL),
            List.of(TranslationKeys.DOMAINS, TranslationKeys.CHANNELS_A, TranslationKeys.CHANNELS_B),
            List.of(TranslationKeys.LOSS, TranslationKeys.ADVERSARIAL, CYCLE, IDENTITY),
            MetricKeys.ofPictures(MetricName.KID, DomainAssessment.MEASURED));

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
        return TranslationKeys.whole(recipe);
    }

    @Override
    public OpenedData open(Recipe recipe) {
        return DomainData.open(recipe);
    }

    /** Kinds of unlike channels cannot stay as they are. */
    @Override
    public Map<String, Object> facts(Recipe recipe, Dataset data) {
        PairFacts known = DomainData.facts(data);
        if (known.input() != known.output() && recipe.get(IDENTITY) > 0) {
            throw new BadInput(
                    "loss.identity " + Key.plain(recipe.get(IDENTITY)) + " needs as many channels in A as in B ("
                            + known.input() + ", " + known.output() + "); set loss.identity=0");
        }
        return known.json();
    }

    @Override
    public Map<String, Object> expectedFacts(Recipe recipe) {
        return recipe.get(TranslationKeys.SOURCE).equals(TranslationKeys.NONE)
                ? new PairFacts(
                                TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_A, 3),
                                TranslationKeys.channels(recipe, TranslationKeys.CHANNELS_B, 3))
                        .json()
                : facts(recipe, open(recipe).dataset());
    }

    @Override
    public FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        return DomainData.fixed(model, setup, count);
    }

    @Override
    public Use use() {
        return Use.TRANSLATE;
    }

    @Override
    public Assessment judging(Recipe recipe, String sha256, LoadProgress progress) {
        return DomainAssessment.of(recipe, sha256, progress);
    }

    @Override
    public Assessment measuring(Recipe recipe) {
        return DomainAssessment.measuring(recipe);
    }

    @Override
    public List<MetricName> measured() {
        return DomainAssessment.MEASURED;
    }

    @Override
    public List<MetricName> judgedBy() {
        return ClassScore.beside(measured());
    }

    @Override
    public Optional<DoctorProbe> probe(NetworkSet networks, TrainingSetup setup) {
        List<GenerativeModel> models =
                List.copyOf(models(networks, setup.models()).values());
        return DomainData.probe(setup, (PictureModel) models.get(0), (PictureModel) models.get(1));
    }

    /** A pair of pictures goes through six generators and four critics. */
    @Override
    public int leastShard() {
        return 2;
    }

    /** Each generator makes a fake, a way back, and what should stay as it is. */
    @Override
    public Map<String, Double> passes(Recipe recipe) {
        double each = recipe.get(IDENTITY) > 0 ? 3 * 3 : 2 * 3;
        return Map.of(TO_B, each, TO_A, each, CRITIC_A, CRITIC_PASSES, CRITIC_B, CRITIC_PASSES);
    }

    @Override
    public NetworkSet networks(Setup setup) {
        Recipe recipe = setup.recipe();
        PairFacts known = PairFacts.of(setup.facts());
        NetworkSet set = new NetworkSet()
                .network(TO_B, generator(recipe, known.input(), known.output()))
                .network(TO_A, generator(recipe, known.output(), known.input()))
                .network(CRITIC_A, critic(recipe, known.input()))
                .network(CRITIC_B, critic(recipe, known.output()));
        long pool = recipe.get(POOL);
        if (pool > 0) {
            int[] sides = TranslationKeys.sides(recipe);
            try (TensorScope scope = TensorScope.open()) {
                set.memory("poola", scope.keep(torch.zeros(pool, known.input(), sides[0], sides[1])))
                        .memory("poolb", scope.keep(torch.zeros(pool, known.output(), sides[0], sides[1])));
            }
        }
        return set;
    }

    private static ResnetTranslator generator(Recipe recipe, int in, int out) {
        int[] sides = TranslationKeys.sides(recipe);
        ResnetTranslator.Options options = ResnetTranslator.Options.of(in, out, sides[0], sides[1])
                .withBaseWidth(TranslationKeys.width(recipe, 64))
                .withUp(ResnetTranslator.Up.valueOf(recipe.get(UP).toUpperCase(Locale.ROOT)));
        String blocks = recipe.get(BLOCKS);
        return new ResnetTranslator(blocks.equals("auto") ? options : options.withBlocks(Integer.parseInt(blocks)));
    }

    private static PatchGan critic(Recipe recipe, int channels) {
        int[] sides = TranslationKeys.sides(recipe);
        return new PatchGan(PatchGan.Options.of(0, channels, sides[0], sides[1])
                .withBaseWidth(TranslationKeys.width(recipe, 64))
                .withStrides(TranslationKeys.strides(recipe))
                .withNorm(PatchGan.Norm.INSTANCE));
    }

    private static Generation through(ResnetTranslator network, String feed) {
        return now -> Generated.of(network.forward(now.batch(feed).get(Fields.REAL), now.pass()));
    }

    private static Tensor real(StepValues now, String feed) {
        return now.batch(feed).get(Fields.REAL);
    }

    private static CriticInput realFirst(String feed) {
        return (now, made) -> List.of(
                new Shown(Fields.REAL, Shown.Side.REAL, 0.5, () -> real(now, feed), Fields.NONE),
                new Shown(Shown.FAKE, Shown.Side.GENERATED, 0.5, made::samples, Fields.NONE));
    }

    private static Game game(
            String name, Generation generation, NetworkSet set, String critic, String feed, TrainingSetup setup) {
        FakeSource once = FakeSource.once();
        String pool = "pool" + name.toLowerCase(Locale.ROOT);
        return Game.between(
                        generation,
                        (Critic) set.network(critic),
                        realFirst(feed),
                        LossName.of(setup.recipe().get(TranslationKeys.LOSS)).loss(Labels.plain()))
                .named(name)
                .withFakes(setup.recipe().get(POOL) > 0 ? FakeSource.history(pool, set.memory(pool), once) : once);
    }

    @Override
    public List<Stage> stages(NetworkSet set, TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        ResnetTranslator toB = (ResnetTranslator) set.network(TO_B);
        ResnetTranslator toA = (ResnetTranslator) set.network(TO_A);
        Players players = Players.of(setup);
        Player generators = players.player("G", set.parameters(TO_B, TO_A), PlayerKeys.GENERATOR);
        Player critics = players.player("D", set.parameters(CRITIC_A, CRITIC_B), PlayerKeys.DISCRIMINATOR);
        set.player("generators", generators).player("discriminators", critics);
        Generation fakeB = through(toB, A);
        Generation fakeA = through(toA, B);
        Game gameB = game("B", fakeB, set, CRITIC_B, B, setup);
        Game gameA = game("A", fakeA, set, CRITIC_A, A, setup);
        double adversarial = recipe.get(TranslationKeys.ADVERSARIAL);
        double cycle = recipe.get(CYCLE);
        double identity = recipe.get(IDENTITY) * cycle;
        List<Term> terms = new ArrayList<>(List.of(
                gameB.generatorTerm(adversarial, TopK.ALL),
                gameA.generatorTerm(adversarial, TopK.ALL),
                Distances.l1("cycleA", cycle, now -> back(now, fakeB, toA), now -> real(now, A)),
                Distances.l1("cycleB", cycle, now -> back(now, fakeA, toB), now -> real(now, B)),
                Distances.l1("identityB", identity, now -> toB.forward(real(now, B), now.pass()), now -> real(now, B)),
                Distances.l1(
                        "identityA", identity, now -> toA.forward(real(now, A), now.pass()), now -> real(now, A))));
        return Stage.only(
                setup.steps(),
                Learn.of(generators, List.of(Takes.fresh(A, 1), Takes.fresh(B, 1)), terms),
                Learn.of(
                        critics,
                        List.of(Takes.last(A, 1), Takes.last(B, 1)),
                        List.of(gameB.criticTerm(), gameA.criticTerm())));
    }

    private static Tensor back(StepValues now, Generation there, ResnetTranslator network) {
        return network.forward(now.made(there, FakeSource.once(), true).samples(), now.pass());
    }

    @Override
    public List<StatSeries> series(Recipe recipe) {
        return Stream.of("B", "A")
                .flatMap(game -> StatSeries.ofGame(game).stream())
                .toList();
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet set, Setup setup) {
        PairFacts known = PairFacts.of(setup.facts());
        TranslationModel toB = model(set, TO_B, Direction.A_TO_B, known, setup);
        TranslationModel toA = model(set, TO_A, Direction.B_TO_A, new PairFacts(known.output(), known.input()), setup);
        Map<String, GenerativeModel> both = new LinkedHashMap<>();
        both.put(Direction.A_TO_B.key(), toB.withBack(toA));
        both.put(Direction.B_TO_A.key(), toA);
        return both;
    }

    private static TranslationModel model(
            NetworkSet set, String network, Direction direction, PairFacts known, Setup setup) {
        return new TranslationModel(
                (ResnetTranslator) set.shown(network),
                PictureCode.of(PairSpace.RGB, known),
                direction.key(),
                setup,
                NormStatistics.RUNNING);
    }
}
