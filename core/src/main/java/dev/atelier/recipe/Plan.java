package dev.atelier.recipe;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import dev.atelier.nn.Summary;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run will take, from a few measured rounds on the real data; nothing is written.
 *
 * @param recipe fully resolved for this machine
 * @param networks the tables of generator and discriminator
 * @param steps rounds in all
 * @param flopsPerRound floating-point operations of one round, forward and backward
 * @param secondsPerRound median of the measured rounds
 * @param measuredRounds how many were measured, after one to warm up
 * @param checkpointBytes size of one checkpoint
 * @param diskBytes of the finished run: checkpoints kept, final networks, sample grids, rows
 */
public record Plan(
        Recipe recipe,
        List<Summary> networks,
        long steps,
        double flopsPerRound,
        double secondsPerRound,
        int measuredRounds,
        long checkpointBytes,
        long diskBytes) {
    private static final double BUDGET_SECONDS = 4;
    private static final int MOST_ROUNDS = 200;
    private static final int LEAST_ROUNDS = 2;

    public static Plan measure(Recipe wanted, RunObserver observer) {
        Recipe resolved = Assembly.resolve(wanted, observer::notice);
        OpenedSource source = Assembly.open(resolved, Split.TRAIN);
        source.notices().forEach(observer::notice);
        Recipe recipe =
                PrecisionTrial.settle(resolved, source.dataset(), observer).recipe();
        TrainingState state = new TrainingState(recipe.get(TrainKeys.SEED));
        try (ComputeDevice device = Devices.resolve(recipe.get(TrainKeys.DEVICE))) {
            return measure(
                    recipe, new Round(recipe, source.dataset(), state, device), source.dataset(), state, observer);
        }
    }

    private static Plan measure(
            Recipe recipe, Round round, ImageDataset dataset, TrainingState state, RunObserver observer) {
        try (Round.Parts parts = round.parts(observer, false)) {
            TrainingStep step = parts.step();
            LoadOptions loading = round.loading();
            long steps = round.lastStep();
            try (Feeds feeds = Feeds.of(new BatchLoader(dataset, loading, Cursor.start()));
                    StepStats stats = new StepStats()) {
                double[] seconds = measure(new Trainer(step, feeds, state, stats, List.of()), state);
                List<Summary> networks = Summaries.of(recipe, round.known());
                long checkpoint = new Checkpoint(0, step.networks().tensors(), Map.of()).bytes();
                return new Plan(
                        recipe,
                        networks,
                        steps,
                        flops(recipe, networks),
                        seconds[seconds.length / 2],
                        seconds.length,
                        checkpoint,
                        disk(
                                recipe,
                                networks,
                                steps,
                                Math.max(1, loading.batchesPerEpoch(dataset.size()) / Round.batches(recipe)),
                                checkpoint));
            }
        }
    }

    private static double[] measure(Trainer trainer, TrainingState state) {
        trainer.run(1, () -> false);
        double[] seconds = new double[MOST_ROUNDS];
        double total = 0;
        int rounds = 0;
        while (rounds < LEAST_ROUNDS || rounds < MOST_ROUNDS && total < BUDGET_SECONDS) {
            long start = System.nanoTime();
            trainer.run(state.step() + 1, () -> false);
            seconds[rounds] = (System.nanoTime() - start) / 1e9;
            total += seconds[rounds++];
        }
        double[] sorted = java.util.Arrays.copyOf(seconds, rounds);
        java.util.Arrays.sort(sorted);
        return sorted;
    }

    /**
     * Of one round for B images a batch, G and D being one forward pass of one image. Each discriminator's step: fakes (G), learning
     * on 2B (3 · 2D: the backward pass costs two forward ones), each penalty due (6D: forward, its backward, and the backward of
     * both). The generator's step: 3G, and 2D because D's weights get no gradient.
     */
    private static double flops(Recipe recipe, List<Summary> networks) {
        double g = networks.get(0).flops();
        double d = networks.get(1).flops();
        double penalties = 6 * d * LossKeys.penalties(recipe) / recipe.get(LossKeys.PENALTY_EVERY);
        double images = recipe.get(DataKeys.BATCH) * (double) recipe.get(TrainKeys.ACCUMULATE);
        return images * (recipe.get(PlayerKeys.CRITIC_STEPS) * (g + 6 * d + penalties) + 3 * g + 2 * d);
    }

    /** {@code perEpoch} is rounds. */
    private static long disk(Recipe recipe, List<Summary> networks, long steps, long perEpoch, long checkpoint) {
        long every = recipe.get(TrainKeys.SAMPLE_STEPS) > 0 ? recipe.get(TrainKeys.SAMPLE_STEPS) : perEpoch;
        long grids = steps / every + 1;
        long[] image = networks.get(0).outputShape();
        long gridBytes = recipe.get(TrainKeys.SAMPLE_COUNT)
                * image[0]
                * image[1]
                * image[2]; // a PNG is smaller, and TensorBoard has it too
        long rows = steps / recipe.get(TrainKeys.LOG_STEPS) * 600;
        long finalNetworks = 4 * (networks.get(0).parameters() + networks.get(1).parameters());
        return checkpoint * (recipe.get(TrainKeys.CHECKPOINT_KEEP) + 1) + finalNetworks + grids * gridBytes * 2 + rows;
    }

    /** Seconds of all rounds. */
    public double totalSeconds() {
        return steps * secondsPerRound;
    }

    /** The plan for a person: recipe, tables, cost. */
    public String text() {
        StringBuilder text = new StringBuilder(recipe.yaml()).append('\n');
        networks.forEach(network -> text.append(network.text()).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "parameters   %,d%nFLOPs        %.3g a round (forward and backward, batch %d), %.1f GFLOP/s here%n",
                networks.stream().mapToLong(Summary::parameters).sum(),
                flopsPerRound,
                recipe.get(DataKeys.BATCH),
                flopsPerRound / secondsPerRound / 1e9));
        text.append(String.format(
                Locale.ROOT,
                "time         %s for %,d %s (%.3g s a round, median of %d measured)%n",
                duration(totalSeconds()),
                steps,
                steps == 1 ? "round" : "rounds",
                secondsPerRound,
                measuredRounds));
        text.append(String.format(
                Locale.ROOT,
                "disk         %s (%s a checkpoint, %d kept)%n",
                size(diskBytes),
                size(checkpointBytes),
                recipe.get(TrainKeys.CHECKPOINT_KEEP)));
        return text.toString();
    }

    /** The same as plain values. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("recipe", recipe.values());
        json.put(
                "parameters",
                Map.of(
                        "generator",
                        networks.get(0).parameters(),
                        "discriminator",
                        networks.get(1).parameters()));
        json.put("steps", steps);
        json.put("flopsPerRound", flopsPerRound);
        json.put("secondsPerRound", secondsPerRound);
        json.put("measuredRounds", measuredRounds);
        json.put("seconds", totalSeconds());
        json.put("checkpointBytes", checkpointBytes);
        json.put("diskBytes", diskBytes);
        return json;
    }

    /** A duration in the two largest units that fit. */
    public static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        } else if (s < 3600) {
            return s / 60 + " min " + s % 60 + " s";
        } else if (s < 86400) {
            return s / 3600 + " h " + s % 3600 / 60 + " min";
        }
        return s / 86400 + " d " + s % 86400 / 3600 + " h";
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
