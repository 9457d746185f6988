package dev.atelier.media;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The range in which a network sees the samples 0 … 255: a type, so that no two parts of a program can disagree on it. */
public enum PixelRange {
    /** [0, 1]: v / 255, for networks that end in a sigmoid. */
    UNIT("0..1") {
        @Override
        public float toFloat(int value) {
            return value / 255f;
        }

        @Override
        float toScale(float value) {
            return value * 255f;
        }
    },
    /** [−1, 1]: v / 127.5 − 1, for networks that end in a tanh. */
    SYMMETRIC("-1..1") {
        @Override
        public float toFloat(int value) {
            return value / 127.5f - 1f;
        }

        @Override
        float toScale(float value) {
            return (value + 1f) * 127.5f;
        }
    };

    private final String key;

    PixelRange(String key) {
        this.key = key;
    }

    /** The name in recipes. */
    public String key() {
        return key;
    }

    /** The range of a recipe's name; an unknown one is bad input. */
    public static PixelRange of(String key) {
        return Arrays.stream(values())
                .filter(range -> range.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput("unknown pixel range '" + key + "'; known: "
                        + Arrays.stream(values()).map(PixelRange::key).collect(Collectors.joining(", "))));
    }

    /** The sample 0 … 255 as the network sees it. */
    public abstract float toFloat(int value);

    /** A value times the width of a byte, neither rounded nor clamped. */
    abstract float toScale(float value);

    /** Back to a sample: rounded half up, values outside of the range clamped to it; a NaN is 0. */
    public byte toByte(float value) {
        int rounded = (int) (toScale(value) + 0.5f); // what is below 0 is 0 in any case
        return (byte) Math.max(0, Math.min(255, rounded));
    }

    /** {@link #toByte} of each value. */
    public byte[] toBytes(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = toByte(values[i]);
        }
        return bytes;
    }

    /** {@link #toFloat} of 0 … 255, a new array. */
    public float[] table() {
        float[] table = new float[256];
        for (int i = 0; i < 256; i++) {
            table[i] = toFloat(i);
        }
        return table;
    }
}
