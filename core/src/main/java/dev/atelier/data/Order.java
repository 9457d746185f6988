package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/** In which order a loader goes through a data set. */
public enum Order implements RowOrder {
    /** A new permutation each epoch, from the stream (seed, "data", epoch). */
    SHUFFLED("shuffled") {
        @Override
        public RowDraw over(int size, long seed) {
            return new Shuffled(size, seed);
        }
    },
    /** Every image of a batch drawn with replacement, from the stream (seed, "data", number of the batch); each batch is full. */
    RANDOM("random") {
        @Override
        public RowDraw over(int size, long seed) {
            return (at, batch, count) -> {
                RandomStream stream = RandomStream.of(seed, STREAM, batch);
                int[] rows = new int[count];
                for (int i = 0; i < count; i++) {
                    rows[i] = stream.nextInt(size);
                }
                return rows;
            };
        }
    },
    /** As stored. */
    SEQUENTIAL("sequential") {
        @Override
        public RowDraw over(int size, long seed) {
            return (at, batch, count) -> {
                int from = (int) at.position();
                return IntStream.range(from, Math.min(from + count, size)).toArray();
            };
        }
    };

    private static final String STREAM = "data";

    private final String key;

    Order(String key) {
        this.key = key;
    }

    /** Remembers the permutation of the epoch it is in. */
    private static final class Shuffled implements RowDraw {
        private final int size;
        private final long seed;
        private long epoch = -1;
        private int[] order = {};

        Shuffled(int size, long seed) {
            this.size = size;
            this.seed = seed;
        }

        @Override
        public int[] rows(Cursor at, long batch, int count) {
            if (at.epoch() != epoch) {
                order = RandomStream.of(seed, STREAM, at.epoch()).permutation(size);
                epoch = at.epoch();
            }
            int from = (int) at.position();
            return Arrays.copyOfRange(order, from, Math.min(from + count, size));
        }
    }

    public String key() {
        return key;
    }

    public static Order of(String key) {
        for (Order order : values()) {
            if (order.key.equals(key)) {
                return order;
            }
        }
        throw new BadInput("unknown order '" + key + "'; known: shuffled, random, sequential");
    }
}
