package dev.atelier.training;

/**
 * Batches that a turn needs of a feed, one for each of its micro-batches.
 *
 * @param fresh they are loaded for it; else they are the last ones that earlier turns of the step took
 */
public record Takes(String feed, int batches, boolean fresh) {
    public Takes {
        if (batches < 1) {
            throw new IllegalArgumentException(
                    "a turn takes at least one batch of feed '" + feed + "', not " + batches);
        }
    }

    /** Batches that no turn has seen yet. */
    public static Takes fresh(String feed, int batches) {
        return new Takes(feed, batches, true);
    }

    /** The batches that the turn before worked on. */
    public static Takes last(String feed, int batches) {
        return new Takes(feed, batches, false);
    }
}
