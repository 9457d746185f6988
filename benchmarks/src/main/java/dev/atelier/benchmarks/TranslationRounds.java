package dev.atelier.benchmarks;

import dev.atelier.data.BatchSource;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.data.MemoryDataset;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.Summaries;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Stage;
import dev.atelier.training.Stages;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Steps of a system that learns from pairs, domains, photographs or pyramids, at the size of its recipe, on random batches that lie ready in
 * memory: the step alone is timed.
 *
 * @param recipe that names no data
 * @param stage whose steps are timed
 * @param samples shapes of one sample of each field, [C, H, W], by feed; the first feed leads
 * @param passes what a step costs in each network that learns or judges in it, in forward passes of a batch: a backward pass costs one for
 *     what flows on and one for the weights, where they learn
 */
record TranslationRounds(
        Recipe recipe, String stage, Map<String, Map<String, long[]>> samples, Map<String, Integer> passes) {
    private static final int BATCHES = 4;

    /** A critic learns from two batches, and tells the generator of one. */
    private static final int CRITIC = 2 * 3 + 2;

    /** Where a system has one stage. */
    private static final String ONLY = "training";

    private static final String INPUT = "input";
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final long[] COLOUR = {3, 64, 64};

    /**
     * What was measured.
     *
     * @param seconds of each step
     * @param parameters of the networks that learn or judge in it
     * @param flops of one step
     */
    record Measured(List<Double> seconds, long parameters, double flops, Precision precision) {}

    /** The rounds of the work of this name. */
    static TranslationRounds of(String work) {
        return switch (work) {
            case Work.PIX2PIX ->
                new TranslationRounds(
                        Recipe.named("pix2pix").with("data.size", "64"),
                        ONLY,
                        Map.of(Feeds.DATA, Map.of(INPUT, COLOUR, Fields.REAL, COLOUR)),
                        Map.of(GENERATOR, 3, DISCRIMINATOR, CRITIC));
            case Work.CYCLEGAN -> domains();
            case Work.SRRESNET -> photographs("squares", Map.of(GENERATOR, 3));
            case Work.SRGAN -> // features of real pictures are a pass more
                photographs("game", Map.of(GENERATOR, 3, DISCRIMINATOR, CRITIC + 1));
            case Work.LAPGAN -> pyramid();
            default -> throw new IllegalArgumentException("no rounds named " + work);
        };
    }

    /** Each generator makes a fake, a way back, and what should stay as it is. */
    private static TranslationRounds domains() {
        Map<String, Map<String, long[]>> both = new LinkedHashMap<>();
        both.put("a", Map.of(Fields.REAL, COLOUR));
        both.put("b", Map.of(Fields.REAL, COLOUR));
        return new TranslationRounds(
                Recipe.named("cyclegan").with("data.size", "64"),
                ONLY,
                both,
                Map.of(
                        "generatortob",
                        3 * 3,
                        "generatortoa",
                        3 * 3,
                        "discriminatora",
                        CRITIC,
                        "discriminatorb",
                        CRITIC));
    }

    /** Features of the critic are what pictures are compared by in the game: there is no network more. */
    private static TranslationRounds photographs(String stage, Map<String, Integer> passes) {
        Recipe recipe = Recipe.named("srgan")
                .with("data.crop", 64)
                .with("content.features", DISCRIMINATOR)
                .with("pretrain.steps", 1);
        return new TranslationRounds(
                recipe, stage, Map.of(Feeds.DATA, Map.of(INPUT, new long[] {3, 16, 16}, Fields.REAL, COLOUR)), passes);
    }

    /** All levels learn in every step. */
    private static TranslationRounds pyramid() {
        Recipe recipe = Recipe.named("lapgan")
                .with("data.source", "fashion-mnist")
                .with("data.size", "28")
                .with("data.channels", 1);
        Map<String, Integer> passes = new TreeMap<>();
        for (int level = 0; level < 3; level++) { // 7, 14 and 28 pixels
            passes.put(GENERATOR + level, 1 + 3);
            passes.put(DISCRIMINATOR + level, CRITIC);
        }
        return new TranslationRounds(
                recipe, ONLY, Map.of(Feeds.DATA, Map.of(Fields.REAL, new long[] {1, 28, 28})), passes);
    }

    /** Measured in a precision; where that is open in the quicker one, as training would choose. */
    Measured measure(String precision) {
        if (!precision.equals(Precision.AUTO)) {
            return measure(Precision.of(precision));
        }
        Measured exact = measure(Precision.FP32);
        if (Precision.productRatio() > 1) {
            return exact;
        }
        Measured rough = measure(Precision.BF16);
        return median(rough) < median(exact) ? rough : exact;
    }

    private static double median(Measured measured) {
        return Spread.of(measured.seconds).median();
    }

    /** Of the networks that learn or judge. */
    long parameters() {
        GanSystem system = GanSystem.of(recipe);
        Recipe resolved = resolved();
        return parameters(Summaries.of(resolved, system.expectedFacts(resolved)));
    }

    private Recipe resolved() {
        return GanSystem.of(recipe).resolve(recipe.applicable(), notice -> {});
    }

    private Measured measure(Precision precision) {
        return measure(precision, round -> {
            Stopwatch.repeat(2, 3, round); // the JVM still compiles
            return Stopwatch.repeat(2, 3, round);
        });
    }

    /** {@code clock} plays rounds and says what each took. */
    Measured measure(Precision precision, Function<Runnable, List<Double>> clock) {
        GanSystem system = GanSystem.of(recipe);
        Recipe resolved = resolved();
        int shards = number(resolved, "train.shards");
        TrainingState state = new TrainingState(1, shards);
        int threads = Engine.threads();
        if (shards > 1) {
            Engine.workers(threads);
        }
        try (ComputeDevice cpu = Devices.resolve("cpu");
                TensorScope scope = TensorScope.open();
                Feeds feeds = feeds(resolved, cpu.device());
                TrainingStep step = step(system, resolved, state, precision, cpu.device());
                StepStats stats = new StepStats()) {
            Stage timed = step.stages().list().stream()
                    .filter(each -> each.name().equals(stage))
                    .findFirst()
                    .orElseThrow();
            Trainer trainer = new Trainer(step.ofStage(timed), feeds, state, stats, List.of());
            List<Double> seconds = clock.apply(() -> trainer.run(state.step() + 1, () -> false));
            stats.drain().forEach(TranslationRounds::requireFinite);
            Map<String, Summary> networks = Summaries.of(step.networks());
            return new Measured(seconds, parameters(networks), batch(resolved) * flops(networks), precision);
        } finally {
            Engine.threads(threads);
        }
    }

    private static TrainingStep step(
            GanSystem system, Recipe resolved, TrainingState state, Precision precision, Device device) {
        Setup models = new Setup(resolved, system.expectedFacts(resolved), device);
        long samples = (long) BATCHES * batch(resolved);
        TrainingSetup setup = new TrainingSetup(
                models,
                MemoryDataset.of("random batches", new float[(int) samples], 1),
                state,
                system.steps(resolved, samples),
                notice -> {});
        NetworkSet networks = system.networks(models);
        RandomStream weights = RandomStream.of(setup.seed(), "weights");
        networks.names().forEach(name -> networks.network(name).initialise(weights));
        return new TrainingStep(
                networks,
                new Stages(system.stages(networks, setup)),
                state,
                Pass.training(precision, Masks.from(state.stream("dropout"))),
                device);
    }

    private static int batch(Recipe resolved) {
        return number(resolved, "data.batch");
    }

    private static int number(Recipe resolved, String key) {
        return ((Number) Objects.requireNonNull(resolved.values().get(key), key)).intValue();
    }

    /** How long it takes to work with what is no number says nothing. */
    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(name + " became " + value + " while it was measured");
        }
    }

    private long parameters(Map<String, Summary> networks) {
        return passes.keySet().stream()
                .mapToLong(name -> network(networks, name).parameters())
                .sum();
    }

    /** For each sample. */
    private double flops(Map<String, Summary> networks) {
        return passes.entrySet().stream()
                .mapToDouble(each -> each.getValue()
                        * (double) network(networks, each.getKey()).flops())
                .sum();
    }

    private static Summary network(Map<String, Summary> networks, String name) {
        return Objects.requireNonNull(networks.get(name), name);
    }

    /** In the caller's scope. */
    private Feeds feeds(Recipe resolved, Device device) {
        RandomStream stream = RandomStream.of(1, "batches");
        Map<String, BatchSource> sources = new LinkedHashMap<>();
        samples.forEach((feed, fields) -> {
            List<Fields> ready = new ArrayList<>();
            for (int i = 0; i < BATCHES; i++) {
                Map<String, Tensor> one = new TreeMap<>();
                fields.forEach(
                        (name, c) -> one.put(name, Tensors.uniform(stream, device, batch(resolved), c[0], c[1], c[2])));
                ready.add(Fields.of(batch(resolved), one));
            }
            sources.put(feed, new Ready(ready));
        });
        return Feeds.of(sources);
    }

    /** The same batches again and again; only the handles are new. */
    private static final class Ready implements BatchSource {
        private final List<Fields> all;
        private int next;

        Ready(List<Fields> all) {
            this.all = all;
        }

        @Override
        public Fields next() {
            Fields batch = all.get(next++ % all.size());
            try (TensorScope scope = TensorScope.open()) {
                Map<String, Tensor> handles = new TreeMap<>();
                batch.names().forEach(name -> handles.put(name, scope.keep(new Tensor(batch.get(name)))));
                return Fields.of(batch.count(), handles);
            }
        }

        @Override
        public Cursor cursor() {
            return Cursor.start();
        }

        @Override
        public void close() {}
    }
}
