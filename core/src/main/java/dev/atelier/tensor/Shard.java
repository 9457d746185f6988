package dev.atelier.tensor;

import java.util.function.Supplier;

/**
 * Which shard of a batch the calling thread works on. A batch of a training may be cut into shards that know nothing of one another: every
 * {@link RandomStream} of the run then has a part for each, and gives numbers of the part that belongs to the shard of whoever asks.
 */
public final class Shard {
    private static final ThreadLocal<Integer> CURRENT = ThreadLocal.withInitial(() -> 0);

    private Shard() {}

    /** Its number, from 0 on; 0 outside of all shards. */
    public static int current() {
        return CURRENT.get();
    }

    /** Does a piece of work as part of this shard, on the calling thread. */
    public static <T> T in(int number, Supplier<T> work) {
        int before = CURRENT.get();
        CURRENT.set(number);
        try {
            return work.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
