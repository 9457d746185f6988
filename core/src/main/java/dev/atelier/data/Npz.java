package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bytedeco.pytorch.Tensor;

/** Reads NumPy's .npz files: a zip of .npy files, stored or deflated. */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** Deflate packs a run of equal bytes into a 1032nd of it at best; what claims more is no array. */
    private static final long MOST_PACKED = 1100;

    private Npz() {}

    /** The arrays by name, in the order of the file, in the caller's scope; anything else is a {@link BadInput} that says why. */
    public static Map<String, Tensor> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + (Files.exists(file) ? ": not a file" : ": no such file"));
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : List.copyOf(zip.stream().toList())) {
                if (entry.getName().endsWith(SUFFIX)) {
                    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                    arrays.put(name, read(file, zip, entry));
                }
            }
            if (arrays.isEmpty()) {
                throw new BadInput(
                        file + ": a zip without a " + SUFFIX + " file in it; allowed: what numpy.savez writes");
            }
            return arrays;
        } catch (ZipException e) {
            throw new BadInput(file + ": not a valid .npz file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Tensor read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        String name = file + ": " + entry.getName();
        if (entry.getSize() > MOST_PACKED * Math.max(1, entry.getCompressedSize())) {
            throw new BadInput(name + ": " + entry.getSize() + " bytes packed into " + entry.getCompressedSize()
                    + "; no array is");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Npy.read(name, Channels.newChannel(in), entry.getSize());
        }
    }
}
