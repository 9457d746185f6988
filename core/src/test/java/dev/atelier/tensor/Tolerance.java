package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * How far values may be from those that are expected: {@code absolute + relative · m}, where m is the largest magnitude that is expected
 * in the tensor. A failure names the tensor, the place in it and both values.
 */
public record Tolerance(double absolute, double relative) {
    public Tolerance {
        if (!(absolute >= 0 && relative >= 0)) {
            throw new IllegalArgumentException("a tolerance of " + absolute + " and " + relative);
        }
    }

    public static Tolerance relative(double relative) {
        return new Tolerance(0, relative);
    }

    public Tolerance orAbsolute(double absolute) {
        return new Tolerance(absolute, relative);
    }

    /** Equal shapes, and all values as near as this says; where nothing but zeros is expected, a relative tolerance shows nothing. */
    public void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(Tensors.shape(actual)).as("shape of " + what).isEqualTo(Tensors.shape(expected));
        double[] want = Tensors.toDoubles(expected);
        double largest = largest(want);
        if (absolute == 0 && largest == 0) {
            throw new AssertionError(what + ": nothing but zeros is expected, give an absolute tolerance");
        }
        double[] got = Tensors.toDoubles(actual);
        double allowed = absolute + relative * largest;
        int worst = -1;
        double most = allowed;
        for (int i = 0; i < want.length; i++) {
            double difference = Math.abs(got[i] - want[i]);
            if (!(difference <= most)) {
                worst = i;
                most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            }
        }
        if (worst >= 0) {
            throw new AssertionError(what + place(worst, Tensors.shape(expected)) + " is " + got[worst] + ", expected "
                    + want[worst] + ": " + most + " apart, allowed " + allowed);
        }
    }

    public void assertClose(String what, double actual, double expected) {
        double allowed = absolute + relative * Math.abs(expected);
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected + ": "
                    + Math.abs(actual - expected) + " apart, allowed " + allowed);
        }
    }

    /** Largest difference, as a share of the largest magnitude that is expected. */
    public static double between(Tensor actual, Tensor expected) {
        double[] got = Tensors.toDoubles(actual);
        double[] want = Tensors.toDoubles(expected);
        assertThat(got).hasSameSizeAs(want);
        double worst = 0;
        for (int i = 0; i < want.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - want[i])); // NaN stays
        }
        return worst / largest(want);
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** For example {@code [1, 0, 27]}; nothing for a number alone. */
    private static String place(int index, long[] shape) {
        long[] at = new long[shape.length];
        long rest = index;
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = rest % shape[d];
            rest /= shape[d];
        }
        return shape.length == 0 ? "" : Arrays.toString(at);
    }
}
