package dev.atelier.doctor;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.Locale;
import java.util.Optional;

/** A classifier of quarter turns, by whose features pictures are to be compared, learns nothing. */
record Unlearned() implements Detector {
    private static final int ROWS = 5;
    private static final double CHANCE = 0.25;
    private static final double SOME = 0.35;

    @Override
    public Kind kind() {
        return Kind.UNLEARNED;
    }

    @Override
    public int patience() {
        return 3;
    }

    @Override
    public Optional<String> look(History history, boolean calibrated) {
        if (!history.has(TURNS) || history.count(TURNS) < ROWS) {
            return Optional.empty();
        }
        double right = History.median(history.last(TURNS, ROWS));
        return right < SOME
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "The classifier of quarter turns is right about %.0f %% of pieces; chance is %.0f %%.",
                        100 * right,
                        100 * CHANCE))
                : Optional.empty();
    }

    @Override
    public String cause() {
        return "Pieces of these pictures look alike however they are turned, so that its features know little of what is in them,"
                + " and the game compares content by them.";
    }

    @Override
    public String proposal() {
        return "content.features=discriminator, which needs no classifier, or the extractor of labelled pictures of the kind; more"
                + " content.steps; larger pieces (data.crop)";
    }
}
