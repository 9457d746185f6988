package dev.atelier.data;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Files of pictures for the tests of pairs: what a picture shows follows from its name. */
final class PairFolders {
    private PairFolders() {}

    /** A picture of noise. */
    static Image picture(String name, int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        new Random(name.hashCode()).nextBytes(pixels);
        return new Image(channels, height, width, pixels);
    }

    static void write(Path folder, int channels, int height, int width, String... names) {
        for (String name : names) {
            ImageFiles.writePng(picture(name, channels, height, width), folder.resolve(name), Map.of());
        }
    }

    /** {@code prefix0.png} to below {@code count}, in each of these folders. */
    static void writeMany(Path folder, int count, int side, String... prefixes) {
        for (String prefix : prefixes) {
            for (int i = 0; i < count; i++) {
                write(folder, 3, side, side, prefix + i + ".png");
            }
        }
    }
}
