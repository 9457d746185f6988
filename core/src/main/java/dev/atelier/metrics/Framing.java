package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Image;

/** Which part of a picture counts when an enlargement is judged. */
public final class Framing {
    private Framing() {}

    /** Both sides cut on the right and below to multiples of a scale, so that the picture can be made smaller by it exactly. */
    public static Image toMultiple(Image image, int scale) {
        int height = image.height() / scale * scale;
        int width = image.width() / scale * scale;
        if (height == 0 || width == 0) {
            throw new BadInput("a picture of " + image.height() + "×" + image.width() + "; allowed: at least " + scale
                    + "×" + scale);
        }
        return height == image.height() && width == image.width() ? image : image.crop(0, 0, height, width);
    }

    /** Without so many pixels along each side, which resizing filters treat in ways of their own. */
    public static Image shaved(Image image, int pixels) {
        if (pixels == 0) {
            return image;
        }
        int height = image.height() - 2 * pixels;
        int width = image.width() - 2 * pixels;
        if (height < 1 || width < 1) {
            throw new BadInput("a picture of " + image.height() + "×" + image.width() + " less " + pixels
                    + " pixels a side has nothing left; allowed: larger pictures");
        }
        return image.crop(pixels, pixels, height, width);
    }
}
