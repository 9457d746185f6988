package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.ImageFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Understands what a user gives as {@code --data}: a known name, a file of IDX images, a folder of IDX files, or a folder of
 * images. Known names go before paths: a folder that is called as one is {@code ./name}.
 */
public final class DataSources {
    private DataSources() {}

    /** The names that need no path. */
    public static List<String> names() {
        return List.of(FashionMnist.NAME);
    }

    /** The splits that a source has; every source has {@link Split#TRAIN}, or its folder only the test files. */
    public static List<Split> splits(String source) {
        return find(source, Surroundings.ofThisMachine()).splits();
    }

    /** {@link #open(String, ImageFormat, Split, LoadProgress)} in silence. */
    public static OpenedSource open(String source, ImageFormat wanted, Split split) {
        return open(source, wanted, split, LoadProgress.SILENT);
    }

    /**
     * Reads one split into memory, one byte per sample. Images of another shape than wanted are converted: channels first
     * (luma, alpha on white), then the middle cut out at the aspect ratio, then bicubic resampling. Where a shape is left as
     * stored, all images must agree on it. Anything that cannot be used is {@link BadInput}.
     */
    public static OpenedSource open(String source, ImageFormat wanted, Split split, LoadProgress progress) {
        return find(source, Surroundings.ofThisMachine()).open(wanted, split, progress);
    }

    /** Downloads a known data set into the cache, where it is not yet; returns its folder. */
    public static Path fetch(String source, LoadProgress progress) {
        if (!FashionMnist.NAME.equals(source)) {
            throw new BadInput("data '" + source + "' cannot be fetched; known names: " + String.join(", ", names()));
        }
        return new FashionMnist(Surroundings.ofThisMachine()).fetch(progress);
    }

    static Source find(String source, Surroundings surroundings) {
        if (FashionMnist.NAME.equals(source)) {
            return new FashionMnist(surroundings);
        }
        Path path = path(source);
        if (Files.isDirectory(path)) {
            return IdxSource.ofFolder(path).<Source>map(idx -> idx).orElseGet(() -> new FolderSource(path));
        }
        if (Files.isRegularFile(path) && ImageFiles.isImageName(path)) {
            throw new BadInput(path + ": one image; give the folder that holds the images");
        }
        if (Files.isRegularFile(path)) {
            return IdxSource.ofFile(path);
        }
        throw unknown(source);
    }

    private static Path path(String source) {
        try {
            if (!source.isBlank()) {
                return Path.of(source);
            }
        } catch (InvalidPathException e) {
            throw unknown(source);
        }
        throw unknown(source);
    }

    private static BadInput unknown(String source) {
        return new BadInput(
                "data '" + source + "': no such file or folder; known names: " + String.join(", ", names()));
    }
}
