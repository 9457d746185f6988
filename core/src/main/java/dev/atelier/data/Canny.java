package dev.atelier.data;

import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Edges of a picture (Canny 1986): smoothed by a Gaussian of σ 1.4, gradients of Sobel, thinned to ridges, kept from 120 levels
 * on and from 60 on where they hang together with such a ridge. Whole numbers decide, so every machine draws the same lines.
 */
final class Canny {
    private static final int[] GAUSS = {2, 4, 5, 4, 2}; // σ 1.4, of 17
    private static final int REACH = 2;
    private static final int STRONG = 120;
    private static final int WEAK = 60;
    private static final int TAN = 106; // of 22.5°, times 256
    private static final int COTAN = 618;

    private final int height;
    private final int width;
    private final long[] across;
    private final long[] down;
    private final long unit = 17L * 17; // what a level counts after both passes

    private Canny(Image grey) {
        height = grey.height();
        width = grey.width();
        long[] smooth = smoothed(grey);
        across = new long[height * width];
        down = new long[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                long right = column(smooth, y, x + 1);
                long left = column(smooth, y, x - 1);
                across[y * width + x] = right - left;
                down[y * width + x] = row(smooth, y + 1, x) - row(smooth, y - 1, x);
            }
        }
    }

    /** Black lines on white, grey, as large as the picture. */
    static Image lines(Image picture) {
        return new Canny(Channels.convert(picture, 1)).drawn();
    }

    private long[] smoothed(Image grey) {
        long[] rows = new long[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int k = -REACH; k <= REACH; k++) {
                    rows[y * width + x] += (long) GAUSS[k + REACH] * grey.at(0, y, within(x + k, width));
                }
            }
        }
        long[] both = new long[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int k = -REACH; k <= REACH; k++) {
                    both[y * width + x] += GAUSS[k + REACH] * rows[within(y + k, height) * width + x];
                }
            }
        }
        return both;
    }

    private static int within(int at, int length) {
        return Math.max(0, Math.min(length - 1, at));
    }

    private long at(long[] values, int y, int x) {
        return values[within(y, height) * width + within(x, width)];
    }

    private long column(long[] values, int y, int x) {
        return at(values, y - 1, x) + 2 * at(values, y, x) + at(values, y + 1, x);
    }

    private long row(long[] values, int y, int x) {
        return at(values, y, x - 1) + 2 * at(values, y, x) + at(values, y, x + 1);
    }

    /** The square of the gradient's length; 0 outside of the picture. */
    private long strength(int y, int x) {
        if (y < 0 || x < 0 || y >= height || x >= width) {
            return 0;
        }
        int i = y * width + x;
        return across[i] * across[i] + down[i] * down[i];
    }

    /** Whether nothing stronger lies before or behind along the gradient; of two that are equal the first is it. */
    private boolean isRidge(int y, int x) {
        long right = across[y * width + x];
        long below = down[y * width + x];
        long steep = Math.abs(below) * 256;
        int dx = steep > Math.abs(right) * COTAN ? 0 : 1;
        int dy = steep < Math.abs(right) * TAN ? 0 : right < 0 == below < 0 ? 1 : -1;
        if (dx == 0) {
            dy = 1;
        }
        long here = strength(y, x);
        return here > strength(y - dy, x - dx) && here >= strength(y + dy, x + dx);
    }

    private Image drawn() {
        long weak = (long) WEAK * WEAK * unit * unit;
        long strong = (long) STRONG * STRONG * unit * unit;
        boolean[] ridge = new boolean[height * width];
        Deque<Integer> open = new ArrayDeque<>();
        Image lines = Image.filled(1, height, width, 255);
        for (int i = 0; i < ridge.length; i++) {
            long here = strength(i / width, i % width);
            ridge[i] = here >= weak && isRidge(i / width, i % width);
            if (ridge[i] && here >= strong) {
                open.push(i);
            }
        }
        while (!open.isEmpty()) {
            int i = open.pop();
            if (!ridge[i]) {
                continue;
            }
            ridge[i] = false;
            lines.pixels()[i] = 0;
            for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
                for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
                    if (ridge[y * width + x]) {
                        open.push(y * width + x);
                    }
                }
            }
        }
        return lines;
    }
}
