package dev.atelier.metrics;

import dev.atelier.media.Image;

/** One channel of an image in float64, row by row. */
record Plane(double[] values, int height, int width) {
    /** Side of the window of {@link #blurred}. */
    static final int WINDOW = 11;

    private static final double SIGMA = 1.5;
    private static final double[] TAPS = taps();

    /** The samples 0 … 255 of a channel. */
    static Plane of(Image image, int channel) {
        int size = image.height() * image.width();
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = image.pixels()[channel * size + i] & 0xFF;
        }
        return new Plane(values, image.height(), image.width());
    }

    /** Means of 2×2 samples; the last row or column of an odd size is left out. */
    Plane halved() {
        int rows = height / 2;
        int columns = width / 2;
        double[] out = new double[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = 2 * y * width + 2 * x;
                out[y * columns + x] = (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
            }
        }
        return new Plane(out, rows, columns);
    }

    /** Sample by sample. */
    Plane times(Plane other) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] * other.values[i];
        }
        return new Plane(out, height, width);
    }

    /** Gaussian means at the positions where the window lies inside: [height − 10, width − 10]. Down, then across. */
    double[] blurred() {
        int rows = height - WINDOW + 1;
        int columns = width - WINDOW + 1;
        double[] down = new double[rows * width];
        for (int k = 0; k < WINDOW; k++) {
            add(values, k * width, TAPS[k], down, 0, down.length);
        }
        double[] out = new double[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int k = 0; k < WINDOW; k++) {
                add(down, y * width + k, TAPS[k], out, y * columns, columns);
            }
        }
        return out;
    }

    private static void add(double[] from, int at, double factor, double[] to, int first, int count) {
        for (int i = 0; i < count; i++) {
            to[first + i] += factor * from[at + i];
        }
    }

    private static double[] taps() {
        double[] taps = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            int off = i - WINDOW / 2;
            taps[i] = Math.exp(-off * off / (2 * SIGMA * SIGMA));
            sum += taps[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            taps[i] /= sum;
        }
        return taps;
    }
}
