package dev.atelier.run;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.training.Diverged;

/** Ends a session so that training goes on from an earlier checkpoint. */
final class Relapse extends Diverged {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;
    private final long healthy;

    /** {@code healthy}: the step of the last row before it showed. */
    Relapse(Diagnosis diagnosis, long healthy) {
        super("training went wrong: " + diagnosis.kind().key() + " at step " + diagnosis.step() + ": "
                + diagnosis.evidence());
        this.diagnosis = diagnosis;
        this.healthy = healthy;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    long healthy() {
        return healthy;
    }
}
