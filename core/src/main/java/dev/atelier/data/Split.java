package dev.atelier.data;

import dev.atelier.BadInput;

/** The part of a source. A source that is not split is all {@link #TRAIN}. */
public enum Split {
    TRAIN("train"),
    TEST("test");

    private final String key;

    Split(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    public static Split of(String key) {
        for (Split split : values()) {
            if (split.key.equals(key)) {
                return split;
            }
        }
        throw new BadInput("unknown split '" + key + "'; known: train, test");
    }
}
