package dev.atelier.run;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.DoctorKeys;
import dev.atelier.systems.DoctorProbe;
import dev.atelier.training.Diverged;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import dev.atelier.training.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the doctor each row, unless he is off, and does what the recipe says about what he finds. Comes last of the listeners, so that a
 * run that he stops has its checkpoint.
 */
final class DoctorListener implements TrainingListener {
    private final RunContext run;
    private final Optional<DoctorProbe> probe;
    private final GameDoctors doctor;
    private final String action;
    private final List<Diagnosis> carried;
    private Optional<Diagnosis> grave = Optional.empty();

    /** {@code carried}: diagnoses whose rows were dropped when training went back; the next row has them. */
    DoctorListener(RunContext run, Optional<DoctorProbe> probe, TrainingState state, List<Diagnosis> carried) {
        this.run = run;
        this.probe = probe;
        this.carried = new ArrayList<>(carried);
        Recipe recipe = run.recipe();
        action = recipe.get(DoctorKeys.ACTION);
        doctor = new GameDoctors(recipe);
        if (looks()) {
            run.directory().rows().stream()
                    .filter(row -> row.step() <= state.step())
                    .forEach(row -> doctor.examine(row.step(), row.values()));
        }
    }

    /** Puts what the doctor measures behind a row's other values. */
    void addTo(Map<String, Double> row, long round) {
        probe.ifPresent(p -> p.addTo(row, round));
    }

    /** What is new in a row of these values; told to who watches. */
    List<Diagnosis> examine(long round, Map<String, Double> values) {
        if (!looks()) {
            return List.of();
        }
        List<Diagnosis> found = doctor.examine(round, values);
        found.forEach(diagnosis -> run.observer().notice(diagnosis.text()));
        if (acts()) {
            grave = found.stream().filter(d -> d.kind().grave()).findFirst();
        }
        List<Diagnosis> all = new ArrayList<>(carried);
        carried.clear();
        all.addAll(found);
        return all;
    }

    private boolean looks() {
        return !action.equals(DoctorKeys.OFF);
    }

    private boolean acts() {
        return action.equals(DoctorKeys.STOP) || action.equals(DoctorKeys.ROLLBACK);
    }

    /** Whether this step's networks are to be left behind. */
    boolean relapses() {
        return grave.isPresent() && action.equals(DoctorKeys.ROLLBACK);
    }

    /** Whether training ends here with a checkpoint. */
    boolean stops() {
        return grave.isPresent() && action.equals(DoctorKeys.STOP);
    }

    /** Hears that a checkpoint would hold a value that is not finite. */
    void notFinite(long round, String name) {
        examine(round, Map.of(name, Double.NaN));
        relapse();
    }

    /** Goes back at once where that is what the recipe wants: the networks are of no use any more. */
    void relapse() {
        if (relapses()) {
            act();
        }
    }

    private void act() {
        if (grave.isPresent()) {
            Diagnosis found = grave.get();
            if (relapses()) {
                throw new Relapse(found, doctor.healthy(found));
            }
            throw new Diverged("the doctor stopped training at step " + found.step() + ": "
                    + found.kind().key() + ": " + found.evidence() + " Go on all the same with --resume "
                    + run.directory().root());
        }
    }

    @Override
    public boolean due(long step) {
        return grave.isPresent();
    }

    @Override
    public void tick(Tick tick) {
        act();
    }
}
