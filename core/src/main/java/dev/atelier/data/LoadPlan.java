package dev.atelier.data;

import dev.atelier.BadInput;

/**
 * How a feed cuts rows into batches. All of it is a function of the seed and of where the feed stands.
 *
 * @param lastBatch what becomes of rows that do not fill a batch; where sizes differ, they are a smaller one
 * @param seed of the order
 * @param prefetch batches kept ready ahead of the user, 1 … 64
 */
public record LoadPlan(RowOrder order, BatchSize size, LastBatch lastBatch, long seed, int prefetch) {
    public LoadPlan {
        if (prefetch < 1 || prefetch > 64) {
            throw new BadInput("prefetch " + prefetch + ": 1 to 64 batches");
        }
    }

    /** This plan with batches whose size changes. */
    public LoadPlan withSize(BatchSize other) {
        return new LoadPlan(order, other, lastBatch, seed, prefetch);
    }

    /** This plan with another order. */
    public LoadPlan withOrder(RowOrder other) {
        return new LoadPlan(other, size, lastBatch, seed, prefetch);
    }

    /** This plan with another seed of its order. */
    public LoadPlan withSeed(long other) {
        return new LoadPlan(order, size, lastBatch, other, prefetch);
    }

    /** Samples that an epoch over so many rows gives. */
    long samplesPerEpoch(long rows) {
        if (size.constant().isEmpty()) {
            return rows;
        }
        long batch = size.constant().getAsInt();
        long all = batchesPerEpoch(rows, batch) * batch;
        return order == Order.RANDOM ? all : Math.min(all, rows);
    }

    private long batchesPerEpoch(long rows, long batch) {
        return lastBatch == LastBatch.DROP ? rows / batch : (rows + batch - 1) / batch;
    }

    /** Batches that an epoch over so many rows has, where all have one size. */
    long batchesPerEpoch(long rows) {
        return batchesPerEpoch(rows, size.constant().orElseThrow());
    }

    /** The number of the batch at a cursor, which keys what is random in it: unlike that of any other batch of the feed. */
    long number(Cursor at, long rows) {
        if (size.constant().isEmpty()) {
            return given(at, rows);
        }
        long batch = size.constant().getAsInt();
        return at.epoch() * batchesPerEpoch(rows, batch) + at.position() / batch;
    }

    /** Samples of the batch at a cursor, at most. */
    int size(Cursor at, long rows) {
        return (int) Math.min(size.after(given(at, rows)), Math.max(1, samplesPerEpoch(rows) - at.position()));
    }

    private long given(Cursor at, long rows) {
        return at.epoch() * samplesPerEpoch(rows) + at.position();
    }

    /** Batches in which a feed gives at least {@code samples} samples; for lengths that are told in samples. */
    public long batches(long samples, long rows) {
        Cursor at = Cursor.start();
        long batches = 0;
        for (long given = 0; given < samples; batches++) {
            int next = size(at, rows);
            given += next;
            at = at.behind(next, samplesPerEpoch(rows));
        }
        return batches;
    }
}
