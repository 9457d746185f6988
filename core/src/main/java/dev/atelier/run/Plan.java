package dev.atelier.run;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.OpenedData;
import dev.atelier.nn.Summary;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.Summaries;
import dev.atelier.systems.TrainKeys;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.training.Stage;
import dev.atelier.training.Stages;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run will take, from a few measured steps on the real data; nothing is written.
 *
 * @param recipe fully resolved for this machine
 * @param networks the tables of its networks
 * @param steps steps in all
 * @param flopsPerRound floating-point operations of one step, forward and backward; 0 where nobody counts them
 * @param secondsPerRound mean of the measured steps, by stage
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
    private static final int MOST_STEPS = 200;
    private static final int LEAST_STEPS = 2;

    /** Measures a recipe on the data that it names. */
    public static Plan measure(Recipe wanted, RunObserver observer) {
        Recipe resolved = Machine.resolve(wanted, observer::notice);
        GanSystem system = GanSystem.of(resolved);
        OpenedData opened = system.open(resolved);
        opened.notices().forEach(observer::notice);
        Dataset data = opened.dataset();
        Recipe recipe = PrecisionTrial.settle(resolved, data, observer).recipe();
        TrainingState state = new TrainingState(recipe.get(TrainKeys.SEED), recipe.integer(TrainKeys.SHARDS));
        try (ComputeDevice device = Devices.resolve(recipe.get(TrainKeys.DEVICE))) {
            Setup models = new Setup(recipe, system.facts(recipe, data), device.device());
            TrainingSetup setup =
                    new TrainingSetup(models, data, state, system.steps(recipe, data.size()), observer::notice);
            try (TrainingParts parts = TrainingParts.of(system, setup, false)) {
                return measure(system, parts);
            }
        }
    }

    private static Plan measure(GanSystem system, TrainingParts parts) {
        Recipe recipe = parts.setup().recipe();
        Stages stages = parts.step().stages();
        double seconds = 0;
        int measured = 0;
        for (Stage stage : stages.list()) {
            Measured each = measure(parts, stage);
            seconds += each.secondsPerStep * stage.steps() / stages.steps();
            measured += each.steps;
        }
        Map<String, Summary> networks = Summaries.of(parts.networks());
        long checkpoint = new Checkpoint(0, parts.networks().tensors(), Map.of()).bytes();
        return new Plan(
                recipe,
                List.copyOf(networks.values()),
                stages.steps(),
                system.flops(recipe, networks).orElse(0),
                seconds,
                measured,
                checkpoint,
                disk(parts, networks, checkpoint));
    }

    private record Measured(double secondsPerStep, int steps) {}

    /** Whole periods of a stage, so that what is due now and then counts with its share, after one step to warm up. */
    private static Measured measure(TrainingParts parts, Stage stage) {
        TrainingState state = parts.setup().state();
        try (Feeds feeds = parts.feeds(Map.of());
                StepStats stats = new StepStats()) {
            Trainer trainer = new Trainer(parts.step().ofStage(stage), feeds, state, stats, List.of());
            trainer.run(state.step() + 1, () -> false);
            int period = (int) Math.min(stage.period(), MOST_STEPS);
            int steps = 0;
            double total = 0;
            while (steps < LEAST_STEPS || steps < MOST_STEPS && total < BUDGET_SECONDS) {
                long start = System.nanoTime();
                trainer.run(state.step() + period, () -> false);
                total += (System.nanoTime() - start) / 1e9;
                steps += period;
            }
            return new Measured(total / steps, steps);
        }
    }

    private static long disk(TrainingParts parts, Map<String, Summary> networks, long checkpoint) {
        Recipe recipe = parts.setup().recipe();
        long steps = parts.step().stages().steps();
        long perEpoch =
                GanSystem.of(recipe).stepsPerEpoch(recipe, parts.setup().data().size());
        long every = recipe.get(TrainKeys.SAMPLE_STEPS) > 0 ? recipe.get(TrainKeys.SAMPLE_STEPS) : perEpoch;
        long grids = steps / every + 1;
        long sample = Arrays.stream(parts.model().output().shape()).reduce(1, (a, b) -> a * b);
        long gridBytes = recipe.get(TrainKeys.SAMPLE_COUNT) * sample; // a PNG is smaller, and TensorBoard has it too
        long rows = steps / recipe.get(TrainKeys.LOG_STEPS) * 600;
        long finalNetworks =
                4 * networks.values().stream().mapToLong(Summary::parameters).sum();
        return checkpoint * (recipe.get(TrainKeys.CHECKPOINT_KEEP) + 1) + finalNetworks + grids * gridBytes * 2 + rows;
    }

    /** Seconds of all steps. */
    public double totalSeconds() {
        return steps * secondsPerRound;
    }

    /** The plan for a person: recipe, tables, cost. */
    public String text() {
        StringBuilder text = new StringBuilder(recipe.yaml()).append('\n');
        networks.forEach(network -> text.append(network.text()).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "parameters   %,d%nFLOPs        %.3g a step (forward and backward, batch %d), %.1f GFLOP/s here%n",
                networks.stream().mapToLong(Summary::parameters).sum(),
                flopsPerRound,
                recipe.get(FeedKeys.BATCH),
                flopsPerRound / secondsPerRound / 1e9));
        text.append(String.format(
                Locale.ROOT,
                "time         %s for %,d %s (%.3g s a step, mean of %d measured)%n",
                duration(totalSeconds()),
                steps,
                steps == 1 ? "step" : "steps",
                secondsPerRound,
                measuredRounds));
        text.append("threads      ").append(Sharding.told(recipe)).append(System.lineSeparator());
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
        Map<String, Object> parameters = new LinkedHashMap<>();
        networks.forEach(network -> parameters.put(network.title(), network.parameters()));
        json.put("parameters", parameters);
        json.put("steps", steps);
        json.put("flopsPerRound", flopsPerRound);
        json.put("secondsPerRound", secondsPerRound);
        json.put("measuredRounds", measuredRounds);
        json.put("threads", recipe.get(TrainKeys.THREADS));
        json.put("shards", recipe.get(TrainKeys.SHARDS));
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
