package dev.atelier.media;

/**
 * Resizing a picture with alpha (two or four channels): each colour counts by how visible it is, so that what is clear does not
 * bleed into what is not. Multiplied in, resized and divided out in whole numbers, as Pillow does.
 */
public final class Transparency {
    private Transparency() {}

    /** The image at another size; by the filter alone where it has no alpha. */
    public static Image resize(Resample filter, Image image, int height, int width) {
        if (image.channels() % 2 != 0 || image.height() == height && image.width() == width) {
            return filter.resize(image, height, width);
        }
        Image resized = filter.resize(multiplied(image), height, width);
        byte[] pixels = resized.pixels();
        int plane = height * width;
        int colours = pixels.length - plane;
        for (int i = 0; i < colours; i++) {
            int alpha = pixels[colours + i % plane] & 0xFF;
            if (alpha != 0 && alpha != 255) {
                pixels[i] = (byte) Math.min(255, 255 * (pixels[i] & 0xFF) / alpha);
            }
        }
        return resized;
    }

    private static Image multiplied(Image image) {
        byte[] pixels = image.pixels().clone();
        int plane = image.height() * image.width();
        int colours = pixels.length - plane;
        for (int i = 0; i < colours; i++) {
            int product = (pixels[i] & 0xFF) * (pixels[colours + i % plane] & 0xFF) + 128;
            pixels[i] = (byte) ((product >> 8) + product >> 8);
        }
        return new Image(image.channels(), image.height(), image.width(), pixels);
    }
}
