package dev.atelier.data;

import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import dev.atelier.media.Transparency;

/**
 * An image in the format somebody needs: first its channels are converted, then the middle is cut out at the aspect ratio
 * wanted, then that is resampled (bicubic, antialiased, colours weighted by alpha where there is one). What is right already is
 * left as it is.
 */
public final class ImageFit {
    private ImageFit() {}

    /** The image in this format; itself where it is that already. */
    public static Image to(ImageFormat wanted, Image image) {
        ImageFormat format = wanted.orStored(image.channels(), image.height(), image.width());
        Image coloured = Channels.convert(image, format.channels());
        if (image.height() == format.height() && image.width() == format.width()) {
            return coloured;
        }
        return Transparency.resize(Resample.BICUBIC, middle(coloured, format), format.height(), format.width());
    }

    private static Image middle(Image image, ImageFormat format) {
        int height = image.height();
        int width = image.width();
        if ((long) width * format.height() > (long) format.width() * height) {
            width = atLeastOne((double) height * format.width() / format.height());
        } else {
            height = atLeastOne((double) width * format.height() / format.width());
        }
        return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }

    private static int atLeastOne(double length) {
        return (int) Math.max(1, Math.round(length));
    }
}
