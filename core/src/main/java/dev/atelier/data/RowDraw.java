package dev.atelier.data;

/** Says which rows of a data set a batch holds: a function of the seed and of where the feed stands, so nothing of it needs saving. */
public interface RowDraw {
    /**
     * Numbers of rows.
     *
     * @param at the first sample of the batch
     * @param batch number of the batch over all epochs
     * @param count rows at most; fewer where the epoch ends
     */
    int[] rows(Cursor at, long batch, int count);
}
