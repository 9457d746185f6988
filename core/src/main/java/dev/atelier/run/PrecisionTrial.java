package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.Version;
import dev.atelier.data.DataSources;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.Summaries;
import dev.atelier.systems.TrainKeys;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Processor;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code train.precision: auto} becomes: the precision in which a step of this recipe takes less time on this machine. Some
 * steps of each are run on networks, data order and random streams of their own, which nobody uses afterwards, so that a run gives
 * the same bits as one that names the precision. Where a single product of matrices is much slower in bf16, no step is tried: a
 * processor that emulates bf16 would take minutes for one. The answer is kept in the cache folder for this machine, these networks
 * and this batch.
 */
public final class PrecisionTrial {
    /** A product that takes so many times as long decides alone: no step consists of less than products enough to make that up. */
    private static final double HOPELESS = 1.5;

    private static final double BUDGET_SECONDS = 2;
    private static final int MOST_ROUNDS = 50;

    /** Closer than this, and both are measured once more. */
    private static final double CLOSE = 1.25;

    private final Recipe recipe;
    private final Dataset dataset;
    private final ComputeDevice device;

    PrecisionTrial(Recipe recipe, Dataset dataset, ComputeDevice device) {
        this.recipe = recipe;
        this.dataset = dataset;
        this.device = device;
    }

    /**
     * What was decided.
     *
     * @param recipe with the precision written out
     * @param times what it was decided by, for the receipt; empty where the recipe names the precision
     */
    record Settled(Recipe recipe, Map<String, Object> times) {}

    /** Settles a resolved recipe; one that names its precision is left alone. What was timed here is told. */
    static Settled settle(Recipe recipe, Dataset dataset, RunObserver observer) {
        return settle(recipe, dataset, observer, DataSources.cacheFolder().resolve("precision"));
    }

    /** The same with another folder for what is remembered. */
    static Settled settle(Recipe recipe, Dataset dataset, RunObserver observer, Path memory) {
        if (!recipe.get(TrainKeys.PRECISION).equals(Precision.AUTO)) {
            return new Settled(recipe, Map.of());
        }
        try (ComputeDevice device = Devices.resolve(recipe.get(TrainKeys.DEVICE))) {
            PrecisionTrial trial = new PrecisionTrial(recipe, dataset, device);
            Path file = memory.resolve(trial.key() + ".json");
            Optional<Map<String, Object>> known = remembered(file);
            Map<String, Object> times = known.orElseGet(trial::times);
            if (known.isEmpty()) {
                remember(file, times);
                tell(times, observer);
            }
            return new Settled(recipe.with(TrainKeys.PRECISION, String.valueOf(times.get("chosen"))), times);
        }
    }

    private static void tell(Map<String, Object> times, RunObserver observer) {
        if (times.get("secondsPerRound") instanceof Map<?, ?> seconds) {
            observer.notice("precision: " + times.get("chosen") + ", from a step here in "
                    + seconds.entrySet().stream()
                            .map(entry -> entry.getKey() + ": "
                                    + String.format(Locale.ROOT, "%.3g s", ((Number) entry.getValue()).doubleValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Times both, and chooses. */
    private Map<String, Object> times() {
        Map<String, Object> times = new LinkedHashMap<>();
        if (device.key().equals("cpu")) {
            double ratio = Precision.productRatio();
            times.put("productBf16OverFp32", ratio);
            if (ratio > HOPELESS) {
                times.put("chosen", Precision.FP32.key());
                return times;
            }
        }
        times.putAll(rounds());
        return times;
    }

    /** Times steps of both, and chooses. */
    Map<String, Object> rounds() {
        double fp32 = seconds(Precision.FP32, Double.POSITIVE_INFINITY);
        double bf16 = seconds(Precision.BF16, fp32);
        if (Math.max(fp32, bf16) < CLOSE * Math.min(fp32, bf16)) {
            fp32 = Math.min(fp32, seconds(Precision.FP32, Double.POSITIVE_INFINITY));
            bf16 = Math.min(bf16, seconds(Precision.BF16, fp32));
        }
        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put(Precision.FP32.key(), fp32);
        seconds.put(Precision.BF16.key(), bf16);
        return Map.of("secondsPerRound", seconds, "chosen", (bf16 < fp32 ? Precision.BF16 : Precision.FP32).key());
    }

    /**
     * The least that a step takes; what others take of the machine only adds to it. Given up as soon as a step after the first
     * takes twice {@code other}, or the first four times.
     */
    private double seconds(Precision precision, double other) {
        TrainingState state = new TrainingState(recipe.get(TrainKeys.SEED), recipe.integer(TrainKeys.SHARDS));
        Recipe tried = recipe.with(TrainKeys.PRECISION, precision.key());
        GanSystem system = GanSystem.of(tried);
        Setup models = new Setup(tried, system.facts(tried, dataset), device.device());
        TrainingSetup setup =
                new TrainingSetup(models, dataset, state, system.steps(tried, dataset.size()), notice -> {});
        try (TrainingParts parts = TrainingParts.of(system, setup, false);
                Feeds feeds = parts.feeds(Map.of());
                StepStats stats = new StepStats()) {
            Trainer trainer = new Trainer(parts.step(), feeds, state, stats, List.of());
            double first = next(trainer, state, stats);
            if (first > BUDGET_SECONDS || first > 4 * other) {
                return first; // what the first step makes ready is little beside that
            }
            double least = Double.POSITIVE_INFINITY;
            double all = 0;
            for (int rounds = 0; rounds < MOST_ROUNDS && all < BUDGET_SECONDS; rounds++) {
                double taken = next(trainer, state, stats);
                all += taken;
                least = Math.min(least, taken);
                if (taken > 2 * other && rounds > 0) {
                    break;
                }
            }
            return least;
        }
    }

    private static double next(Trainer trainer, TrainingState state, StepStats stats) {
        long start = System.nanoTime();
        trainer.run(state.step() + 1, () -> false);
        stats.drain(); // reads numbers: a device that works ahead has done the step then
        return (System.nanoTime() - start) / 1e9;
    }

    /** Everything that the time of a step depends on. */
    private String key() {
        String networks = Summaries.of(recipe, GanSystem.of(recipe).facts(recipe, dataset)).values().stream()
                .map(Summary::text)
                .collect(Collectors.joining());
        String round = recipe.values().entrySet().stream()
                .filter(entry -> entry.getKey()
                        .matches("(loss|augment|labels|condition)\\..*|.*\\.(optimizer|steps|norm|update|clip.*)"
                                + "|data\\.batch|train\\.(accumulate|threads|shards|device)"))
                .filter(entry -> !entry.getKey().equals("train.steps"))
                .map(Object::toString)
                .collect(Collectors.joining(","));
        String machine = String.join(
                ",",
                Processor.name(),
                Processor.flags(),
                Engine.cpuCapability(),
                Engine.torchVersion(),
                System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", ""),
                Version.text());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((networks + "\n" + round + "\n" + machine).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What an earlier run decided; a file that says nothing of use is as good as none. */
    private static Optional<Map<String, Object>> remembered(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> times = JsonFile.read(file);
            return Precision.isNamed(String.valueOf(times.get("chosen"))) ? Optional.of(times) : Optional.empty();
        } catch (BadInput damaged) {
            return Optional.empty();
        }
    }

    /** Where the cache cannot be written, the next run times again. */
    private static void remember(Path file, Map<String, Object> times) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            JsonFile.write(file, times);
        } catch (IOException e) {
            return;
        }
    }
}
