package dev.atelier.data;

/**
 * An affine map of the plane, given backwards: where each point of the new picture is taken from. Points are in pixels from the
 * middle of the picture, x to the right, y down: from x is {@code xx·x + xy·y + x0}, from y is {@code yx·x + yy·y + y0}.
 */
record Warp(double xx, double xy, double x0, double yx, double yy, double y0) {
    /**
     * Flips a picture left to right, then zooms it, turns it and moves it.
     *
     * @param zoom how much larger everything becomes, above 0
     * @param degrees anticlockwise
     * @param right in pixels, as {@code down}
     */
    static Warp of(boolean flip, double zoom, double degrees, double right, double down) {
        double radians = StrictMath.toRadians(degrees);
        double cos = StrictMath.cos(radians) / zoom;
        double sin = StrictMath.sin(radians) / zoom;
        double side = flip ? -1 : 1;
        return new Warp(
                side * cos, side * -sin, side * (-cos * right + sin * down), sin, cos, -sin * right - cos * down);
    }

    /**
     * Writes the picture that begins at {@code from} in {@code in} to the beginning of {@code out}: bilinear, and what lies
     * outside of the picture is its nearest border pixel.
     */
    void apply(float[] in, int from, ImageFormat format, float[] out) {
        int height = format.height();
        int width = format.width();
        int plane = height * width;
        if (isUpright()) {
            copy(in, from, format.channels() * height, width, out);
            return;
        }
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double fromX = within(xx * (x - middleX) + xy * (y - middleY) + x0 + middleX, width - 1);
                double fromY = within(yx * (x - middleX) + yy * (y - middleY) + y0 + middleY, height - 1);
                int left = (int) fromX;
                int top = (int) fromY;
                float shareX = (float) (fromX - left);
                float shareY = (float) (fromY - top);
                int a = from + top * width + left;
                int right = left + 1 < width ? 1 : 0;
                int down = top + 1 < height ? width : 0;
                for (int at = y * width + x; at < format.channels() * plane; at += plane, a += plane) {
                    float above = in[a] + shareX * (in[a + right] - in[a]);
                    float below = in[a + down] + shareX * (in[a + down + right] - in[a + down]);
                    out[at] = above + shareY * (below - above);
                }
            }
        }
    }

    /** Whether each row stays what it is, or is read from its other end: no pixel is then between others. */
    private boolean isUpright() {
        return Math.abs(xx) == 1 && xy == 0 && x0 == 0 && yx == 0 && yy == 1 && y0 == 0;
    }

    private void copy(float[] in, int from, int rows, int width, float[] out) {
        if (xx > 0) {
            System.arraycopy(in, from, out, 0, rows * width);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int last = from + (row + 1) * width - 1;
            for (int x = 0; x < width; x++) {
                out[row * width + x] = in[last - x];
            }
        }
    }

    private static double within(double value, double most) {
        return Math.max(0, Math.min(most, value));
    }
}
