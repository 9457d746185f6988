package dev.atelier.run;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.Cursor;
import dev.atelier.systems.TrainKeys;
import dev.atelier.training.StepStats;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import dev.atelier.training.TrainingStep;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Saves checkpoints: every so many steps, after a measurement that is the best so far, and when the run is stopped. */
final class Checkpoints implements TrainingListener {
    private final RunContext run;
    private final MetricsListener metrics;
    private final DoctorListener doctor;
    private final Progress progress;
    private final OpenEnd openEnd;

    Checkpoints(RunContext run, MetricsListener metrics, DoctorListener doctor, Progress progress, OpenEnd openEnd) {
        this.run = run;
        this.metrics = metrics;
        this.doctor = doctor;
        this.progress = progress;
        this.openEnd = openEnd;
    }

    @Override
    public boolean due(long step) {
        return run.due(run.recipe().get(TrainKeys.CHECKPOINT_STEPS), step) || metrics.isBest(step) || doctor.stops();
    }

    @Override
    public boolean wantsStop() {
        return true;
    }

    @Override
    public void tick(Tick tick) {
        save(tick.step(), tick.state(), tick.stats(), tick.cursors());
    }

    /** Writes all that a resume needs; networks with a value that is not finite are not saved, they end the run. */
    void save(TrainingStep step, TrainingState state, StepStats stats, Map<String, Cursor> cursors) {
        Map<String, Object> values = new LinkedHashMap<>(state.save());
        values.put(SavedCursors.KEY, SavedCursors.save(cursors));
        values.put("stats", stats.save());
        values.put("seconds", run.seconds());
        values.put("recipe", run.recipe().values());
        openEnd.of(state).ifPresent(open -> values.put(OpenEnd.OPEN, open));
        Checkpoint checkpoint = new Checkpoint(state.step(), step.networks().tensors(), values);
        checkpoint.notFinite().ifPresent(name -> {
            doctor.notFinite(state.step(), name);
            throw run.diverged(name + " is not finite at step " + state.step());
        });
        OptionalLong best = openEnd.best(state).isPresent() ? openEnd.best(state) : progress.bestStep();
        run.write(() -> {
            Path saved = run.store().save(checkpoint, best);
            run.store().markBest(progress.bestStep());
            run.observer().saved(saved);
        });
    }
}
