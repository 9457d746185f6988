package dev.atelier.data;

import dev.atelier.BadInput;

/** In which order a loader goes through a data set. */
public enum Order {
    /** A new permutation each epoch, from the stream (seed, "data", epoch). */
    SHUFFLED("shuffled"),
    /** Every image of a batch drawn with replacement, from the stream (seed, "data", number of the batch); each batch is full. */
    RANDOM("random"),
    /** As stored. */
    SEQUENTIAL("sequential");

    private final String key;

    Order(String key) {
        this.key = key;
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
