package dev.atelier.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Test pictures under {@code media/} of the test resources. */
final class Fixtures {
    private Fixtures() {}

    static Path file(String name) {
        try {
            return Path.of(Fixtures.class.getResource("/media/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Raw arrays from {@code name.bin}, named and shaped by {@code name.txt}. */
    static Map<String, Image> arrays(String name) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(name + ".bin")));
            Map<String, Image> arrays = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file(name + ".txt"))) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ");
                    int channels = Integer.parseInt(parts[1]);
                    int height = Integer.parseInt(parts[2]);
                    int width = Integer.parseInt(parts[3]);
                    byte[] pixels = new byte[channels * height * width];
                    bytes.get(pixels);
                    arrays.put(parts[0], new Image(channels, height, width, pixels));
                }
            }
            if (bytes.hasRemaining()) {
                throw new IllegalStateException(bytes.remaining() + " bytes left in " + name);
            }
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
