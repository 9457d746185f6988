package dev.atelier.tune;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunData;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.RunObserver;
import dev.atelier.run.StatsRow;
import dev.atelier.run.TrainingRun;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A search in its folder: started or resumed, then run to its end, one trial at a time. Holds the folder's lock until closed. */
public final class Tuning implements AutoCloseable {
    private final TuneDirectory directory;
    private final Search search;
    private final TuneObserver observer;
    private final FileChannel lock;
    private final List<Outcome> outcomes;
    private final Set<String> said = new HashSet<>();

    private Tuning(TuneDirectory directory, Search search, TuneObserver observer, FileChannel lock) {
        this.directory = directory;
        this.search = search;
        this.observer = observer;
        this.lock = lock;
        outcomes = new java.util.ArrayList<>(directory.outcomes());
    }

    /** Begins a new search in a folder that does not exist yet or is empty. */
    public static Tuning start(Search search, Path root, TuneObserver observer) {
        TuneDirectory directory = TuneDirectory.create(root, search);
        return locked(directory, search, observer);
    }

    /** Begins a new search in a folder of its own below {@code searches}. */
    public static Tuning startIn(Path searches, LocalDateTime now, Search search, TuneObserver observer) {
        return locked(TuneDirectory.createIn(searches, now, search), search, observer);
    }

    /** {@link #resume(Path, OptionalInt, Optional, TuneObserver)} with its images where they were. */
    public static Tuning resume(Path root, OptionalInt trials, TuneObserver observer) {
        return resume(root, trials, Optional.empty(), observer);
    }

    /**
     * Goes on with a search; with more trials if asked for, which gives what a search with so many would have given at once; with its
     * images at another place, where those there have the hash of those that its trials saw.
     */
    public static Tuning resume(Path root, OptionalInt trials, Optional<String> data, TuneObserver observer) {
        TuneDirectory directory = TuneDirectory.open(root);
        Search begun = directory.search();
        Search more = trials.isPresent() ? begun.withTrials(trials.getAsInt()) : begun;
        if (more.trials() < begun.trials()) {
            throw new BadInput("--trials cannot be " + trials.getAsInt() + " for a search that was begun with "
                    + begun.trials() + "; allowed: as many or more");
        }
        Search search = data.map(more::withData).orElse(more);
        Tuning tuning = locked(directory, search, observer);
        try {
            data.ifPresent(tuning::requireSameImages);
        } catch (RuntimeException e) {
            tuning.close();
            throw e;
        }
        tuning.write(() -> {
            directory.sweep();
            directory.write(search);
        });
        return tuning;
    }

    private void requireSameImages(String data) {
        IntStream.range(0, search.trials())
                .mapToObj(directory::run)
                .filter(RunDirectory::isRun)
                .findFirst()
                .map(RunDirectory::new)
                .ifPresent(run -> RunData.training(run, run.recipe().with("data.source", data)));
    }

    private static Tuning locked(TuneDirectory directory, Search search, TuneObserver observer) {
        FileChannel lock = directory.lock();
        try {
            return new Tuning(directory, search, observer, lock);
        } catch (RuntimeException | Error e) {
            release(lock);
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

    public TuneDirectory directory() {
        return directory;
    }

    public Search search() {
        return search;
    }

    /** All trials so far. */
    public Standings standings() {
        return Standings.of(search, outcomes);
    }

    /** Runs to the search's end, or until asked to stop. Returns whether the end was reached. */
    public boolean run(BooleanSupplier stopAsked) {
        while (true) {
            Optional<Halving.Job> job = search.halving().next(outcomes, search.trials(), search.maximise());
            if (job.isEmpty()) {
                writeResults();
                return true;
            }
            Optional<Outcome> outcome = stopAsked.getAsBoolean() ? Optional.empty() : train(job.get(), stopAsked);
            if (outcome.isEmpty()) {
                return false;
            }
            outcomes.add(outcome.get());
            write(() -> directory.append(outcome.get()));
            writeResults();
            observer.measured(outcome.get());
        }
    }

    /** Trains a trial to its rung's end; nothing where it was stopped before. */
    private Optional<Outcome> train(Halving.Job job, BooleanSupplier stopAsked) {
        long rounds = search.budgets().get(job.rung());
        Map<String, String> values = outcomes.stream()
                .filter(outcome -> outcome.trial() == job.trial())
                .findFirst()
                .map(Outcome::values)
                .orElseGet(() -> search.suggest(job.trial(), outcomes));
        observer.trial(job.trial(), job.rung(), rounds, values);
        try (TrainingRun run = open(search.recipe(values), directory.run(job.trial()), rounds)) {
            boolean complete = new RunDirectory(run.root()).isDone() || run.step() >= rounds && rounds < search.most();
            if (!complete) {
                run.train(() -> run.step() >= rounds || stopAsked.getAsBoolean());
            }
            if (run.step() < rounds) {
                return Optional.empty();
            }
            OptionalDouble value = OptionalDouble.of(metric(run.root(), rounds));
            return Optional.of(new Outcome(job.trial(), job.rung(), rounds, values, value, Optional.empty()));
        } catch (Diverged e) {
            Optional<String> reason = Optional.of(String.valueOf(e.getMessage()).replaceFirst(";.*", ""));
            return Optional.of(new Outcome(job.trial(), job.rung(), rounds, values, OptionalDouble.empty(), reason));
        }
    }

    private TrainingRun open(Recipe recipe, Path root, long rounds) {
        RunObserver watch = watch(rounds);
        return RunDirectory.isRun(root)
                ? TrainingRun.resume(root, recipe, watch)
                : TrainingRun.start(recipe, root, watch);
    }

    private double metric(Path root, long rounds) {
        StatsRow row = new RunDirectory(root)
                .rows().stream()
                        .filter(r -> r.step() == rounds)
                        .findFirst()
                        .orElseThrow(() -> new BadInput(root + "/stats.jsonl has no row of step " + rounds));
        return Optional.ofNullable(row.values().get(search.metric()))
                .orElseThrow(() -> new BadInput(
                        "--metric " + search.metric() + " is not in " + root + "/stats.jsonl; known there: "
                                + String.join(", ", row.values().keySet())));
    }

    /** What is said of every run again is said once; the run's end is the rung's. */
    private RunObserver watch(long rounds) {
        return new RunObserver() {
            @Override
            public void notice(String line) {
                if (said.add(line)) {
                    observer.notice(line);
                }
            }

            @Override
            public void started(Path run, long step, long lastStep, long batchesPerEpoch, int batch) {
                observer.started(run, step, rounds, batchesPerEpoch, batch);
            }

            @Override
            public void step(long step) {
                observer.step(step);
            }

            @Override
            public void row(StatsRow row) {
                observer.row(row);
            }
        };
    }

    /** Table, picture and best recipe, as far as the search has come. */
    private void writeResults() {
        Standings standings = standings();
        write(() -> {
            TuneDirectory.replace(directory.table(), standings.csv());
            if (standings.best().isPresent()) {
                TuneDirectory.replace(
                        directory.best(), standings.bestYaml(standings.best().get()));
            }
            if (!ParallelPlot.write(directory.plot(), standings) && said.add("tune.png")) {
                observer.notice(
                        "tune.png cannot be drawn: Java finds no font; install one (Debian: fontconfig, fonts-dejavu-core)");
            }
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw IoFailure.of(
                    "cannot write to " + directory.root() + ": " + e.getMessage()
                            + "; make room, then go on with: atelier tune --resume " + directory.root(),
                    directory.root(),
                    e);
        }
    }

    @Override
    public void close() {
        release(lock);
    }
}
