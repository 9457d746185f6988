package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The training images of Fashion-MNIST, all or the first of them, as files. */
final class FashionImages {
    static final int COUNT = 60_000;
    private static final int SIDE = 28;
    private static final int IDX_IMAGES = 0x803;

    private FashionImages() {}

    /** All of them as bare bytes at {@code file}, written the first time. */
    static void write(Path file) {
        if (!Files.exists(file)) {
            replace(file, ByteBuffer.wrap(pixels(COUNT)));
        }
    }

    /** Bad input where there are not so many. */
    static void require(int count) {
        if (count > COUNT) {
            throw new BadInput("--data " + count + ": Fashion-MNIST has " + COUNT + " images to learn");
        }
    }

    /** An IDX file of the first {@code count} under {@code cache}, made the first time. */
    static Path first(int count, Path cache) {
        Path file = cache.resolve("fashion-mnist-" + count + ".idx3-ubyte");
        if (!Files.exists(file)) {
            ByteBuffer idx = ByteBuffer.allocate(4 * Integer.BYTES + count * SIDE * SIDE);
            idx.putInt(IDX_IMAGES).putInt(count).putInt(SIDE).putInt(SIDE);
            replace(file, idx.put(pixels(count)).flip());
        }
        return file;
    }

    private static byte[] pixels(int count) {
        ImageDataset dataset = DataSources.open("fashion-mnist", new ImageFormat(1, SIDE, SIDE), Split.TRAIN)
                .dataset();
        byte[] pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            dataset.copyPixels(i, pixels, i * SIDE * SIDE);
        }
        return pixels;
    }

    private static void replace(Path file, ByteBuffer bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes.array());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
