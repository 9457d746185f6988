package dev.atelier.media;

import java.util.Arrays;

/**
 * A picture of 8-bit samples, planar: all of the first channel row by row, then all of the second. One channel is grey, two are
 * grey and alpha, three are red, green, blue, four add alpha. The array is not copied: whoever makes an image gives it away.
 *
 * @param pixels {@code channels * height * width} samples
 */
public record Image(int channels, int height, int width, byte[] pixels) {
    public Image {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "an image needs at least 1 channel, row and column, got " + channels + "×" + height + "×" + width);
        }
        if (pixels.length != (long) channels * height * width) {
            throw new IllegalArgumentException(
                    channels + "×" + height + "×" + width + " pixels expected, got " + pixels.length);
        }
    }

    /** An image of one value everywhere. */
    public static Image filled(int channels, int height, int width, int value) {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(channels, height), width)];
        Arrays.fill(pixels, (byte) value);
        return new Image(channels, height, width, pixels);
    }

    /** The sample as 0 … 255. */
    public int at(int channel, int y, int x) {
        return pixels[(channel * height + y) * width + x] & 0xFF;
    }

    /** The part of {@code rows}×{@code columns} whose upper left corner is at {@code (top, left)}. */
    public Image crop(int top, int left, int rows, int columns) {
        if (top < 0 || left < 0 || rows < 1 || columns < 1 || top + rows > height || left + columns > width) {
            throw new IllegalArgumentException(
                    "no " + rows + "×" + columns + " at (" + top + ", " + left + ") in " + height + "×" + width);
        }
        byte[] out = new byte[channels * rows * columns];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rows; y++) {
                System.arraycopy(pixels, (c * height + top + y) * width + left, out, (c * rows + y) * columns, columns);
            }
        }
        return new Image(channels, rows, columns, out);
    }

    /** This picture laid over a part of a larger one of as many channels, which is changed and returned. */
    public Image on(Image larger, int top, int left) {
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int to = (c * larger.height + top + y) * larger.width + left;
                System.arraycopy(pixels, (c * height + y) * width, larger.pixels, to, width);
            }
        }
        return larger;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image
                && channels == image.channels
                && height == image.height
                && width == image.width
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return ((channels * 31 + height) * 31 + width) * 31 + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Image[" + channels + "×" + height + "×" + width + "]";
    }
}
