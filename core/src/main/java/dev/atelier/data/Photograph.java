package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;

/**
 * A picture in two sizes: {@code high} is {@code scale} times as high and as wide as {@code low}.
 *
 * @param stem what it is called
 */
public record Photograph(String stem, Image high, Image low) {
    public Photograph {
        if (high.channels() != low.channels() || scale(high, low) < 1) {
            throw new BadInput(stem + ": " + high + " and " + low + " are not one picture in two sizes");
        }
    }

    private static int scale(Image high, Image low) {
        int scale = high.height() / low.height();
        return high.height() == scale * low.height() && high.width() == scale * low.width() ? scale : 0;
    }

    /** How many times as large the one is as the other. */
    public int scale() {
        return scale(high, low);
    }

    /**
     * A picture whose small one is made: cut to a multiple of the scale at its right and its lower edge, then made smaller as a
     * whole, bicubic, antialiased and rounded to bytes as Pillow does. A picture smaller than the scale is bad input.
     */
    public static Photograph of(String stem, Image picture, int scale) {
        int height = picture.height() / scale * scale;
        int width = picture.width() / scale * scale;
        if (height == 0 || width == 0) {
            throw new BadInput(stem + " is " + picture.width() + "×" + picture.height()
                    + " (width×height); allowed: at least " + scale + "×" + scale);
        }
        Image high =
                height == picture.height() && width == picture.width() ? picture : picture.crop(0, 0, height, width);
        return new Photograph(stem, high, Resample.BICUBIC.resize(high, height / scale, width / scale));
    }
}
