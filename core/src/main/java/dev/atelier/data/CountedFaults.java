package dev.atelier.data;

import dev.atelier.BadInput;

/** Faults of one kind in a file: the first is told, all are counted. */
final class CountedFaults {
    private final String things;
    private String first = "";
    private int count;

    /**
     * @param things what the faulty are called, as in "rows"
     */
    CountedFaults(String things) {
        this.things = things;
    }

    void add(String fault) {
        if (count == 0) {
            first = fault;
        }
        count++;
    }

    /** Bad input if there is any. */
    void refuse() {
        if (count > 0) {
            throw new BadInput(first + (count > 1 ? "; " + count + " such " + things : ""));
        }
    }
}
