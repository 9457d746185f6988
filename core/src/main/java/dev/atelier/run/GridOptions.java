package dev.atelier.run;

import dev.atelier.systems.Conditions;

/**
 * How a page of samples is drawn.
 *
 * @param count samples on it
 * @param seed of their noise; the same seed gives the same samples
 * @param enlarged every pixel becomes a square of so many
 * @param wishes for their attributes; the first attribute has a column for each value that it goes through
 * @param sameZ all samples are of one z, so that only their attributes differ
 */
public record GridOptions(int count, long seed, int enlarged, Conditions wishes, boolean sameZ) {
    /** So many samples of seed 1, as large as they are. */
    public static GridOptions of(int count) {
        return new GridOptions(count, 1, 1, Conditions.NONE, false);
    }

    /** With noise of another seed. */
    public GridOptions withSeed(long other) {
        return new GridOptions(count, other, enlarged, wishes, sameZ);
    }

    /** Every pixel a square of {@code times} by {@code times}. */
    public GridOptions enlarged(int times) {
        return new GridOptions(count, seed, times, wishes, sameZ);
    }

    /** With wishes for their attributes. */
    public GridOptions wishing(Conditions others) {
        return new GridOptions(count, seed, enlarged, others, sameZ);
    }

    /** All of one z, or each of its own. */
    public GridOptions ofOneZ(boolean one) {
        return new GridOptions(count, seed, enlarged, wishes, one);
    }
}
