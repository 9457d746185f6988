package dev.atelier.nn;

import java.util.Arrays;

/** Checks and products of sample shapes. */
final class Shapes {
    private Shapes() {}

    static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    static void require(boolean fits, Layer layer, long[] inputShape) {
        if (!fits) {
            throw new IllegalArgumentException(
                    layer.label() + " does not take an input of shape " + Arrays.toString(inputShape));
        }
    }
}
