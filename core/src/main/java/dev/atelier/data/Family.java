package dev.atelier.data;

import dev.atelier.BadInput;

/**
 * Which pictures are of one family by their names, as variants of one drawing are: those whose names are equal up to the first place where a
 * text stands. A family is on one side of a split that is made here.
 *
 * @param end the text; empty where every picture is a family of its own
 */
public record Family(String end) {
    /** Every picture alone. */
    public static final Family NONE = new Family("");

    /** The family of a name without its end, below its folder, which belongs to it. */
    String of(String stem) {
        int from = stem.lastIndexOf('/') + 1;
        int at = end.isEmpty() ? -1 : stem.indexOf(end, from + 1);
        return at < 0 ? stem : stem.substring(0, at);
    }

    boolean isEmpty() {
        return end.isEmpty();
    }

    /** Where there are splits already, families have no effect. */
    void requireNone(String asker, String place) {
        if (!isEmpty()) {
            throw new BadInput(asker + ": families of names that are equal up to the first '" + end
                    + "' are kept together in the tenth that is held out, but " + place
                    + " has splits of its own; allowed: none");
        }
    }
}
