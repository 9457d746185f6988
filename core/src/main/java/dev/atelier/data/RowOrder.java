package dev.atelier.data;

/** In which order a feed goes through its rows. */
@FunctionalInterface
public interface RowOrder {
    /** The rows of batches over a data set of this size; for one thread. */
    RowDraw over(int size, long seed);
}
