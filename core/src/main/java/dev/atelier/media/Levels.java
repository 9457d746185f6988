package dev.atelier.media;

import java.util.List;

/**
 * A picture before it is rounded: levels, of which 0 … 255 can be shown, planar as in an {@link Image}. What several pictures are
 * averaged in, and what tells two pictures apart that round alike. The array is not copied.
 *
 * @param values {@code channels * height * width} levels
 */
public record Levels(int channels, int height, int width, float[] values) {
    public Levels {
        if (channels < 1 || height < 1 || width < 1 || values.length != (long) channels * height * width) {
            throw new IllegalArgumentException(
                    channels + "×" + height + "×" + width + " levels expected, got " + values.length);
        }
    }

    /** What a network gave, which sees bytes in this range. */
    public static Levels of(PixelRange range, int channels, int height, int width, float[] output) {
        float[] values = new float[output.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = range.toScale(output[i]);
        }
        return new Levels(channels, height, width, values);
    }

    /** The levels of a picture. */
    public static Levels of(Image image) {
        float[] values = new float[image.pixels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.pixels()[i] & 0xFF;
        }
        return new Levels(image.channels(), image.height(), image.width(), values);
    }

    /** Level by level the mean of pictures of one shape. */
    public static Levels mean(List<Levels> pictures) {
        Levels first = pictures.get(0);
        float[] sum = new float[first.values.length];
        for (Levels each : pictures) {
            each.requireShapeOf(first);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each.values[i];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= pictures.size();
        }
        return new Levels(first.channels, first.height, first.width, sum);
    }

    private void requireShapeOf(Levels other) {
        if (channels != other.channels || height != other.height || width != other.width) {
            throw new IllegalArgumentException("pictures of two shapes: " + this + ", " + other);
        }
    }

    /** Rounded half up, what is outside of 0 … 255 clamped to it; a NaN is 0. */
    public Image image() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, (int) (values[i] + 0.5f)));
        }
        return new Image(channels, height, width, bytes);
    }

    /** The part of {@code rows}×{@code columns} whose upper left corner is at {@code (top, left)}. */
    public Levels crop(int top, int left, int rows, int columns) {
        if (top < 0 || left < 0 || rows < 1 || columns < 1 || top + rows > height || left + columns > width) {
            throw new IllegalArgumentException(
                    "no " + rows + "×" + columns + " at (" + top + ", " + left + ") in " + height + "×" + width);
        }
        float[] out = new float[channels * rows * columns];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rows; y++) {
                System.arraycopy(values, (c * height + top + y) * width + left, out, (c * rows + y) * columns, columns);
            }
        }
        return new Levels(channels, rows, columns, out);
    }

    /** This picture laid over a part of a larger one of as many channels, which is changed and returned. */
    public Levels on(Levels larger, int top, int left) {
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int to = (c * larger.height + top + y) * larger.width + left;
                System.arraycopy(values, (c * height + y) * width, larger.values, to, width);
            }
        }
        return larger;
    }

    @Override
    public String toString() {
        return "Levels[" + channels + "×" + height + "×" + width + "]";
    }
}
