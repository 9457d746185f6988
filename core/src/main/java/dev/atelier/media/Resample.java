package dev.atelier.media;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Resizing with antialiasing, two passes in fixed point: rows first, then columns, each weight rounded to 22 bits after the
 * point and each result to a byte. Scores depend on the resize filter, and this one gives the bytes that Pillow gives (up to
 * version 12 always; from 13 on, Pillow does the columns first where the height shrinks much more than the width, which moves
 * some bytes by 1 to 3). Every channel is treated alike and alone, so alpha is not multiplied in.
 */
public enum Resample {
    BILINEAR(1, x -> x < 1 ? 1 - x : 0),
    /** Keys 1981 with a = −0.5. */
    BICUBIC(2, Resample::cubic),
    /** Sinc under a sinc window of three lobes. */
    LANCZOS(3, x -> x < 3 ? sinc(x) * sinc(x / 3) : 0);

    private final double support;
    private final DoubleUnaryOperator kernel;
    private volatile Weights lastAcross = Weights.NONE; // pictures of a folder tend to be of one size
    private volatile Weights lastDown = Weights.NONE;

    /** @param kernel the weight at a distance of 0 or more */
    Resample(double support, DoubleUnaryOperator kernel) {
        this.support = support;
        this.kernel = kernel;
    }

    /** The image at another size; the same image where the size is the same. */
    public Image resize(Image image, int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("size " + height + "×" + width + ": at least 1×1");
        }
        if (height == image.height() && width == image.width()) {
            return image;
        }
        Weights across = weights(lastAcross, image.width(), width);
        Weights down = weights(lastDown, image.height(), height);
        lastAcross = across;
        lastDown = down;
        return TwoPasses.resize(image, across, down);
    }

    private Weights weights(Weights last, int in, int out) {
        if (last.before == in && last.after() == out) {
            return last;
        }
        double scale = (double) in / out;
        double stretch = Math.max(1, scale);
        double reach = support * stretch;
        int[] first = new int[out];
        int[][] values = new int[out][];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int from = Math.max(0, (int) (centre - reach + 0.5));
            int to = Math.min(in, (int) (centre + reach + 0.5));
            first[i] = from;
            values[i] = fixedPoint(from, to, centre, 1 / stretch);
        }
        return new Weights(in, first, values);
    }

    private int[] fixedPoint(int from, int to, double centre, double shrink) {
        double[] exact = new double[to - from];
        double total = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = kernel.applyAsDouble(Math.abs((k + from - centre + 0.5) * shrink));
            total += exact[k];
        }
        int[] fixed = new int[Weights.padded(exact.length)];
        for (int k = 0; k < exact.length; k++) {
            double weight = (total == 0 ? exact[k] : exact[k] / total) * (1 << Weights.FRACTION_BITS);
            fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return fixed;
    }

    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }

    /**
     * What each sample of a line at its new length is summed from.
     *
     * @param before samples of the line as it was
     * @param first of the samples that count, for each of the new ones
     * @param values weights of it and the next ones; zeros at the end make their number a multiple of {@link #AT_ONCE}
     */
    record Weights(int before, int[] first, int[][] values) {
        static final int FRACTION_BITS = 22;
        static final int AT_ONCE = 4;
        static final Weights NONE = new Weights(0, new int[0], new int[0][]);

        int after() {
            return first.length;
        }

        /** The most samples that any is summed from. */
        int most() {
            return Arrays.stream(values)
                    .mapToInt(weights -> weights.length)
                    .max()
                    .orElse(0);
        }

        static int padded(int count) {
            return (count + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
        }
    }
}
