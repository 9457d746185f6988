package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.run.Sampler;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A folder of numbered pictures that is there whole or not at all. */
final class PictureFolder {
    private PictureFolder() {}

    /** Refuses a path that holds anything. */
    static void requireFree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInput(folder + " is a file; -o takes a path that ends in .png, or a new or empty folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new BadInput(folder + " is not empty; give -o a new or an empty folder");
            }
        } catch (IOException e) {
            throw new BadInput(folder + ": cannot be read: " + reason(e), e);
        }
    }

    /** Writes {@code 000000.png} and so on into a draft beside the folder, then renames it. */
    static void write(Sampler sampler, List<Image> images, int scale, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        Path draft =
                target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            Files.createDirectory(draft);
            for (int i = 0; i < images.size(); i++) {
                Image image = scale == 1 ? images.get(i) : Grid.of(List.of(images.get(i)), 1, scale, 0);
                sampler.write(image, draft.resolve(String.format(Locale.ROOT, "%06d.png", i)));
            }
            Files.deleteIfExists(target);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw IoFailure.of(folder + ": cannot be written: " + reason(e), folder, e);
        } finally {
            delete(draft);
        }
    }

    private static void delete(Path draft) {
        if (!Files.exists(draft)) {
            return;
        }
        try (Stream<Path> all = Files.walk(draft)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw IoFailure.of(draft + ": cannot be removed: " + reason(e), draft, e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }
}
