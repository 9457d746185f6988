package dev.atelier.data;

import dev.atelier.BadInput;

/** What becomes of the images at an epoch's end that do not fill a batch. */
public enum LastBatch {
    /** They are left out of this epoch. */
    DROP("drop"),
    /** They are a smaller batch. */
    KEEP("keep");

    private final String key;

    LastBatch(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    public static LastBatch of(String key) {
        for (LastBatch last : values()) {
            if (last.key.equals(key)) {
                return last;
            }
        }
        throw new BadInput("unknown rule for the last batch '" + key + "'; known: drop, keep");
    }
}
