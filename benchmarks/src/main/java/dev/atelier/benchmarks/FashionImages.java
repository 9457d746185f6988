package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** The training images of Fashion-MNIST that are at hand, all or the first of them, as files. */
final class FashionImages {
    static final int COUNT = 60_000;
    private static final int SIDE = 28;
    private static final int IDX_IMAGES = 0x803;
    private static final String MORE = "; get all " + COUNT + ": ./atelier data fetch fashion-mnist";

    private FashionImages() {}

    /** The training split, or what stands in for it. */
    static OpenedSource atHand() {
        return DataSources.open("fashion-mnist", new ImageFormat(1, SIDE, SIDE), Split.TRAIN);
    }

    /** Those at hand as bare bytes at {@code file}; {@code told} hears where they are not all. A file that holds all is kept. */
    static void write(Path file, Consumer<String> told) {
        if (size(file) != (long) COUNT * SIDE * SIDE) {
            write(file, atHand(), told);
        }
    }

    static void write(Path file, OpenedSource source, Consumer<String> told) {
        int count = source.dataset().size();
        if (count < COUNT) {
            told.accept("measured with " + count + " images, " + source.origin() + MORE);
        }
        if (size(file) != (long) count * SIDE * SIDE) {
            replace(file, ByteBuffer.wrap(pixels(source, count)));
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bad input where Fashion-MNIST never has so many. */
    static void require(int count) {
        if (count > COUNT) {
            throw new BadInput("--data " + count + ": Fashion-MNIST has " + COUNT + " images to learn");
        }
    }

    /** Those of {@code counts} that the source can give; {@code told} hears of the others. Bad input where it can give none. */
    static List<String> possible(List<String> counts, OpenedSource source, Consumer<String> told) {
        int most = source.dataset().size();
        List<String> possible =
                counts.stream().filter(count -> Integer.parseInt(count) <= most).toList();
        String few = "only " + most + " images are at hand, " + source.origin() + MORE;
        if (possible.isEmpty()) {
            throw new BadInput("--data " + String.join(",", counts) + ": " + few);
        }
        if (possible.size() < counts.size()) {
            told.accept("measured for " + String.join(", ", possible) + " images in the data set: " + few);
        }
        return possible;
    }

    /** An IDX file of the first {@code count} under {@code cache}, made the first time. */
    static Path first(int count, Path cache) {
        Path file = cache.resolve("fashion-mnist-" + count + ".idx3-ubyte");
        if (!Files.exists(file)) {
            OpenedSource source = atHand();
            possible(List.of(Integer.toString(count)), source, left -> {});
            ByteBuffer idx = ByteBuffer.allocate(4 * Integer.BYTES + count * SIDE * SIDE);
            idx.putInt(IDX_IMAGES).putInt(count).putInt(SIDE).putInt(SIDE);
            replace(file, idx.put(pixels(source, count)).flip());
        }
        return file;
    }

    private static byte[] pixels(OpenedSource source, int count) {
        byte[] pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            source.dataset().copyPixels(i, pixels, i * SIDE * SIDE);
        }
        return pixels;
    }

    private static void replace(Path file, ByteBuffer bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes.array());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
