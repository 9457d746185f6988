package dev.atelier.doctor;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.Locale;
import java.util.Optional;

/** A translation makes dark of bright, where what it should become is not so. */
record Inverted() implements Detector {
    @Override
    public Kind kind() {
        return Kind.INVERSION;
    }

    @Override
    public int patience() {
        return 3;
    }

    @Override
    public Optional<String> look(History history, boolean calibrated) {
        double made = history.now(LIKENESS);
        double real = history.now(LIKENESS_REAL);
        return made < 0 && !(real < 0)
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "The lightness of outputs has a correlation of %.2f with that of their inputs%s.",
                        made,
                        Double.isNaN(real) ? "" : String.format(Locale.ROOT, "; that of targets has %.2f", real)))
                : Optional.empty();
    }

    @Override
    public String cause() {
        return "The translation makes bright what was dark: colours turned over early and stay so, because the way back turns them"
                + " over again and nothing is lost.";
    }

    @Override
    public String proposal() {
        return "another train.seed; for cyclegan loss.identity=0.5 or more, which asks that pictures of the other kind stay as they"
                + " are; where the other kind is dark where this one is bright, it is right";
    }
}
