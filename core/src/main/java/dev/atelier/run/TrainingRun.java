package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.Cursor;
import dev.atelier.data.Dataset;
import dev.atelier.data.Feeds;
import dev.atelier.data.OpenedData;
import dev.atelier.doctor.Diagnosis;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.recipe.Vocabularies;
import dev.atelier.systems.DoctorProbe;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Measurement;
import dev.atelier.systems.Setup;
import dev.atelier.systems.TrainKeys;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.Rollback;
import dev.atelier.training.StepStats;
import dev.atelier.training.Trainer;
import dev.atelier.training.TrainingState;
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
    private final GanSystem system;
    private final Recipe recipe;
    private final RunObserver observer;
    private final FileChannel lock;
    private final ComputeDevice device;
    private final TrainingState state;
    private final StepStats stats = new StepStats();
    private final TrainingParts parts;
    private final Optional<Measurement> measurement;
    private final Progress progress;
    private final Dataset data;
    private final long lastStep;
    private Map<String, Cursor> cursors = Map.of();
    private double seconds;

    private TrainingRun(
            RunDirectory directory,
            Recipe recipe,
            Dataset data,
            Optional<Measurement> measurement,
            RunObserver observer,
            FileChannel lock) {
        this.directory = directory;
        this.measurement = measurement;
        this.recipe = recipe;
        this.data = data;
        this.observer = observer;
        this.lock = lock;
        system = GanSystem.of(recipe);
        device = Devices.resolve(recipe.get(TrainKeys.DEVICE));
        state = new TrainingState(recipe.get(TrainKeys.SEED), recipe.integer(TrainKeys.SHARDS));
        Setup models = new Setup(recipe, system.facts(recipe, data), device.device());
        TrainingSetup setup =
                new TrainingSetup(models, data, state, system.steps(recipe, data.size()), observer::notice);
        parts = TrainingParts.of(system, setup, begins(directory));
        lastStep = parts.step().stages().steps();
        progress = new Progress(recipe, state, system.plateau(setup));
    }

    /** Whether there is no checkpoint to go on from, so that the networks must be made ready. */
    private static boolean begins(RunDirectory directory) {
        return directory.store(1).list().isEmpty();
    }

    /** With the directory locked; the lock goes if anything fails, and so does the measurement. */
    private static TrainingRun locked(
            RunDirectory directory,
            Recipe recipe,
            Dataset data,
            Optional<Measurement> measurement,
            RunObserver observer) {
        try {
            FileChannel lock = directory.lock();
            try {
                return new TrainingRun(directory, recipe, data, measurement, observer, lock);
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

    /** Begins a new run on the data that its recipe names, in a folder that does not exist yet or is empty. */
    public static TrainingRun start(Recipe wanted, Path root, RunObserver observer) {
        RunDirectory.requireFree(root);
        return start(wanted, Source.NAMED, (recipe, receipt) -> RunDirectory.create(root, recipe, receipt), observer);
    }

    /**
     * Begins a new run in a folder of its own below {@code runs}, called {@code <recipe>-<yyyyMMdd-HHmmss>}, with a number behind it
     * where another start has that name.
     */
    public static TrainingRun startIn(Path runs, LocalDateTime now, Recipe wanted, RunObserver observer) {
        return start(
                wanted, Source.NAMED, (recipe, receipt) -> RunDirectory.createIn(runs, now, recipe, receipt), observer);
    }

    /**
     * Begins a new run of a system on data that the program has made, in a folder that does not exist yet or is empty.
     *
     * @param settings a recipe of this system, as {@link Recipe#of(dev.atelier.recipe.Vocabulary)} gives one
     */
    public static TrainingRun start(GanSystem system, Recipe settings, Dataset data, Path root) {
        return start(system, settings, data, root, RunObserver.SILENT);
    }

    /** The same, with somebody who watches. */
    public static TrainingRun start(GanSystem system, Recipe settings, Dataset data, Path root, RunObserver observer) {
        Vocabularies.add(system);
        RunDirectory.requireFree(root);
        return start(
                settings, Source.of(data), (recipe, receipt) -> RunDirectory.create(root, recipe, receipt), observer);
    }

    private static TrainingRun start(Recipe wanted, Source from, Making making, RunObserver observer) {
        GanSystem system = GanSystem.of(wanted);
        Recipe asked = Machine.resolve(wanted, observer::notice);
        WarmStart.require(asked);
        OpenedData opened = told(asked, from.open(system, asked), observer);
        Dataset data = opened.dataset();
        requireBatch(asked, data);
        Map<String, Object> facts = system.facts(asked, data);
        PrecisionTrial.Settled settled = PrecisionTrial.settle(asked, data, observer);
        Recipe recipe = system.measured(settled.recipe(), data);
        Optional<Measurement> measurement = system.measurement(recipe, facts, data, observer::notice);
        RunDirectory directory;
        try {
            directory = making.make(recipe, Receipt.of(system, recipe, opened, facts, settled.times()));
        } catch (RuntimeException e) {
            measurement.ifPresent(Measurement::close);
            throw e;
        }
        try {
            return locked(directory, recipe, data, measurement, observer);
        } catch (BadInput e) { // what the networks were to begin with is not there or does not fit
            directory.delete();
            throw e;
        }
    }

    /**
     * Goes on with a run from its newest whole checkpoint, under its own recipe; from the beginning where it was stopped before the
     * first.
     */
    public static TrainingRun resume(Path root, RunObserver observer) {
        RunDirectory directory = RunDirectory.open(root);
        return resume(directory, Continuation.of(directory), Source.NAMED, observer);
    }

    /**
     * The same under what the caller asks for beyond the run: another end, or another place of the same data. Any other difference
     * from the run's recipe is refused.
     */
    public static TrainingRun resume(Path root, Recipe wanted, RunObserver observer) {
        RunDirectory directory = RunDirectory.open(root);
        return resume(directory, Continuation.of(directory, wanted), Source.NAMED, observer);
    }

    /** Goes on with a run of a system on the data that the program has made for it. */
    public static TrainingRun resume(GanSystem system, Dataset data, Path root) {
        return resume(system, data, root, RunObserver.SILENT);
    }

    /** The same, with somebody who watches. */
    public static TrainingRun resume(GanSystem system, Dataset data, Path root, RunObserver observer) {
        Vocabularies.add(system);
        RunDirectory directory = RunDirectory.open(root);
        return resume(directory, Continuation.of(directory), Source.of(data), observer);
    }

    private static TrainingRun resume(RunDirectory directory, Continuation going, Source from, RunObserver observer) {
        Recipe recipe = going.recipe();
        int processors = Runtime.getRuntime().availableProcessors();
        if (recipe.get(TrainKeys.SHARDS) == 1 && recipe.get(TrainKeys.THREADS) > processors) {
            observer.notice("this run was begun with " + recipe.get(TrainKeys.THREADS)
                    + " threads and keeps them, because its bits depend on their number; here "
                    + (processors == 1 ? "is 1 processor" : "are " + processors + " processors")
                    + ", so its threads wait for one another");
        }
        GanSystem system = GanSystem.of(recipe);
        OpenedData opened = told(recipe, from.open(system, recipe, directory), observer);
        Dataset data = opened.dataset();
        Optional<Measurement> measurement =
                system.measurement(recipe, system.facts(recipe, data), data, observer::notice);
        TrainingRun run = locked(directory, recipe, data, measurement, observer);
        try {
            Map<String, Object> saved = run.restore();
            if (run.step() > 0) {
                measurement.ifPresent(m -> MetricsFile.requireLike(directory, m));
            }
            going.requireEnd(run.step(), data.size(), run.progress);
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

    private static OpenedData told(Recipe recipe, OpenedData opened, RunObserver observer) {
        observer.notice("data: " + opened.dataset().description() + "; " + opened.origin());
        opened.notices().forEach(observer::notice);
        if (recipe.get(TrainKeys.PRECISION).equals(Precision.BF16.key()) && !Precision.processorHasBf16()) {
            observer.notice("bf16 is emulated on this processor, many times slower than fp32");
        }
        return opened;
    }

    private static void requireBatch(Recipe recipe, Dataset data) {
        if (recipe.get(FeedKeys.BATCH) > data.size()) {
            throw new BadInput("data.batch is " + recipe.get(FeedKeys.BATCH) + ", but there are " + data.size()
                    + " samples: " + data.description() + "; allowed: 1 to " + data.size());
        }
    }

    /** Loads the newest whole checkpoint; returns its state as it was saved, empty where there is none. */
    private Map<String, Object> restore() {
        directory.sweep();
        CheckpointStore store = directory.store(recipe.integer(TrainKeys.CHECKPOINT_KEEP));
        try (TensorScope scope = TensorScope.open()) {
            Optional<Checkpoint> found = store.load(observer::notice);
            if (found.isEmpty()) {
                observer.notice("no whole checkpoint yet: beginning again at step 0, with the same seed");
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
            parts.networks().load(found.get().groups());
            state.load(going);
            stats.load(saved.map("stats").values());
            cursors = SavedCursors.read(saved, recipe.get(FeedKeys.BATCH));
            seconds = saved.number("seconds");
            return whole;
        }
    }

    public Path root() {
        return directory.root();
    }

    /** Steps done. */
    public long step() {
        return state.step();
    }

    /** Steps in all. */
    public long lastStep() {
        return lastStep;
    }

    /** Trains to the recipe's end. */
    public void train() {
        train(() -> false);
    }

    /** Trains to the recipe's end, or until asked to stop. Returns whether the end was reached. */
    public boolean train(BooleanSupplier stopAsked) {
        long perEpoch = system.stepsPerEpoch(recipe, data.size());
        observer.started(directory.root(), state.step(), lastStep, perEpoch, system.samplesPerStep(recipe));
        Optional<DoctorProbe> probe = system.probe(parts.networks(), parts.setup());
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
        observer.notice("rolled back to step " + state.step() + " for the " + times + ". time, with "
                + Key.plain(Rollback.factor(state)) + " of the learning rates and fresh randomness");
        return relapse.diagnosis();
    }

    private boolean session(
            BooleanSupplier stopAsked, long perEpoch, Optional<DoctorProbe> probe, List<Diagnosis> carried) {
        RunContext context = new RunContext(directory, recipe, observer, perEpoch, seconds);
        DoctorListener doctor = new DoctorListener(context, probe, state, carried);
        try (Feeds feeds = parts.feeds(cursors);
                RunListeners housekeeping = new RunListeners(context, parts, measurement, doctor, progress, state)) {
            if (state.step() == 0 || !carried.isEmpty()) {
                housekeeping.begin(parts.step(), state, stats, feeds.cursors());
            }
            long last = progress.over() ? state.step() : lastStep; // it was killed before its final networks
            boolean done =
                    new Trainer(parts.step(), feeds, state, stats, housekeeping.listeners()).run(last, stopAsked);
            if (done) {
                system.classification(parts.networks(), parts.setup()).ifPresent(directory::write);
                Ending ending = progress.ending(state.step(), lastStep);
                housekeeping.finish(parts.step(), state, ending);
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
