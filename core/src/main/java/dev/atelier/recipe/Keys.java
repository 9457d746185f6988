package dev.atelier.recipe;

import dev.atelier.data.LastBatch;
import dev.atelier.data.Order;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.LatentPrior;
import dev.atelier.tensor.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All settings of a recipe, in the order in which they are shown. A recipe is the differences from these defaults. */
public final class Keys {
    private static final double ANY = Double.MAX_VALUE;
    private static final Map<String, Key<?>> ALL = new LinkedHashMap<>();

    static final Key<String> NAME = add(Key.text(
            "name",
            "custom",
            "letters, digits, '-' and '_'",
            v -> v.matches("[A-Za-z0-9_-]+"),
            "name of the recipe; run directories begin with it"));

    static final Key<String> ARCHITECTURE =
            add(Key.choice("network.architecture", "compact", Architecture.keys(), "pair of networks"));
    static final Key<Long> LATENT = add(Key.integer("network.latent", 64, 1, 65536, "length of z"));
    static final Key<String> PRIOR = add(
            Key.choice("network.prior", "normal", LatentPrior.keys(), "distribution of z, in training and in samples"));
    static final Key<Double> WIDTH = add(Key.number("network.width", 1, 0.01, 64, "factor on all channel counts"));
    static final Key<Double> DROPOUT =
            add(Key.number("network.dropout", 0, 0, 1, "dropout rate in the discriminator; 0 is off"));

    static final Key<String> SOURCE = add(Key.text(
            "data.source",
            "fashion-mnist",
            "fashion-mnist or a path",
            v -> !v.isBlank(),
            "data set by name, IDX file or folder, folder of images"));
    static final Key<Long> BATCH = add(Key.integer("data.batch", 128, 1, 65536, "images in a batch"));
    static final Key<String> ORDER = add(Key.choice(
            "data.order",
            "shuffled",
            keys(Order.values(), Order::key),
            "shuffled anew each epoch, random with replacement, or sequential"));
    static final Key<String> LAST_BATCH = add(Key.choice(
            "data.lastBatch",
            "drop",
            keys(LastBatch.values(), LastBatch::key),
            "an epoch's last batch where it is smaller than the others"));
    static final Key<Long> PREFETCH =
            add(Key.integer("data.prefetch", 2, 1, 64, "batches made ahead on the loader's thread"));

    static final Key<String> LOSS = add(Key.choice(
            "loss.name", "non-saturating", List.of("non-saturating", "saturating"), "adversarial loss, from logits"));
    static final Key<Boolean> INVERTED =
            add(Key.flag("loss.inverted", false, "labels are real 0 and fake 1 instead of real 1 and fake 0"));
    static final Key<Double> REAL_NOISE =
            add(Key.number("loss.realNoise", 0, 0, 1, "real labels move towards the fake one by this · U(0,1)"));
    static final Key<Double> FAKE_NOISE =
            add(Key.number("loss.fakeNoise", 0, 0, 1, "fake labels move towards the real one by this · U(0,1)"));

    static final Key<Double> G_RATE =
            add(Key.number("generator.learningRate", 2e-4, 0, ANY, "generator's Adam: step size"));
    static final Key<Double> G_BETA1 = add(Key.number("generator.beta1", 0.9, 0, 1, "decay of the gradient's mean"));
    static final Key<Double> G_BETA2 =
            add(Key.number("generator.beta2", 0.999, 0, 1, "decay of the gradient's square"));
    static final Key<Double> G_EPSILON =
            add(Key.number("generator.epsilon", 1e-7, 1e-30, ANY, "added to the root of the square"));
    static final Key<Double> EMA_DECAY = add(
            Key.number("generator.ema", 0, 0, 1, "decay of the average of the generator's weights a round; 0 is off"));
    static final Key<Boolean> EMA_WARM_UP =
            add(Key.flag("generator.emaWarmUp", true, "the average's decay grows as (1+t)/(10+t) at first"));
    static final Key<Double> D_RATE =
            add(Key.number("discriminator.learningRate", 2e-4, 0, ANY, "discriminator's Adam: step size"));
    static final Key<Double> D_BETA1 =
            add(Key.number("discriminator.beta1", 0.9, 0, 1, "decay of the gradient's mean"));
    static final Key<Double> D_BETA2 =
            add(Key.number("discriminator.beta2", 0.999, 0, 1, "decay of the gradient's square"));
    static final Key<Double> D_EPSILON =
            add(Key.number("discriminator.epsilon", 1e-7, 1e-30, ANY, "added to the root of the square"));
    static final Key<String> UPDATE = add(Key.choice(
            "discriminator.update",
            "joint",
            List.of("joint", "separate"),
            "one optimiser step on real and fake, or one on each, real first"));
    static final Key<Boolean> G_STEP_DROPOUT = add(Key.flag(
            "discriminator.dropoutInGeneratorStep",
            true,
            "the discriminator's dropout is on while the generator learns"));

    static final Key<Long> EPOCHS =
            add(Key.integer("train.epochs", 20, 1, 1_000_000, "passes over the data, where train.steps is 0"));
    static final Key<Long> STEPS = add(Key.integer(
            "train.steps",
            0,
            0,
            Long.MAX_VALUE,
            "rounds in all (a round updates every player once); 0: as many as the epochs have"));
    static final Key<Long> SEED =
            add(Key.integer("train.seed", 1, 0, Long.MAX_VALUE, "of weights, order, z, dropout and label noise"));
    static final Key<String> DEVICE = add(Key.text(
            "train.device",
            "auto",
            "auto, cpu, cuda, cuda:N",
            v -> v.matches("auto|cpu|cuda(:\\d+)?"),
            "where to train; auto is CUDA where there is one"));
    static final Key<String> PRECISION = add(Key.choice(
            "train.precision",
            "auto",
            Precision.KEYS,
            "of convolutions and products; weights and losses stay fp32; auto is bf16 where proven and fast"));
    static final Key<Boolean> BF16_PROVEN = add(Key.flag(
            "train.bf16Proven",
            false,
            "bf16 was shown to give the same quality with this recipe, so that auto may choose it"));
    static final Key<Long> THREADS =
            add(Key.integer("train.threads", 0, 0, 1024, "threads of one operation; 0: one a core"));

    static final Key<Long> LOG_STEPS =
            add(Key.integer("log.everySteps", 50, 1, Long.MAX_VALUE, "rounds between rows of stats.jsonl"));
    static final Key<Long> SAMPLE_STEPS = add(Key.integer(
            "samples.everySteps", 0, 0, Long.MAX_VALUE, "rounds between sample grids; 0: each epoch's end"));
    static final Key<Long> SAMPLE_COUNT =
            add(Key.integer("samples.count", 16, 1, 1024, "images in a sample grid, always of the same z"));
    static final Key<Long> FINAL_COUNT =
            add(Key.integer("samples.finalCount", 16, 1, 1024, "images in final/grid.png, drawn when the run is done"));
    static final Key<Long> CHECKPOINT_STEPS = add(Key.integer(
            "checkpoint.everySteps", 0, 0, Long.MAX_VALUE, "rounds between checkpoints; 0: each epoch's end"));
    static final Key<Long> CHECKPOINT_KEEP =
            add(Key.integer("checkpoint.keep", 3, 1, 1000, "checkpoints kept, the newest ones"));

    private Keys() {}

    private static <T> Key<T> add(Key<T> key) {
        ALL.put(key.name(), key);
        return key;
    }

    private static <E> List<String> keys(E[] values, java.util.function.Function<E, String> key) {
        return Arrays.stream(values).map(key).toList();
    }

    /** In the order in which they are shown. */
    public static List<Key<?>> all() {
        return List.copyOf(ALL.values());
    }

    static Optional<Key<?>> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Whether keys begin with {@code name.}. */
    static boolean isGroup(String name) {
        return ALL.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    /** The known name that is closest to an unknown one, whole or by its last part; a group's where that is closest. */
    static String nearest(String unknown) {
        Stream<String> groups = unknown.contains(".")
                ? Stream.empty()
                : ALL.keySet().stream().filter(k -> k.contains(".")).map(Keys::group);
        return Stream.concat(ALL.keySet().stream(), groups)
                .min(Comparator.comparingInt(
                        known -> Math.min(distance(unknown, known), 1 + distance(last(unknown), last(known)))))
                .orElseThrow();
    }

    private static String group(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance, case ignored. */
    private static int distance(String a, String b) {
        int[] row = Stream.iterate(0, i -> i + 1)
                .limit(b.length() + 1L)
                .mapToInt(i -> i)
                .toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
