package dev.atelier.data;

import dev.atelier.BadInput;

/** The shape of image that somebody needs; 0 stands for "as it is stored". Height and width are given together or not at all. */
public record ImageFormat(int channels, int height, int width) {
    private static final ImageFormat AS_STORED = new ImageFormat(0, 0, 0);

    public ImageFormat {
        if (channels < 0
                || channels > 4
                || height < 0
                || width < 0
                || height > 65_535
                || width > 65_535
                || (height == 0) != (width == 0)) {
            throw new BadInput("image format " + channels + "×" + height + "×" + width
                    + ": channels are 1 to 4, height and width 1 to 65535, or 0 for as stored");
        }
    }

    /** No wish: the images as they are. */
    public static ImageFormat asStored() {
        return AS_STORED;
    }

    /** The wish with what is stored filled in where nothing was asked. */
    ImageFormat orStored(int storedChannels, int storedHeight, int storedWidth) {
        return new ImageFormat(
                channels == 0 ? storedChannels : channels,
                height == 0 ? storedHeight : height,
                width == 0 ? storedWidth : width);
    }

    /** Samples in an image. */
    int samples() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    @Override
    public String toString() {
        return (channels == 0 ? "any" : channels) + "×" + (height == 0 ? "any" : height) + "×"
                + (width == 0 ? "any" : width);
    }
}
