package dev.atelier;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A decimal number as somebody typed it. One that a double, or a float, cannot hold to its usual precision is none: 1e400 would become
 * infinite, 1e-400 would become 0.
 */
public final class TypedNumber {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+([eE].*)?");

    private TypedNumber() {}

    /** The number; empty where the text is no decimal number, or one that is too large or too small for a double. */
    public static OptionalDouble of(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return holds(text, value, Double.MIN_NORMAL) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Whether a text is a decimal number that a float can hold. */
    public static boolean fitsFloat(String text) {
        return DECIMAL.matcher(text).matches() && holds(text, Float.parseFloat(text), Float.MIN_NORMAL);
    }

    /** Whether a text is a decimal number of whatever size. */
    public static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private static boolean holds(String text, double value, double least) {
        return Double.isFinite(value)
                && (Math.abs(value) >= least || ZERO.matcher(text).matches());
    }
}
