package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.data.Cursor;
import dev.atelier.data.ImageDataset;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Safetensors;
import dev.atelier.training.Diverged;
import dev.atelier.training.Plateau;
import dev.atelier.training.StepStats;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a run writes while it trains: rows, TensorBoard, sample grids, the loss plot, checkpoints, the final networks. */
final class Housekeeping implements AutoCloseable {
    private final RunDirectory directory;
    private final Recipe recipe;
    private final RunObserver observer;
    private final long perEpoch;
    private final long startNanos = System.nanoTime();
    private final double earlierSeconds;
    private final StatsFile statsFile;
    private final TensorBoardWriter tensorBoard;
    private final SampleGrid grid;
    private final SampleGrid finalGrid;
    private final CheckpointStore store;
    private final CriterionListener criterion;
    private double lastRowSeconds;
    private long lastRowImages;

    Housekeeping(
            RunDirectory directory,
            Recipe recipe,
            NetworkAssembly.Known known,
            ComputeDevice device,
            RunObserver observer,
            ImageDataset train,
            long perEpoch,
            TrainingState state,
            double earlierSeconds)
            throws IOException {
        this.directory = directory;
        this.recipe = recipe;
        this.observer = observer;
        this.perEpoch = perEpoch;
        this.earlierSeconds = earlierSeconds;
        criterion = criterion(recipe, known, device, observer, train);
        lastRowSeconds = earlierSeconds;
        long startStep = state.step();
        lastRowImages = state.imagesSeen();
        statsFile = StatsFile.open(directory.statsFile(), startStep);
        tensorBoard =
                TensorBoardWriter.open(directory.tensorboard(), startStep == 0 ? -1 : startStep, Clock.systemUTC());
        grid = new SampleGrid(recipe, known.attributes(), device, recipe.integer(TrainKeys.SAMPLE_COUNT));
        finalGrid = new SampleGrid(recipe, known.attributes(), device, recipe.integer(TrainKeys.FINAL_COUNT));
        store = directory.store(recipe.integer(TrainKeys.CHECKPOINT_KEEP));
    }

    private static CriterionListener criterion(
            Recipe recipe,
            NetworkAssembly.Known known,
            ComputeDevice device,
            RunObserver observer,
            ImageDataset train) {
        long interval = recipe.get(TrainKeys.METRICS_STEPS);
        int samples = recipe.integer(TrainKeys.METRICS_SAMPLES);
        return new CriterionListener(
                interval,
                interval == 0
                        ? Optional.empty()
                        : Optional.of(Criterion.of(
                                recipe, known.attributes(), device, () -> train, samples, observer::notice)));
    }

    /** In the order in which they run: measurements before the row that holds them, the checkpoint last, so that it holds what the others did. */
    List<TrainingListener> listeners(Optional<Plateau> plateau) {
        plateau.ifPresent(schedule -> criterion.tell(schedule::measured));
        return List.of(criterion, new Rows(), new Samples(), new Checkpoints());
    }

    /** The checkpoint of the untrained networks. */
    void begin(TrainingStep step, TrainingState state, StepStats stats) {
        save(step, state, stats, Cursor.start());
    }

    private boolean due(long interval, long step) {
        return interval > 0 ? step % interval == 0 : step % perEpoch == 0;
    }

    private double seconds() {
        return earlierSeconds + (System.nanoTime() - startNanos) / 1e9;
    }

    private final class Rows implements TrainingListener {
        @Override
        public boolean due(long step) {
            return step % recipe.get(TrainKeys.LOG_STEPS) == 0 || criterion.due(step);
        }

        @Override
        public void round(long step) {
            observer.round(step);
        }

        @Override
        public void tick(Tick tick) {
            Map<String, Double> means = tick.stats().drain();
            criterion.addTo(means, tick.state().step());
            StatsRow row = row(tick.state(), means);
            write(() -> statsFile.append(row));
            write(() -> {
                for (Map.Entry<String, Double> mean : means.entrySet()) {
                    tensorBoard.scalar(mean.getKey(), mean.getValue(), row.step());
                }
                tensorBoard.scalar("imagesPerSecond", row.imagesPerSecond(), row.step());
                tensorBoard.flush();
            });
            observer.row(row);
            means.forEach((name, mean) -> {
                if (!Double.isFinite(mean)) {
                    throw diverged(name + " is " + mean + " at round " + row.step());
                }
            });
        }

        private StatsRow row(TrainingState state, Map<String, Double> means) {
            double now = seconds();
            double rate = (state.imagesSeen() - lastRowImages) / Math.max(now - lastRowSeconds, 1e-9);
            lastRowSeconds = now;
            lastRowImages = state.imagesSeen();
            return new StatsRow(state.step(), (state.step() - 1) / perEpoch + 1, state.imagesSeen(), now, rate, means);
        }
    }

    private final class Samples implements TrainingListener {
        private boolean warned;

        @Override
        public boolean due(long step) {
            return Housekeeping.this.due(recipe.get(TrainKeys.SAMPLE_STEPS), step);
        }

        @Override
        public void tick(Tick tick) {
            long step = tick.state().step();
            Path picture = directory.samples().resolve(String.format("%06d.png", step));
            write(() -> {
                Files.createDirectories(directory.samples());
                byte[] png = grid.write(tick.step().sampler(), picture, step);
                tensorBoard.image("samples", png, grid.height(), grid.width(), grid.channels(), step);
                tensorBoard.flush();
                plotLosses();
            });
            observer.sampled(picture);
        }

        private void plotLosses() throws IOException {
            boolean drawn = LossPlot.write(directory.lossPlot(), StatsFile.read(directory.statsFile()), recipe.name());
            if (!drawn && !warned) {
                warned = true;
                observer.notice(
                        "loss.png cannot be drawn: Java finds no font; install one (Debian: fontconfig, fonts-dejavu-core)");
            }
        }
    }

    private final class Checkpoints implements TrainingListener {
        @Override
        public boolean due(long step) {
            return Housekeeping.this.due(recipe.get(TrainKeys.CHECKPOINT_STEPS), step);
        }

        @Override
        public boolean wantsStop() {
            return true;
        }

        @Override
        public void tick(Tick tick) {
            save(tick.step(), tick.state(), tick.stats(), tick.cursor());
        }
    }

    private void save(TrainingStep step, TrainingState state, StepStats stats, Cursor cursor) {
        Map<String, Object> values = new LinkedHashMap<>(state.save());
        values.put("cursor", Map.of("epoch", cursor.epoch(), "batch", cursor.batch()));
        values.put("stats", stats.save());
        values.put("seconds", seconds());
        values.put("recipe", recipe.values());
        Checkpoint checkpoint = new Checkpoint(state.step(), step.tensors(), values);
        checkpoint.notFinite().ifPresent(name -> {
            throw diverged(name + " is not finite at round " + state.step());
        });
        write(() -> observer.saved(store.save(checkpoint)));
    }

    /** The networks alone, for users and other tools, and a last grid. */
    void finish(TrainingStep step, TrainingState state) {
        write(() -> {
            Path draft = directory.root().resolve(".final.tmp");
            new RunDirectory(draft).delete();
            Files.createDirectories(draft);
            Map<String, String> metadata = Map.of(
                    "format", "pt", "atelier.recipe", recipe.name(), "atelier.step", Long.toString(state.step()));
            Safetensors.write(
                    draft.resolve("generator.safetensors"), step.sampler().state(), metadata);
            Safetensors.write(
                    draft.resolve("discriminator.safetensors"),
                    Checkpoint.group(step.tensors(), "discriminator"),
                    metadata);
            finalGrid.write(step.sampler(), draft.resolve("grid.png"), state.step());
            new RunDirectory(directory.finalNetworks()).delete();
            Files.move(draft, directory.finalNetworks(), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private Diverged diverged(String what) {
        String kept = store.list().isEmpty()
                ? "no checkpoint was written yet"
                : "the last good checkpoint is kept: "
                        + store.list().get(store.list().size() - 1);
        return new Diverged("training diverged: " + what + "; " + kept
                + "; try lower learning rates (generator.learningRate, discriminator.learningRate) in a new run");
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** A full disk or a lost folder ends the run with one line; the last checkpoint is whole. */
    private void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new BadInput(
                    "cannot write to " + directory.root() + ": " + RunDirectory.reason(e)
                            + "; what was saved is whole: make room, then go on " + "with --resume " + directory.root(),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        statsFile.close();
        tensorBoard.close();
        grid.close();
        finalGrid.close();
    }
}
