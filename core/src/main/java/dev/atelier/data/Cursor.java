package dev.atelier.data;

import dev.atelier.BadInput;

/**
 * The next batch to hand out: with the seed, all that is needed to go on exactly where a run stopped.
 *
 * @param epoch from 0
 * @param batch within the epoch, from 0
 */
public record Cursor(long epoch, long batch) {
    private static final Cursor START = new Cursor(0, 0);

    public Cursor {
        if (epoch < 0 || batch < 0) {
            throw new BadInput("data cursor (" + epoch + ", " + batch + "): both are 0 or more");
        }
    }

    public static Cursor start() {
        return START;
    }

    Cursor next(long batchesPerEpoch) {
        return batch + 1 < batchesPerEpoch ? new Cursor(epoch, batch + 1) : new Cursor(epoch + 1, 0);
    }
}
