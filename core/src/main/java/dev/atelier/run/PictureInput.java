package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A picture as a model takes it.
 *
 * @param picture with the model's channels
 * @param alpha one channel, where transparency is enlarged beside the picture
 * @param changes what was done to it
 */
record PictureInput(Image picture, Optional<Image> alpha, Set<Change> changes) {
    /** What is done to channels, and told. */
    enum Change {
        TO_COLOUR("grey, taken as colour"),
        TO_GREY("in colour, made grey"),
        ON_WHITE("transparent, laid on white"),
        OPAQUE("without transparency, taken as opaque");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * @param channels that the model takes; two and four have alpha
     * @param keepAlpha whether transparency that the model does not know goes beside the picture
     * @param grey whether colours may be lost
     */
    static PictureInput of(String name, Image image, int channels, boolean keepAlpha, boolean grey) {
        Set<Change> changes = EnumSet.noneOf(Change.class);
        Image body = image;
        Optional<Image> alpha = Optional.empty();
        if (image.channels() % 2 == 0 && channels % 2 == 1) {
            Image plane = channel(image, image.channels() - 1);
            boolean opaque = isOpaque(plane);
            if (opaque || keepAlpha) {
                body = colours(image);
                alpha = opaque ? Optional.empty() : Optional.of(plane);
            } else {
                changes.add(Change.ON_WHITE);
                body = Channels.convert(image, image.channels() - 1);
            }
        } else if (image.channels() % 2 == 1 && channels % 2 == 0) {
            changes.add(Change.OPAQUE);
        }
        boolean colour = body.channels() >= 3;
        if (colour && channels < 3) {
            if (!isGrey(body)) {
                if (!grey) {
                    throw new BadInput(name + ": a picture in colour; this run takes grey ones (" + channels
                            + (channels == 1 ? " channel" : " channels")
                            + "): --grey makes it grey, or take a run that was trained on colour");
                }
                changes.add(Change.TO_GREY);
            }
        } else if (!colour && channels >= 3) {
            changes.add(Change.TO_COLOUR);
        }
        return new PictureInput(Channels.convert(body, channels), alpha, changes);
    }

    /** A picture with transparency beside it again. */
    static Image join(Image colours, Image alpha) {
        byte[] pixels = Arrays.copyOf(colours.pixels(), colours.pixels().length + alpha.pixels().length);
        System.arraycopy(alpha.pixels(), 0, pixels, colours.pixels().length, alpha.pixels().length);
        return new Image(colours.channels() + 1, colours.height(), colours.width(), pixels);
    }

    private static Image channel(Image image, int channel) {
        int plane = image.height() * image.width();
        return new Image(
                1,
                image.height(),
                image.width(),
                Arrays.copyOfRange(image.pixels(), channel * plane, (channel + 1) * plane));
    }

    private static Image colours(Image image) {
        int kept = image.channels() - 1;
        return new Image(
                kept,
                image.height(),
                image.width(),
                Arrays.copyOf(image.pixels(), kept * image.height() * image.width()));
    }

    private static boolean isOpaque(Image plane) {
        for (byte value : plane.pixels()) {
            if (value != (byte) 255) {
                return false;
            }
        }
        return true;
    }

    /** Whether red, green and blue are the same everywhere, as in many files of grey pictures. */
    private static boolean isGrey(Image image) {
        byte[] pixels = image.pixels();
        int plane = image.height() * image.width();
        for (int i = 0; i < plane; i++) {
            if (pixels[i] != pixels[plane + i] || pixels[i] != pixels[2 * plane + i]) {
                return false;
            }
        }
        return true;
    }
}
