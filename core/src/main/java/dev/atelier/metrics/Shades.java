package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Image;

/** What of two pictures is compared. */
public enum Shades {
    /**
     * The luma of ITU-R BT.601 as MATLAB's rgb2ycbcr and the papers on super-resolution have it, 16 + 65.481 R + 128.553 G + 24.966 B
     * with R, G, B in 0 … 1, not rounded: 16 … 235. The luma of JPEG, which OpenCV takes, goes from 0 to 255 and gives 1.32 dB less for
     * the same pictures. A grey picture is taken as it is.
     */
    Y {
        @Override
        int planes(String metric, Image image) {
            if (image.channels() != 1 && image.channels() != 3) {
                throw new BadInput(metric + ": pictures of " + image.channels()
                        + " channels have no luma; allowed: 1 or 3, or compare every channel");
            }
            return 1;
        }

        @Override
        Plane plane(Image image, int number) {
            return image.channels() == 1 ? Plane.of(image, 0) : luma(image);
        }
    },
    /** Every channel as it is: red, green, blue; grey; alpha too. */
    CHANNELS {
        @Override
        int planes(String metric, Image image) {
            return image.channels();
        }

        @Override
        Plane plane(Image image, int number) {
            return Plane.of(image, number);
        }
    };

    private static final double[] WEIGHTS = {65.481, 128.553, 24.966};

    /** How many planes of a picture are compared; one that has none such is bad input. */
    abstract int planes(String metric, Image image);

    abstract Plane plane(Image image, int number);

    static void requireAlike(String metric, Image a, Image b) {
        if (a.channels() != b.channels() || a.height() != b.height() || a.width() != b.width()) {
            throw new BadInput(
                    metric + ": pictures of " + shape(a) + " and " + shape(b) + "; allowed: pictures of one shape");
        }
    }

    private static String shape(Image image) {
        return image.channels() + "×" + image.height() + "×" + image.width();
    }

    private static Plane luma(Image image) {
        int size = image.height() * image.width();
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int c = 0; c < WEIGHTS.length; c++) {
                sum += WEIGHTS[c] * (image.pixels()[c * size + i] & 0xFF);
            }
            values[i] = 16 + sum / 255;
        }
        return new Plane(values, image.height(), image.width());
    }
}
