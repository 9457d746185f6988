package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.MetricKeys;
import dev.atelier.systems.PlayerKeys;
import dev.atelier.systems.TrainKeys;
import dev.atelier.training.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a resume may change of a run: where its images lie, for their hash says who they are; where it ends, for no step that is
 * done knows of that; and the number of threads where batches are cut into shards, for no bit depends on it. Any other difference is
 * refused.
 */
final class Continuation {
    private static final List<Key<?>> LENGTH =
            List.of(TrainKeys.STEPS, TrainKeys.EPOCHS, TrainKeys.KIMG, MetricKeys.PATIENCE);

    private final RunDirectory run;
    private final Recipe before;
    private final Recipe now;

    private Continuation(RunDirectory run, Recipe before, Recipe now) {
        this.run = run;
        this.before = before;
        this.now = now;
    }

    /** Under the run's own recipe. */
    static Continuation of(RunDirectory run) {
        Recipe before = settled(run);
        requireSame(run, before, Machine.resolve(before, notice -> {}));
        return new Continuation(run, before, before);
    }

    /** {@code wanted} is what the caller asks for beyond the run; of a recipe by name only what was said about it counts. */
    static Continuation of(RunDirectory run, Recipe wanted) {
        Recipe before = settled(run);
        requireSystem(run, before, wanted);
        Recipe asked = Machine.resolve(Machine.like(before, wanted), notice -> {});
        Recipe now = before;
        for (Key<?> key : changeable(before)) {
            now = asked.asks(key) ? now.with(key, asked.get(key)) : now;
        }
        requireSame(run, now, asked);
        requireSame(run, now, Machine.resolve(now, notice -> {}));
        return new Continuation(run, before, now);
    }

    private static void requireSystem(RunDirectory run, Recipe before, Recipe wanted) {
        if (!before.words().name().equals(wanted.words().name())) {
            throw new BadInput("cannot resume " + run.root() + ", which is of system "
                    + before.words().name() + ", under a recipe of system "
                    + wanted.words().name());
        }
    }

    /** Early runs left out what their data say. */
    private static Recipe settled(RunDirectory run) {
        Recipe recipe = run.recipe();
        return GanSystem.of(recipe).completed(recipe);
    }

    /** A patience that was off has counted nothing so far. */
    private static List<Key<?>> changeable(Recipe before) {
        List<Key<?>> keys = new ArrayList<>(GanSystem.of(before).places());
        LENGTH.stream()
                .filter(key -> !key.equals(MetricKeys.PATIENCE) || before.get(MetricKeys.PATIENCE) > 0)
                .forEach(keys::add);
        if (before.get(TrainKeys.SHARDS) > 1) {
            keys.add(TrainKeys.THREADS);
        }
        return keys;
    }

    /** Refuses a recipe that differs in more than a resume may change. */
    static void requireLike(RunDirectory run, Recipe recorded, Recipe recipe) {
        Recipe like = recorded;
        for (Key<?> key : changeable(recorded)) {
            like = like.with(key, recipe.get(key));
        }
        requireSame(run, like, recipe);
    }

    private static void requireSame(RunDirectory run, Recipe recipe, Recipe wanted) {
        List<String> differences = recipe.differences(wanted);
        if (!differences.isEmpty()) {
            throw new BadInput("cannot resume " + run.root() + " under another recipe (run → asked): "
                    + String.join("; ", differences));
        }
    }

    /** The run's recipe from now on. */
    Recipe recipe() {
        return now;
    }

    /** Refuses an end that the steps done do not fit: one that they have passed, or that their learning rates were not made for. */
    void requireEnd(long done, long samples, Progress progress) {
        GanSystem system = GanSystem.of(now);
        long last = system.steps(now, samples);
        long lastBefore = system.steps(before, samples);
        if (last < done) {
            throw refused("step " + last + " cannot be its last: " + Counted.of(done, "step is", "steps are")
                    + " done; allowed: at least " + done);
        }
        Schedule schedule = system.schedule(now, last);
        Schedule scheduleBefore = system.schedule(before, lastBefore);
        for (long round = 0; last != lastBefore && round < done; round++) {
            if (schedule.factor(round) != scheduleBefore.factor(round)) {
                throw refused("its learning rates fall towards the end (" + PlayerKeys.SCHEDULE.name() + " = "
                        + now.get(PlayerKeys.SCHEDULE) + "), and those of the "
                        + Counted.of(done, "step") + " done were made for an end at step " + lastBefore
                        + "; a run to step " + last + " has others: begin a new one");
            }
        }
        if (last > lastBefore && last > done && progress.over()) {
            throw refused("it stopped early after step " + done + ", and more steps would not have changed that ("
                    + MetricKeys.PATIENCE.name() + " = " + now.get(MetricKeys.PATIENCE)
                    + "); to go on all the same add --set " + MetricKeys.PATIENCE.name() + "=0, or a longer patience");
        }
    }

    private BadInput refused(String why) {
        return new BadInput("cannot resume " + run.root() + ": " + why);
    }

    /**
     * Writes what has changed into the run's folder: the networks of the old end step aside, the receipt has the change, the recipe
     * the new values, each whole or not at all. Killed anywhere between, the run can be resumed: under the old recipe until the
     * last step, under the new one from then on.
     */
    void write(long done, long last, RunObserver observer) {
        List<String> changes = before.differences(now);
        if (changes.isEmpty()) {
            return;
        }
        if (last > done) {
            run.setFinalAside(run.ending().map(Ending::step).orElse(done))
                    .ifPresent(kept -> observer.notice("the networks of the old end are kept: " + kept));
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        entry.put("step", done);
        entry.put("changes", changes);
        run.record(entry, now);
        observer.notice("changed, and noted in receipt.json: " + String.join("; ", changes));
    }
}
