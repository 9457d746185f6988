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
import dev.atelier.data.LoadOptions;
import dev.atelier.data.OpenedData;
import dev.atelier.data.Split;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.NoiseModel;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Keys;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Images from noise, or from noise and a condition: one generator against one discriminator. */
public final class NoiseSystem implements AdversarialSystem {
    /** As {@code system:} says it. */
    public static final String NAME = "noise";

    private static final Keys KEYS = Keys.of(List.of(
                    NetworkKeys.ALL,
                    DataKeys.PLACE,
                    FeedKeys.ALL,
                    DataKeys.TREATMENT,
                    LossKeys.ALL,
                    PlayerKeys.ALL,
                    TrainKeys.ALL,
                    MetricKeys.ALL,
                    DoctorKeys.ALL))
            .showingFirst(List.of(
                    DataKeys.SOURCE,
                    DataKeys.SIZE,
                    FeedKeys.BATCH,
                    NetworkKeys.WIDTH,
                    NetworkKeys.CONDITION,
                    LossKeys.NAME,
                    PlayerKeys.GENERATOR.rate(),
                    PlayerKeys.DISCRIMINATOR.rate(),
                    PlayerKeys.EMA_DECAY,
                    TrainKeys.EPOCHS,
                    TrainKeys.STEPS,
                    MetricKeys.STEPS))
            .renamed("train.bf16Proven", TrainKeys.BF16_UNPROVEN, NoiseSystem::opposite);

    private static final List<String> RECIPES = List.of(
            "quick",
            "fashion",
            "fashion-tabled",
            "mnist",
            "mnist-tabled",
            "vanilla",
            "dcgan",
            "cgan",
            "acgan",
            "sgan",
            "wgan",
            "wgan-gp",
            "lsgan",
            "hinge",
            "relativistic",
            "sngan",
            "r3gan");

    private static String opposite(String flag) {
        return flag.equals("true") ? "false" : flag.equals("false") ? "true" : flag;
    }

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
        return RECIPES;
    }

    @Override
    public Recipe resolve(Recipe recipe, Consumer<String> notices) {
        Recipe sized = NetworkAssembly.sized(Assembly.chosen(recipe, notices));
        NetworkAssembly.architecture(sized).require(NetworkAssembly.shape(sized));
        return sized;
    }

    @Override
    public Recipe completed(Recipe kept) {
        return NetworkAssembly.sized(kept); // runs of 0.1 do not name the size
    }

    @Override
    public Recipe like(Recipe run, Recipe wanted) {
        return MetricKeys.like(Assembly.onDataOf(run, wanted), run);
    }

    @Override
    public List<Key<?>> places() {
        return List.of(DataKeys.SOURCE, DataKeys.ATTRIBUTES);
    }

    @Override
    public long steps(Recipe recipe, long samples) {
        return TrainKeys.length(
                recipe,
                samplesPerStep(recipe),
                () -> Math.multiplyExact(recipe.get(TrainKeys.EPOCHS), FeedKeys.batchesPerEpoch(recipe, samples))
                        / batches(recipe));
    }

    @Override
    public long stepsPerEpoch(Recipe recipe, long samples) {
        return Math.max(1, FeedKeys.batchesPerEpoch(recipe, samples) / batches(recipe));
    }

    @Override
    public int samplesPerStep(Recipe recipe) {
        return Math.toIntExact(recipe.get(FeedKeys.BATCH) * batches(recipe));
    }

    /** Batches that one step takes. */
    private static long batches(Recipe recipe) {
        return recipe.get(PlayerKeys.CRITIC_STEPS) * recipe.get(TrainKeys.ACCUMULATE);
    }

    @Override
    public OpenedData open(Recipe recipe) {
        return OpenedData.of(Assembly.open(recipe, Split.TRAIN));
    }

    @Override
    public OpenedData open(Recipe recipe, String sha256, Path run) {
        return OpenedData.of(Assembly.training(recipe, sha256, run));
    }

    @Override
    public Map<String, Object> facts(Recipe recipe, Dataset data) {
        return Assembly.known(recipe, images(data)).json();
    }

    @Override
    public Map<String, Object> expectedFacts(Recipe recipe) {
        boolean needsData = NetworkKeys.conditional(recipe) || recipe.get(NetworkKeys.LABELS_PER_CLASS) > 0;
        String source = recipe.get(DataKeys.SOURCE);
        return needsData
                ? DataSources.classesByName(source)
                        .map(classes -> Assembly.known(
                                        recipe,
                                        source,
                                        new Attributes(List.of(new Attribute.Categorical("class", classes))),
                                        classes.size())
                                .json())
                        .orElseGet(() -> facts(recipe, open(recipe).dataset()))
                : DataFacts.NOTHING.json();
    }

    private static ImageDataset images(Dataset data) {
        if (!(data instanceof ImageDataset images)) {
            throw new BadInput("system " + NAME + " learns from images; these are not: " + data.description());
        }
        return images;
    }

    @Override
    public Optional<DataRequest> images(Recipe recipe) {
        return Optional.of(Assembly.request(recipe));
    }

    @Override
    public boolean averaged(Recipe recipe) {
        return recipe.get(PlayerKeys.EMA_DECAY) > 0;
    }

    @Override
    public Feeds feeds(TrainingSetup setup, Map<String, Cursor> cursors) {
        LoadOptions options = Assembly.loadOptions(
                setup.recipe(),
                Assembly.range(assembly(setup.models())),
                known(setup.models()).attributes());
        return Feeds.of(
                new BatchLoader(images(setup.data()), options, cursors.getOrDefault(Feeds.DATA, Cursor.start())));
    }

    private static DataFacts known(Setup setup) {
        return DataFacts.of(setup.facts());
    }

    private static NetworkAssembly assembly(Setup setup) {
        return new NetworkAssembly(setup.recipe(), known(setup));
    }

    @Override
    public NetworkSet networks(Setup setup) {
        NetworkAssembly networks = assembly(setup);
        return new NetworkSet()
                .network(NoiseNetworks.GENERATOR, networks.generator())
                .network(NoiseNetworks.DISCRIMINATOR, networks.discriminator());
    }

    @Override
    public void begin(NetworkSet networks, TrainingSetup setup) {
        Pretraining.begin(setup, assembly(setup.models()), known(setup.models()), networks);
    }

    @Override
    public List<Stage> stages(NetworkSet networks, TrainingSetup setup) {
        Recipe recipe = setup.recipe();
        NetworkAssembly assembly = assembly(setup.models());
        int perClass = recipe.integer(NetworkKeys.LABELS_PER_CLASS);
        if (perClass > 0) {
            networks.helper(
                    StepAssembly.LABELS,
                    Pools.labelled(
                            recipe,
                            images(setup.data()),
                            Assembly.range(assembly),
                            perClass,
                            setup.state().stream("labelled"),
                            setup.device()));
        }
        return Stage.only(
                setup.steps(),
                new StepAssembly(recipe, assembly, setup.state(), setup.device(), setup.steps()).turns(networks));
    }

    /**
     * Each discriminator's step: fakes (G), learning on two batches, each penalty due (forward, its backward, and the backward of both).
     * The generator's step: it learns, and D passes its gradient on.
     */
    @Override
    public Map<String, Double> passes(Recipe recipe) {
        double penalties = 6.0 * LossKeys.penalties(recipe) / recipe.get(LossKeys.PENALTY_EVERY);
        double steps = recipe.get(PlayerKeys.CRITIC_STEPS);
        return Map.of(NoiseNetworks.GENERATOR, steps + 3, NoiseNetworks.DISCRIMINATOR, steps * (2 * 3 + penalties) + 2);
    }

    @Override
    public Map<String, GenerativeModel> models(NetworkSet networks, Setup setup) {
        return Map.of(
                "generator",
                new NoiseModel(
                        NoiseNetworks.shown(networks),
                        Assembly.prior(setup.recipe()),
                        setup.device(),
                        known(setup).attributes().width()));
    }

    @Override
    public FixedInputs fixed(GenerativeModel model, TrainingSetup setup, int count) {
        Attributes attributes = known(setup.models()).attributes();
        return AdversarialSystem.super
                .fixed(model, setup, count)
                .on(Conditions.NONE.rows(attributes, count), attributes.width());
    }

    @Override
    public int cycle(Setup setup) {
        return Conditions.NONE.firstCycle(known(setup).attributes());
    }

    @Override
    public Optional<Measurement> measurement(
            Recipe recipe, Map<String, Object> facts, Dataset data, Consumer<String> notices) {
        return ImageMeasurement.of(recipe, DataFacts.of(facts), images(data), notices);
    }

    @Override
    public Recipe measured(Recipe recipe, Dataset data) {
        return ImageMeasurement.resolve(recipe, images(data));
    }

    @Override
    public Optional<DoctorProbe> probe(NetworkSet networks, TrainingSetup setup) {
        return ImageProbe.of(setup, known(setup.models()), images(setup.data()), networks);
    }

    @Override
    public boolean anchored(Recipe recipe) {
        return LossKeys.anchored(recipe);
    }

    @Override
    public Optional<Classification> classification(NetworkSet networks, TrainingSetup setup) {
        return Classification.measure(
                setup, known(setup.models()), assembly(setup.models()), networks, images(setup.data()));
    }
}
