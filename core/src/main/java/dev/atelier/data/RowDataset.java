package dev.atelier.data;

import dev.atelier.tensor.Fields;

/** Samples that are put into batches row by row. */
public interface RowDataset extends Dataset {
    /**
     * A batch of these rows, on the CPU, which the caller closes. It is asked for on the loader's thread, one batch at a time.
     *
     * @param number of the batch in its feed: the key of all that is random in it
     */
    Fields batch(int[] rows, long number);
}
