package dev.atelier.data;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A toy of two classes: stripes that lie and stripes that stand, of any phase, period and brightness. */
public final class Stripes {
    public static final List<String> CLASSES = List.of("lying", "standing");

    private Stripes() {}

    /** {@code count} labelled images, the classes in turn. */
    public static PackedImages of(int count, int channels, int height, int width, long seed) {
        List<Image> images = IntStream.range(0, count)
                .mapToObj(i -> image(i, channels, height, width, seed))
                .toList();
        int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
        return PackedImages.of(count + " images of stripes", images, labels, CLASSES);
    }

    /** Image {@code i}, of class {@code i % 2}. */
    public static Image image(int i, int channels, int height, int width, long seed) {
        RandomStream stream = RandomStream.of(seed, "stripes", i);
        int period = 3 + stream.nextInt(3);
        int phase = stream.nextInt(period);
        int bright = 150 + stream.nextInt(90);
        byte[] pixels = new byte[channels * height * width];
        for (int at = 0; at < pixels.length; at++) {
            int along = i % 2 == 0 ? at / width % height : at % width;
            boolean dark = (along + phase) % (2 * period) < period;
            pixels[at] = (byte) ((dark ? 0 : bright) + stream.nextInt(16));
        }
        return new Image(channels, height, width, pixels);
    }

    /** The same as a folder of one sub-folder per class; returns it. */
    public static Path folder(Path folder, int count, int height, int width, long seed) throws IOException {
        for (int i = 0; i < count; i++) {
            Path ofClass = Files.createDirectories(folder.resolve(CLASSES.get(i % 2)));
            ImageFiles.writePng(image(i, 1, height, width, seed), ofClass.resolve(i + ".png"), Map.of());
        }
        return folder;
    }

    /** All images of a set. */
    public static List<Image> images(ImageDataset dataset) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            images.add(PackedImages.image(dataset, i));
        }
        return images;
    }
}
