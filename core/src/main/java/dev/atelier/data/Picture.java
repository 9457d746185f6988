package dev.atelier.data;

import dev.atelier.media.SampleDepth;
import dev.atelier.media.Upright;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * A picture that was read.
 *
 * @param deep whether its file keeps more than the 8 bits of each sample that were read
 * @param ofSet whether it is of a set of one shape, not of a file: it may be enlarged, and that is told
 */
record Picture(Upright upright, boolean deep, boolean ofSet) {
    /** Of a file. */
    static Picture of(DataFile file) {
        Upright upright = file.upright();
        return new Picture(upright, isDeep(file), false);
    }

    /** Of a place that keeps bytes. */
    static Picture plain(Upright upright) {
        return new Picture(upright, false, true);
    }

    /** The left or the right half of a picture that is an even number of pixels wide. */
    Picture half(boolean left) {
        var image = upright.image();
        int width = image.width() / 2;
        return new Picture(
                new Upright(image.crop(0, left ? 0 : width, image.height(), width), upright.turned()), deep, ofSet);
    }

    private static boolean isDeep(DataFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        boolean tiff = name.endsWith(".tif") || name.endsWith(".tiff");
        if (!tiff && !name.endsWith(".png")) {
            return false;
        }
        try (InputStream in = file.stream()) {
            return SampleDepth.isDeep(tiff ? in.readAllBytes() : in.readNBytes(SampleDepth.HEAD));
        } catch (IOException e) {
            return false; // it could be read a moment ago
        }
    }
}
