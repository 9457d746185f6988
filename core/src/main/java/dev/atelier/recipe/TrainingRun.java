package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import dev.atelier.doctor.Diagnosis;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One training run in its directory: started or resumed, then trained to the recipe's end. Owns its networks and data until closed. */
public final class TrainingRun implements AutoCloseable {
    private final RunDirectory directory;
    private final Recipe recipe;
    private final RunObserver observer;
    private final FileChannel lock;
    private final ComputeDevice device;
    private final TrainingState state;
    private final StepStats stats = new StepStats();
    private final Round.Parts parts;
    private final TrainingStep step;
    private final DataFacts known;
    private final Optional<Measurement> measurement;
    private final Progress progress;
    private final ImageDataset dataset;
    private final LoadOptions loading;
    private final long lastStep;
    private Map<String, Cursor> cursors = Map.of(Feeds.DATA, Cursor.start());
    private double seconds;

    private TrainingRun(
            RunDirectory directory,
            Recipe recipe,
            ImageDataset dataset,
            Optional<Measurement> measurement,
            RunObserver observer,
            FileChannel lock) {
        this.directory = directory;
        this.measurement = measurement;
        this.recipe = recipe;
        this.dataset = dataset;
        this.observer = observer;
        this.lock = lock;
        device = Devices.resolve(recipe.get(TrainKeys.DEVICE));
        state = new TrainingState(recipe.get(TrainKeys.SEED));
        Round round = new Round(recipe, dataset, state, device);
        known = round.known();
        loading = round.loading();
        lastStep = round.lastStep();
        parts = round.parts(observer, begins(directory));
        step = parts.step();
        progress = new Progress(recipe, state, parts.plateau());
    }

    /** Whether there is no checkpoint to go on from, so that the networks must be made ready. */
    private static boolean begins(RunDirectory directory) {
        return directory.store(1).list().isEmpty();
    }

    /** With the directory locked; the lock goes if anything fails, and so does the measurement. */
    private static TrainingRun locked(
            RunDirectory directory,
            Recipe recipe,
            ImageDataset dataset,
            Optional<Measurement> measurement,
            RunObserver observer) {
        try {
            FileChannel lock = directory.lock();
            try {
                return new TrainingRun(directory, recipe, dataset, measurement, observer, lock);
            } catch (RuntimeException | Error e) {
                release(lock);
                throw e;
            }
        } catch (RuntimeException | Error e) {
            measurement.ifPresent(Measurement::close);
            throw e;
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder of a new run. */
    private interface Making {
        RunDirectory make(Recipe recipe, Map<String, Object> receipt);
    }

    /** Begins a new run in a folder that does not exist yet or is empty. */
    public static TrainingRun start(Recipe wanted, Path root, RunObserver observer) {
        RunDirectory.requireFree(root);
        return start(wanted, (recipe, receipt) -> RunDirectory.create(root, recipe, receipt), observer);
    }

    /**
     * Begins a new run in a folder of its own below {@code runs}, called {@code <recipe>-<yyyyMMdd-HHmmss>}, with a number behind it
     * where another start has that name.
     */
    public static TrainingRun startIn(Path runs, LocalDateTime now, Recipe wanted, RunObserver observer) {
        return start(wanted, (recipe, receipt) -> RunDirectory.createIn(runs, now, recipe, receipt), observer);
    }

    private static TrainingRun start(Recipe wanted, Making making, RunObserver observer) {
        Recipe asked = Assembly.resolve(wanted, observer::notice);
        WarmStart.require(asked);
        OpenedSource source = told(asked, Assembly.open(asked, Split.TRAIN), observer);
        ImageDataset dataset = source.dataset();
        requireBatch(asked, dataset);
        DataFacts known = Assembly.known(asked, dataset);
        PrecisionTrial.Settled settled = PrecisionTrial.settle(asked, dataset, observer);
        Recipe recipe = Measurement.resolve(settled.recipe(), dataset);
        Optional<Measurement> measurement = Measurement.of(recipe, known, dataset, observer::notice);
        RunDirectory directory;
        try {
            directory = making.make(recipe, Receipt.of(recipe, source, known, settled.times()));
        } catch (RuntimeException e) {
            measurement.ifPresent(Measurement::close);
            throw e;
        }
        try {
            return locked(directory, recipe, dataset, measurement, observer);
        } catch (BadInput e) { // what the networks were to begin with is not there or does not fit
            directory.delete();
            throw e;
        }
    }

    /**
     * Goes on with a run from its newest whole checkpoint; from the beginning where it was stopped before the first. {@code wanted} is
     * what the caller asks for beyond the run, if anything: another end, or another place of the same images. Any other difference
     * from the run's recipe is refused.
     */
    public static TrainingRun resume(Path root, Optional<Recipe> wanted, RunObserver observer) {
        RunDirectory directory = RunDirectory.open(root);
        Continuation going = Continuation.of(directory, wanted);
        Recipe recipe = going.recipe();
        int processors = Runtime.getRuntime().availableProcessors();
        if (recipe.get(TrainKeys.THREADS) > processors) {
            observer.notice("this run was begun with " + recipe.get(TrainKeys.THREADS)
                    + " threads and keeps them, because its bits depend on their number; here "
                    + (processors == 1 ? "is 1 processor" : "are " + processors + " processors")
                    + ", so its threads wait for one another");
        }
        OpenedSource source = told(recipe, going.training(), observer);
        Optional<Measurement> measurement =
                Measurement.of(recipe, Assembly.known(recipe, source.dataset()), source.dataset(), observer::notice);
        TrainingRun run = locked(directory, recipe, source.dataset(), measurement, observer);
        try {
            Map<String, Object> saved = run.restore();
            if (run.step() > 0) {
                measurement.ifPresent(m -> m.requireLike(directory));
            }
            going.requireEnd(run.step(), run.loading.batchesPerEpoch(run.dataset.size()), run.progress);
            going.write(run.step(), run.lastStep, observer);
            if (run.step() < run.lastStep) {
                OpenEnd.reopen(directory, saved, run.step());
            }
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private static OpenedSource told(Recipe recipe, OpenedSource source, RunObserver observer) {
        observer.notice("data: " + source.dataset().description() + "; " + source.origin());
        source.notices().forEach(observer::notice);
        if (recipe.get(TrainKeys.PRECISION).equals(Precision.BF16.key()) && !Precision.processorHasBf16()) {
            observer.notice("bf16 is emulated on this processor, many times slower than fp32");
        }
        return source;
    }

    private static void requireBatch(Recipe recipe, ImageDataset dataset) {
        if (recipe.get(DataKeys.BATCH) > dataset.size()) {
            throw new BadInput("data.batch is " + recipe.get(DataKeys.BATCH) + ", but the data set has "
                    + dataset.size() + " images; allowed: 1 to " + dataset.size());
        }
    }

    /** Loads the newest whole checkpoint; returns its state as it was saved, empty where there is none. */
    private Map<String, Object> restore() {
        directory.sweep();
        CheckpointStore store = directory.store(recipe.integer(TrainKeys.CHECKPOINT_KEEP));
        try (TensorScope scope = TensorScope.open()) {
            Optional<Checkpoint> found = store.load(observer::notice);
            if (found.isEmpty()) {
                observer.notice("no whole checkpoint yet: beginning again at round 0, with the same seed");
                return Map.of();
            }
            Map<String, Object> whole = found.get().state();
            Map<String, Object> going = found.get().step() < lastStep ? OpenEnd.reopened(whole) : whole;
            SavedState saved = new SavedState(going);
            Recipe recorded = recipe;
            for (Map.Entry<?, ?> entry : saved.map("recipe").values().entrySet()) {
                recorded = recorded.with(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
            }
            Continuation.requireLike(directory, recorded, recipe);
            step.networks().load(found.get().groups());
            state.load(going);
            stats.load(saved.map("stats").values());
            cursors = SavedCursors.read(saved, loading.batchSize());
            seconds = saved.number("seconds");
            return whole;
        }
    }

    public Path root() {
        return directory.root();
    }

    /** Rounds done. */
    public long step() {
        return state.step();
    }

    /** Rounds in all. */
    public long lastStep() {
        return lastStep;
    }

    /** Trains to the recipe's end, or until asked to stop. Returns whether the end was reached. */
    public boolean train(BooleanSupplier stopAsked) {
        int batches = Round.batches(recipe);
        long perEpoch = Math.max(1, loading.batchesPerEpoch(dataset.size()) / batches);
        observer.started(directory.root(), state.step(), lastStep, perEpoch, loading.batchSize() * batches);
        Optional<DoctorProbe> probe = DoctorProbe.of(recipe, known, dataset, device, step.networks());
        try {
            List<Diagnosis> carried = List.of();
            while (true) {
                try {
                    return session(stopAsked, perEpoch, probe, carried);
                } catch (Relapse relapse) {
                    carried = List.of(goBack(relapse));
                }
            }
        } finally {
            probe.ifPresent(DoctorProbe::close);
        }
    }

    /** Loads a checkpoint from before the trouble and says so. */
    private Diagnosis goBack(Relapse relapse) {
        int times = (int) state.number(Rollback.TIMES, 0) + 1;
        CheckpointStore store = directory.store(recipe.integer(TrainKeys.CHECKPOINT_KEEP));
        long target = Rollback.target(store, relapse.healthy(), times, relapse);
        try {
            store.dropAfter(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restore();
        Rollback.mark(state, times);
        observer.notice("rolled back to round " + state.step() + " for the " + times + ". time, with "
                + Key.plain(Rollback.factor(state)) + " of the learning rates and fresh randomness");
        return relapse.diagnosis();
    }

    private boolean session(
            BooleanSupplier stopAsked, long perEpoch, Optional<DoctorProbe> probe, List<Diagnosis> carried) {
        RunContext context = new RunContext(directory, recipe, observer, perEpoch, seconds);
        DoctorListener doctor = new DoctorListener(context, probe, state, carried);
        try (Feeds feeds =
                        Feeds.of(new BatchLoader(dataset, loading, cursors.getOrDefault(Feeds.DATA, Cursor.start())));
                RunListeners housekeeping =
                        new RunListeners(context, known, parts.model(), measurement, doctor, progress, state)) {
            if (state.step() == 0 || !carried.isEmpty()) {
                housekeeping.begin(step, state, stats, cursors);
            }
            long last = progress.over() ? state.step() : lastStep; // it was killed before its final networks
            boolean done = new Trainer(step, feeds, state, stats, housekeeping.listeners()).run(last, stopAsked);
            if (done) {
                Classification.measure(recipe, known, parts, dataset, device, state.step(), observer)
                        .ifPresent(directory::write);
                Ending ending = progress.ending(state.step(), lastStep);
                housekeeping.finish(step, state, ending);
                observer.ended(ending);
            }
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stats.close();
        parts.close();
        measurement.ifPresent(Measurement::close);
        device.close();
        release(lock);
    }
}
