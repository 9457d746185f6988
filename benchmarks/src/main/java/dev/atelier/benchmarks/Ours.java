package dev.atelier.benchmarks;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.data.Augmentation;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.Split;
import dev.atelier.media.PixelRange;
import dev.atelier.metrics.FeatureScores;
import dev.atelier.metrics.FeatureStats;
import dev.atelier.metrics.Features;
import dev.atelier.metrics.Fid;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.networks.NoiseModel;
import dev.atelier.nn.Adam;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our side of a comparison: one work in this process, which then prints one JSON object as the peers do. {@link Compare} starts it.
 *
 * <pre>Ours WORK THREADS PRECISION CACHE_FOLDER</pre>
 */
final class Ours {
    private static final int SAMPLES = 256;
    private static final int PEAK_SIDE = 4096;
    private static final int LOADED_SIDE = 64;
    private static final int LOADED_BATCH = 64;
    private static final int FEATURES = 10_000;
    private static final int FEATURE_SIZE = 2048;
    private static final int SCORED = 2000;
    private static final int SCORED_SIZE = 128;

    private final int threads;
    private final String precision;
    private final Path cache;

    private Ours(int threads, String precision, Path cache) {
        this.threads = threads;
        this.precision = precision;
        this.cache = cache;
    }

    public static void main(String[] args) {
        Ours ours = new Ours(Integer.parseInt(args[1]), args[2], Path.of(args[3]));
        Engine.threads(ours.threads);
        Timing timing = ours.run(args[0]);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("work", args[0]);
        said.put("unit", timing.unit());
        said.put("seconds", timing.seconds().stream().map(s -> s / timing.per()).toList());
        timing.flops().ifPresent(flops -> said.put("flops", flops));
        timing.parameters().ifPresent(parameters -> said.put("parameters", parameters));
        said.put("precision", timing.precision());
        said.put("peak_rss_bytes", Child.peakRssBytes(ProcessHandle.current().pid()));
        said.put("versions", versions());
        System.out.println(new JsonMapper().writeValueAsString(said));
    }

    /** Of what this process runs on. */
    static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("jdk", Runtime.version().toString());
        versions.put("libtorch", Engine.torchVersion());
        versions.put("instructions", Engine.cpuCapability());
        versions.put("threads", Engine.threads());
        return versions;
    }

    private Timing run(String work) {
        return switch (work) {
            case "fashion-round" -> training("fashion-tabled");
            case "mnist-iteration" -> training("mnist-tabled");
            case "vanilla-iteration" -> training("vanilla");
            case "wgan-gp-iteration" -> training("wgan-gp");
            case Work.PIX2PIX, Work.CYCLEGAN, Work.SRRESNET, Work.SRGAN, Work.LAPGAN -> translation(work);
            case Work.LOAD -> load(1);
            case Work.LOAD_PASSES -> load(Work.PASSES);
            case "fid" -> fid();
            case Work.METRICS -> metrics();
            case "checkpoint-save" -> checkpoint(true);
            case "checkpoint-load" -> checkpoint(false);
            case "peak" -> peak();
            default -> sample(work.substring("sample-".length()));
        };
    }

    /** The recipe's rounds on its data, measured by its own plan: the median of those that fit in a few seconds. */
    private Timing training(String name) {
        Recipe recipe = Recipe.named(name).with("train.threads", threads);
        recipe = precision.equals("auto") ? recipe : recipe.with("train.precision", precision);
        PlannedRounds rounds = PlannedRounds.of(recipe);
        return Timing.counted(
                "round",
                rounds.medians(),
                1,
                rounds.plan().flopsPerRound(),
                String.valueOf(rounds.plan().recipe().values().get("train.precision")));
    }

    private Timing translation(String work) {
        TranslationRounds.Measured measured = TranslationRounds.of(work).measure(precision);
        return Timing.counted(
                        "round",
                        measured.seconds(),
                        1,
                        measured.flops(),
                        measured.precision().key())
                .of(measured.parameters());
    }

    /** A large product of matrices: the most that this machine multiplies in a precision. */
    private Timing peak() {
        Precision format = precision.equals("bf16") ? Precision.BF16 : Precision.FP32;
        openblas.blas_set_num_threads(threads); // the toolkit leaves it one
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor a = format.cast(torch.randn(PEAK_SIDE, PEAK_SIDE));
            Tensor b = format.cast(torch.randn(PEAK_SIDE, PEAK_SIDE));
            Tensor product = torch.empty_like(a);
            List<Double> seconds = Stopwatch.repeat(1, 5, () -> torch.mm_out(product, a, b));
            double flops = 2.0 * PEAK_SIDE * PEAK_SIDE * PEAK_SIDE;
            return Timing.counted("product", seconds, 1, flops, format.key());
        }
    }

    /** Pictures as bytes of a generator with fresh weights. */
    private Timing sample(String name) {
        Map<String, Object> values = Recipe.named(name).values();
        NetworkOptions options = options(values);
        boolean open = precision.equals(Precision.AUTO);
        boolean proven = Boolean.FALSE.equals(values.get("train.bf16Unproven"));
        Precision drawn = !open
                ? Precision.of(precision)
                : proven && Precision.productRatio() < 1 ? Precision.BF16 : Precision.FP32;
        try (ComputeDevice device = Devices.resolve("cpu");
                Generator generator =
                        Architecture.of(text(values, "network.architecture")).generator(options)) {
            generator.initialise(RandomStream.of(1, "weights"));
            generator.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
            generator.drawIn(drawn);
            NoiseModel model =
                    new NoiseModel(generator, LatentPrior.of(text(values, "network.prior")), device.device());
            List<Double> seconds;
            try (FixedInputs inputs = FixedInputs.draw(model, 1, "z", SAMPLES)) {
                seconds = Stopwatch.repeat(2, 3, () -> inputs.samples().forEach(model.range()::toBytes));
            }
            double flops = generator.summary().flops();
            return Timing.counted("image", seconds, SAMPLES, flops, drawn.key());
        }
    }

    private static NetworkOptions options(Map<String, Object> values) {
        return new NetworkOptions(
                ((Number) values.getOrDefault("network.latent", 0)).intValue(),
                ((Number) values.getOrDefault("network.width", 1)).doubleValue(),
                ((Number) values.getOrDefault("network.dropout", 0)).doubleValue());
    }

    private static String text(Map<String, Object> values, String key) {
        return String.valueOf(values.get(key));
    }

    /** From the files to the last batch of so many epochs. */
    private Timing load(int passes) {
        String folder = JpegFolder.in(cache).toString();
        LoadOptions options = LoadOptions.defaults(LOADED_BATCH, 1)
                .withRange(PixelRange.SYMMETRIC)
                .withAugmentation(new Augmentation(true, 0, 0, 0, 0));
        int batches = JpegFolder.COUNT / LOADED_BATCH * passes;
        List<Double> seconds = Stopwatch.repeat(1, 3, () -> {
            ImageDataset dataset = DataSources.open(folder, new ImageFormat(3, LOADED_SIDE, LOADED_SIDE), Split.TRAIN)
                    .dataset();
            try (BatchLoader loader = new BatchLoader(dataset, options, Cursor.start())) {
                for (int batch = 0; batch < batches; batch++) {
                    loader.next().close();
                }
            }
        });
        return Timing.of("image", seconds, batches * LOADED_BATCH);
    }

    /** Statistics of two sets of features and their distance. */
    private static Timing fid() {
        try (Features real = features("real");
                Features fake = features("fake")) {
            Runnable distance = () -> {
                try (FeatureStats reals = FeatureStats.of(real);
                        FeatureStats fakes = FeatureStats.of(fake)) {
                    Fid.between(reals, fakes);
                }
            };
            return Timing.of("distance", Stopwatch.repeat(1, 2, distance), 1);
        }
    }

    /** Every score of two small sets of features. */
    private static Timing metrics() {
        List<String> names = FeatureScores.NAMES.stream()
                .filter(name -> !name.startsWith("is"))
                .toList();
        try (Features real = features("real", SCORED, SCORED_SIZE);
                Features fake = features("fake", SCORED, SCORED_SIZE)) {
            Runnable scores =
                    () -> FeatureScores.of(real, fake, Optional.empty(), FeatureScores.Settings.defaults(), names);
            return Timing.of("table", Stopwatch.repeat(1, 3, scores), 1);
        }
    }

    private static Features features(String name) {
        return features(name, FEATURES, FEATURE_SIZE);
    }

    private static Features features(String name, int count, int size) {
        float[] values = new float[count * size];
        RandomStream.of(1, name).fillNormal(values, 0, values.length);
        return Features.of(values, count, name);
    }

    /** Both networks and both optimisers of the fashion recipe, to the disk or from it. */
    private Timing checkpoint(boolean save) {
        NetworkOptions options = options(Recipe.named("fashion-tabled").values());
        Adam.Options rates = new Adam.Options(1e-4, 0.9, 0.999, 1e-7);
        try (TensorScope whole = TensorScope.open();
                Generator generator = Architecture.FASHION.generator(options);
                Discriminator discriminator = Architecture.FASHION.discriminator(options);
                Adam generatorAdam = new Adam(generator.parameters(), rates);
                Adam discriminatorAdam = new Adam(discriminator.parameters(), rates)) {
            generator.initialise(RandomStream.of(1, "generator"));
            discriminator.initialise(RandomStream.of(1, "discriminator"));
            Checkpoint checkpoint = new Checkpoint(
                    1,
                    Map.of(
                            "generator", generator.state(),
                            "discriminator", discriminator.state(),
                            "generator_optimizer", generatorAdam.state(),
                            "discriminator_optimizer", discriminatorAdam.state()),
                    Map.of());
            CheckpointStore store = new CheckpointStore(cache.resolve("checkpoints"), 1);
            Runnable saving = () -> {
                try {
                    checkpoint.notFinite(); // as training does before it saves
                    store.save(checkpoint);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            saving.run();
            Runnable loading = () -> {
                try (TensorScope scope = TensorScope.open();
                        AutoGradMode off = new AutoGradMode(false)) {
                    var groups = store.load(warning -> {}).orElseThrow().groups();
                    generator.load(Checkpoint.group(groups, "generator"));
                    discriminator.load(Checkpoint.group(groups, "discriminator"));
                    generatorAdam.load(Checkpoint.group(groups, "generator_optimizer"));
                    discriminatorAdam.load(Checkpoint.group(groups, "discriminator_optimizer"));
                }
            };
            return Timing.of("checkpoint", Stopwatch.repeat(2, 3, save ? saving : loading), 1);
        }
    }
}
