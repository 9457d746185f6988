package dev.atelier.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Data and arguments for trainings of a second. */
final class Toy {
    static final int IMAGES = 64;

    private Toy() {}

    /** A folder of 64 labelled 28×28 images as IDX files: blobs, so that there is something to learn. */
    static Path data(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(imageFile(folder), images(IMAGES));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(IMAGES));
        return folder;
    }

    /** The file of its images. */
    static Path imageFile(Path data) {
        return data.resolve("train-images-idx3-ubyte");
    }

    static byte[] images(int count) {
        Random random = new Random(3);
        ByteBuffer idx = ByteBuffer.allocate(16 + count * 784)
                .putInt(0x803)
                .putInt(count)
                .putInt(28)
                .putInt(28);
        for (int i = 0; i < count; i++) {
            int top = random.nextInt(14);
            int left = random.nextInt(14);
            for (int k = 0; k < 784; k++) {
                boolean inside = k / 28 >= top && k / 28 < top + 14 && k % 28 >= left && k % 28 < left + 14;
                idx.put((byte) (inside ? 200 + random.nextInt(56) : random.nextInt(20)));
            }
        }
        return idx.array();
    }

    static byte[] labels(int count) {
        ByteBuffer idx = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            idx.put((byte) (i % 10));
        }
        return idx.array();
    }

    /**
     * {@code train} for one of the built-in systems, narrow and short: batches of 8 made four ahead, a row every 2 steps, a checkpoint
     * every 3, samples every 15. More arguments may follow; a setting that is given twice takes its last value.
     */
    static List<Object> train(String recipe, Path data, Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--data", data, "--out", out, "--batch", 8));
        for (String setting : List.of(
                "train.steps=30",
                "train.threads=1",
                "network.width=0.05",
                "data.prefetch=4",
                "log.everySteps=2",
                "checkpoint.everySteps=3",
                "samples.everySteps=15")) {
            arguments.add("--set");
            arguments.add(setting);
        }
        arguments.addAll(List.of(more));
        return arguments;
    }
}
