package dev.atelier.data;

import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import java.util.Arrays;

/**
 * How much there is to see in each piece of a picture: the sum of the absolute differences of neighbouring pixels, in luma. Pieces
 * are looked at every quarter of their side; a draw lies anywhere within that quarter.
 */
final class DetailMap {
    private static final double ALWAYS = 0.05; // of the mean, for pieces without detail

    private final int rows;
    private final int columns;
    private final int step;
    private final int lastTop;
    private final int lastLeft;
    private final double[] sums;

    /**
     * @param side of a piece, in pixels of this picture; it fits into it
     */
    DetailMap(Image picture, int side) {
        step = Math.max(1, side / 4);
        lastTop = picture.height() - side;
        lastLeft = picture.width() - side;
        rows = lastTop / step + 1;
        columns = lastLeft / step + 1;
        sums = new double[rows * columns];
        long[] below = integral(Channels.convert(picture, 1));
        int stride = picture.width() + 1;
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            int top = i / columns * step;
            int left = i % columns * step;
            sums[i] = below[(top + side) * stride + left + side]
                    - below[top * stride + left + side]
                    - below[(top + side) * stride + left]
                    + below[top * stride + left];
            total += sums[i];
        }
        double always = Math.max(1, total / sums.length * ALWAYS);
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i] + always;
            sums[i] = sum;
        }
    }

    /** Sums over everything above and to the left. */
    private static long[] integral(Image grey) {
        int height = grey.height();
        int width = grey.width();
        long[] sums = new long[(height + 1) * (width + 1)];
        for (int y = 0; y < height; y++) {
            long row = 0;
            for (int x = 0; x < width; x++) {
                int here = grey.at(0, y, x);
                row += x + 1 < width ? Math.abs(grey.at(0, y, x + 1) - here) : 0;
                row += y + 1 < height ? Math.abs(grey.at(0, y + 1, x) - here) : 0;
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        return sums;
    }

    /** All of it. */
    double total() {
        return sums[sums.length - 1];
    }

    /**
     * The place of a piece.
     *
     * @param share 0 to 1, uniform: the piece of that share of all detail
     * @param down 0 to 1, uniform: how far below its place on the map, as {@code right} to the right
     * @return top and left
     */
    int[] place(double share, double down, double right) {
        int found = Arrays.binarySearch(sums, share * total());
        int i = Math.min(sums.length - 1, found < 0 ? -found - 1 : found + 1);
        return new int[] {
            Math.min(lastTop, i / columns * step + (int) (down * step)),
            Math.min(lastLeft, i % columns * step + (int) (right * step))
        };
    }
}
