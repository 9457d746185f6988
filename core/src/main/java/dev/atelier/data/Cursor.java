package dev.atelier.data;

import dev.atelier.BadInput;

/**
 * Where in its data a feed stands: with the seed, all that is needed to go on exactly where a run stopped.
 *
 * @param epoch from 0
 * @param position the next sample within the epoch, from 0; where samples are drawn at random, how many the epoch has given
 */
public record Cursor(long epoch, long position) {
    private static final Cursor START = new Cursor(0, 0);

    public Cursor {
        if (epoch < 0 || position < 0) {
            throw new BadInput("data cursor (" + epoch + ", " + position + "): both are 0 or more");
        }
    }

    public static Cursor start() {
        return START;
    }

    /** Behind {@code taken} samples of an epoch that has {@code all} to give. */
    Cursor behind(long taken, long all) {
        return position + taken < all ? new Cursor(epoch, position + taken) : new Cursor(epoch + 1, 0);
    }
}
