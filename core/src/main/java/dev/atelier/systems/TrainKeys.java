package dev.atelier.systems;

import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The keys of the run: length, machine, what it writes. */
public final class TrainKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    public static final Key<Long> EPOCHS =
            add(Key.integer("train.epochs", 20, 1, 1_000_000, "passes over the data, where train.steps is 0"));
    public static final Key<Long> STEPS = add(Key.integer(
            "train.steps",
            0,
            0,
            Long.MAX_VALUE,
            "steps in all (a step updates every player once); 0: as many as the epochs have"));
    public static final Key<Double> KIMG = add(Key.number(
                    "train.kimg",
                    0,
                    0,
                    Double.MAX_VALUE,
                    "length in thousands of real samples seen, where train.steps is 0; 0: as train.epochs says")
            .when(recipe -> recipe.get(TrainKeys.STEPS) == 0, "train.steps says how long; set it to 0"));
    public static final Key<Long> ACCUMULATE = add(Key.integer(
            "train.accumulate", 1, 1, 4096, "batches whose gradients are averaged into one optimiser step"));
    public static final Key<String> INIT = add(Key.text(
            "train.init",
            "none",
            "none, or a run directory",
            v -> !v.isBlank(),
            "a run whose networks this one begins with, as far as names and shapes agree"));
    public static final Key<Long> SEED = add(Key.integer("train.seed", 1, 0, Long.MAX_VALUE, "of everything random"));
    public static final Key<String> DEVICE = add(Key.text(
            "train.device",
            "auto",
            "auto, cpu, cuda, cuda:N",
            v -> v.matches("auto|cpu|cuda(:\\d+)?"),
            "where to train; auto is CUDA where there is one"));
    public static final Key<String> PRECISION = add(Key.choice(
            "train.precision",
            "auto",
            Precision.KEYS,
            "of convolutions and products; weights and losses stay fp32; auto is bf16 where faster here"));
    public static final Key<Boolean> BF16_UNPROVEN = add(Key.flag(
            "train.bf16Unproven",
            false,
            "bf16 was not shown to give the same quality with this recipe, so auto keeps to fp32"));
    public static final Key<Long> THREADS =
            add(Key.integer("train.threads", 0, 0, 1024, "threads that compute; 0: one a processor"));
    public static final Key<Long> SHARDS = add(
            Key.integer(
                    "train.shards",
                    1,
                    1,
                    64,
                    "pieces that each batch is cut into, worked on by threads of their own; 1: all threads share each operation"));

    public static final Key<Long> LOG_STEPS =
            add(Key.integer("log.everySteps", 50, 1, Long.MAX_VALUE, "steps between rows of stats.jsonl"));
    static final Key<String> LOG_STATISTICS = add(Key.choice(
            "log.statistics",
            "total",
            List.of("none", "total", "layers"),
            "length of weights and gradients in the rows: of each network, or of each parameter too"));
    public static final Key<Long> SAMPLE_STEPS = add(
            Key.integer("samples.everySteps", 0, 0, Long.MAX_VALUE, "steps between sample grids; 0: each epoch's end"));
    public static final Key<Long> SAMPLE_COUNT =
            add(Key.integer("samples.count", 16, 1, 1024, "images in a sample grid, always of the same z"));
    public static final Key<Long> FINAL_COUNT =
            add(Key.integer("samples.finalCount", 16, 1, 1024, "images in final/grid.png, drawn when the run is done"));
    public static final Key<Long> CHECKPOINT_STEPS = add(Key.integer(
            "checkpoint.everySteps", 0, 0, Long.MAX_VALUE, "steps between checkpoints; 0: each epoch's end"));
    public static final Key<Long> CHECKPOINT_KEEP =
            add(Key.integer("checkpoint.keep", 3, 1, 1000, "checkpoints kept, the newest ones"));

    private TrainKeys() {}

    /** Steps of a whole training, from whichever of its lengths is set; at least 1. */
    static long length(Recipe recipe, int samplesPerStep, LongSupplier byEpochs) {
        long steps = recipe.get(STEPS);
        double samples = 1000 * recipe.get(KIMG);
        if (steps > 0) {
            return steps;
        }
        return Math.max(1, samples > 0 ? (long) Math.ceil(samples / samplesPerStep) : byEpochs.getAsLong());
    }

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }
}
