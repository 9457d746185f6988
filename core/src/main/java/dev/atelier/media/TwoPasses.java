package dev.atelier.media;

import dev.atelier.media.Resample.Weights;
import java.util.Arrays;

/**
 * The sums of one {@link Resample}: across first, then down. A compiler makes vectors of a loop over neighbours in arrays of
 * {@code int} and of nothing narrower, so samples are widened, and both passes add whole arrays: the first columns, the second
 * rows. The first pass goes by strips of rows from left to right and holds no more columns than its weights reach, so that they
 * stay in the processor's cache.
 */
final class TwoPasses {
    private static final int STRIP = 256; // rows at once
    private static final int AHEAD = 32; // columns read at once
    private static final int TILE = 8; // rows or columns turned at once

    private final Weights across;
    private final Weights down;
    private final int[][] columns; // [width before][rows of a strip], few of them different arrays
    private final int[][] sums; // [TILE][rows of a strip]
    private final int[][] rows; // [height before][width after]
    private final int[] row;

    private TwoPasses(int height, Weights across, Weights down) {
        this.across = across;
        this.down = down;
        int strip = tiled(Math.min(height, STRIP));
        int[][] held = new int[across.most() + AHEAD][strip];
        columns = new int[across.before() + Weights.AT_ONCE][];
        Arrays.setAll(columns, x -> held[x % held.length]);
        sums = new int[TILE][strip];
        rows = new int[height + Weights.AT_ONCE][tiled(across.after())];
        row = new int[across.after()];
    }

    static Image resize(Image image, Weights across, Weights down) {
        TwoPasses passes = new TwoPasses(image.height(), across, down);
        int samples = Math.multiplyExact(down.after(), across.after());
        byte[] out = new byte[Math.multiplyExact(image.channels(), samples)];
        for (int c = 0; c < image.channels(); c++) {
            passes.across(image, c);
            passes.down(out, c * samples);
        }
        return new Image(image.channels(), down.after(), across.after(), out);
    }

    private void across(Image image, int channel) {
        for (int top = 0; top < image.height(); top += STRIP) {
            int count = Math.min(STRIP, image.height() - top);
            int read = 0;
            for (int left = 0; left < across.after(); left += TILE) {
                for (int x = left; x < Math.min(left + TILE, across.after()); x++) {
                    int end = Math.min(across.before(), across.first()[x] + across.values()[x].length);
                    while (read < end) {
                        int next = Math.min(across.before(), read + AHEAD);
                        turn(image, channel * image.height() + top, count, read, next);
                        read = next;
                    }
                    weigh(columns, across.first()[x], across.values()[x], sums[x - left], count);
                }
                turn(top, count, left);
            }
        }
    }

    private void down(byte[] out, int at) {
        for (int y = 0; y < down.after(); y++) {
            weigh(rows, down.first()[y], down.values()[y], row, row.length);
            for (int x = 0; x < row.length; x++) {
                out[at + y * row.length + x] = (byte) row[x];
            }
        }
    }

    /** Rows of a picture into columns; beyond the last of them it is repeated. */
    private void turn(Image image, int first, int count, int left, int right) {
        byte[] from = image.pixels();
        int width = image.width();
        int last = (first + count - 1) * width;
        for (int y = 0; y < count; y += TILE) {
            int a = (first + y) * width;
            int b = Math.min(last, a + width);
            int c = Math.min(last, b + width);
            int d = Math.min(last, c + width);
            int e = Math.min(last, d + width);
            int f = Math.min(last, e + width);
            int g = Math.min(last, f + width);
            int h = Math.min(last, g + width);
            for (int x = left; x < right; x++) {
                int[] column = columns[x];
                column[y] = from[a + x] & 0xFF;
                column[y + 1] = from[b + x] & 0xFF;
                column[y + 2] = from[c + x] & 0xFF;
                column[y + 3] = from[d + x] & 0xFF;
                column[y + 4] = from[e + x] & 0xFF;
                column[y + 5] = from[f + x] & 0xFF;
                column[y + 6] = from[g + x] & 0xFF;
                column[y + 7] = from[h + x] & 0xFF;
            }
        }
    }

    /** Sums of a strip's columns into rows. */
    private void turn(int top, int count, int left) {
        int[] a = sums[0];
        int[] b = sums[1];
        int[] c = sums[2];
        int[] d = sums[3];
        int[] e = sums[4];
        int[] f = sums[5];
        int[] g = sums[6];
        int[] h = sums[7];
        for (int y = 0; y < count; y++) {
            int[] to = rows[top + y];
            to[left] = a[y];
            to[left + 1] = b[y];
            to[left + 2] = c[y];
            to[left + 3] = d[y];
            to[left + 4] = e[y];
            to[left + 5] = f[y];
            to[left + 6] = g[y];
            to[left + 7] = h[y];
        }
    }

    /** The weighted sum of arrays that follow each other, element by element, as the value of a byte. */
    private static void weigh(int[][] arrays, int first, int[] weights, int[] out, int count) {
        Arrays.fill(out, 0, count, 1 << (Weights.FRACTION_BITS - 1));
        for (int k = 0; k < weights.length; k += Weights.AT_ONCE) {
            int i = first + k;
            add(arrays[i], weights[k], arrays[i + 1], weights[k + 1], out, count);
            add(arrays[i + 2], weights[k + 2], arrays[i + 3], weights[k + 3], out, count);
        }
        clamp(out, count);
    }

    private static void add(int[] a, int weightA, int[] b, int weightB, int[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += a[i] * weightA + b[i] * weightB;
        }
    }

    private static void clamp(int[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = Math.max(0, Math.min(255, sums[i] >> Weights.FRACTION_BITS));
        }
    }

    private static int tiled(int count) {
        return (count + TILE - 1) / TILE * TILE;
    }
}
