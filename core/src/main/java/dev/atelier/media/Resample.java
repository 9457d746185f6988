package dev.atelier.media;

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

    private static final int FRACTION_BITS = 22;

    private final double support;
    private final DoubleUnaryOperator kernel;

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
        Image rows = width == image.width() ? image : horizontal(image, width);
        return height == image.height() ? rows : vertical(rows, height);
    }

    private Image horizontal(Image in, int width) {
        Weights weights = weights(in.width(), width);
        byte[] from = in.pixels();
        byte[] to = new byte[Math.multiplyExact(in.channels() * in.height(), width)];
        for (int row = 0; row < in.channels() * in.height(); row++) {
            int base = row * in.width();
            for (int x = 0; x < width; x++) {
                int first = base + weights.first[x];
                int[] w = weights.values[x];
                int sum = 1 << (FRACTION_BITS - 1);
                for (int k = 0; k < w.length; k++) {
                    sum += (from[first + k] & 0xFF) * w[k];
                }
                to[row * width + x] = clamp(sum);
            }
        }
        return new Image(in.channels(), in.height(), width, to);
    }

    private Image vertical(Image in, int height) {
        Weights weights = weights(in.height(), height);
        int width = in.width();
        byte[] from = in.pixels();
        byte[] to = new byte[Math.multiplyExact(in.channels() * height, width)];
        for (int c = 0; c < in.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int base = (c * in.height() + weights.first[y]) * width;
                int[] w = weights.values[y];
                for (int x = 0; x < width; x++) {
                    int sum = 1 << (FRACTION_BITS - 1);
                    for (int k = 0; k < w.length; k++) {
                        sum += (from[base + k * width + x] & 0xFF) * w[k];
                    }
                    to[(c * height + y) * width + x] = clamp(sum);
                }
            }
        }
        return new Image(in.channels(), height, width, to);
    }

    private Weights weights(int in, int out) {
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
        return new Weights(first, values);
    }

    private int[] fixedPoint(int from, int to, double centre, double shrink) {
        double[] exact = new double[to - from];
        double total = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = kernel.applyAsDouble(Math.abs((k + from - centre + 0.5) * shrink));
            total += exact[k];
        }
        int[] fixed = new int[exact.length];
        for (int k = 0; k < fixed.length; k++) {
            double weight = (total == 0 ? exact[k] : exact[k] / total) * (1 << FRACTION_BITS);
            fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return fixed;
    }

    private static byte clamp(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> FRACTION_BITS));
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

    private record Weights(int[] first, int[][] values) {}
}
