package dev.atelier.recipe;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.training.Diverged;

/** Ends a session so that training goes on from an earlier checkpoint. */
final class Relapse extends Diverged {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;
    private final long since;

    /** {@code since}: the round of the first row that showed it. */
    Relapse(Diagnosis diagnosis, long since) {
        super("training went wrong: " + diagnosis.kind().key() + " at round " + diagnosis.step() + ": "
                + diagnosis.evidence());
        this.diagnosis = diagnosis;
        this.since = since;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    long since() {
        return since;
    }
}
