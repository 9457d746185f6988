package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.FileKind;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Understands what a user gives as {@code --data}: a known name or several, a file of IDX images or of NumPy's arrays, a folder of
 * IDX files, a folder of images, or a zip of one. Known names go before paths: a folder that is called as one is {@code ./name}.
 */
public final class DataSources {
    /** Images are decoded on so many threads. */
    public static final int DECODERS = Decoding.THREADS;

    private DataSources() {}

    /** The names that need no path. */
    public static List<String> names() {
        return Stream.concat(KnownSet.ALL.stream().map(KnownSet::name), GaussianMixture.names().stream())
                .toList();
    }

    /** The splits that a source has; every source has {@link Split#TRAIN}, or its folder only the test files. */
    public static List<Split> splits(String source) {
        return find(source, DataLocations.ofThisMachine()).splits();
    }

    /** {@link #open(String, ImageFormat, Split, LoadProgress)} in silence. */
    public static OpenedSource open(String source, ImageFormat wanted, Split split) {
        return open(source, wanted, split, LoadProgress.SILENT);
    }

    /** {@link #open(DataRequest, LoadProgress)} without a CSV of attributes by name. */
    public static OpenedSource open(String source, ImageFormat wanted, Split split, LoadProgress progress) {
        return open(new DataRequest(source, wanted, split, Optional.empty()), progress);
    }

    /**
     * Reads one split into memory, one byte per sample. Images of another shape than wanted are converted: channels first
     * (luma, alpha on white), then the middle cut out at the aspect ratio, then bicubic resampling. Where a shape is left as
     * stored, all images must agree on it. Anything that cannot be used is {@link BadInput}.
     */
    public static OpenedSource open(DataRequest request, LoadProgress progress) {
        return find(request.source(), request.attributes(), DataLocations.ofThisMachine())
                .open(request.wanted(), request.split(), progress);
    }

    /** The same split from each place that the source's name may stand for on this machine, read when asked for; nothing is downloaded. */
    static Stream<OpenedSource> everywhere(DataRequest request, LoadProgress progress) {
        return find(request.source(), request.attributes(), DataLocations.ofThisMachine())
                .everywhere(request.wanted(), request.split(), progress);
    }

    /**
     * The shape of the images as they are stored, without reading them all: by the head of an IDX file, by the first image of a
     * folder that can be read.
     */
    public static ImageFormat storedFormat(String source) {
        return find(source, DataLocations.ofThisMachine()).storedFormat();
    }

    /** The classes of a data set that has a name, without reading it; empty for any other source. */
    public static Optional<List<String>> classesByName(String source) {
        return KnownSet.of(source)
                .map(set -> set.family().inOrder())
                .or(() -> GaussianMixture.of(source).map(GaussianMixture::classNames));
    }

    /** Downloads a known data set into the cache, where it is not yet; returns its folder. */
    public static Path fetch(String source, LoadProgress progress) {
        KnownSet set = KnownSet.of(source)
                .orElseThrow(() -> new BadInput("data '" + source + "' cannot be fetched; known: "
                        + String.join(
                                ", ", KnownSet.ALL.stream().map(KnownSet::name).toList())));
        try {
            return new KnownSource(set, DataLocations.ofThisMachine()).fetch(progress);
        } catch (BadInput e) {
            throw new BadInput(
                    e.getMessage() + "; or use " + set.elsewhere() + " by --data FOLDER or $ATELIER_DATA", e);
        }
    }

    /**
     * One source out of several that are given as names with commas: the first that is on this machine or can be fetched, else the
     * last. Which it is and how to get the others is told. Any other source is itself.
     */
    public static String choose(String source, Consumer<String> notices, LoadProgress progress) {
        return PreferredSource.sets(source)
                .map(sets -> new PreferredSource(sets, DataLocations.ofThisMachine()).choose(progress))
                .map(choice -> {
                    notices.accept(choice.notice());
                    return choice.set().name();
                })
                .orElse(source);
    }

    /** Whether a source is one of several that are given as names with commas. */
    public static boolean isAmong(String source, String several) {
        return PreferredSource.sets(several)
                .map(sets -> sets.stream().anyMatch(set -> set.name().equals(source)))
                .orElse(false);
    }

    /**
     * Bad input if what is to be written would lie in a folder of images that data are read from: it would stand among them, and
     * pictures would become data.
     *
     * @param source as recipes name it; "none" where nothing is named
     * @param option that named {@code out}, for the message
     */
    public static void requireOutside(String source, String option, Path out) {
        if (!source.equals("none")
                && find(source, DataLocations.ofThisMachine()) instanceof FolderSource folder
                && folder.holds(out)) {
            throw new BadInput(option + " is " + out + ", inside of the data " + source
                    + "; what is written there would stand among the data: give a folder elsewhere");
        }
    }

    /** Where fetched data and trained extractors are kept; it need not be there yet. */
    public static Path cacheFolder() {
        return DataLocations.ofThisMachine().cache();
    }

    private static Source find(String source, DataLocations surroundings) {
        return find(source, Optional.empty(), surroundings);
    }

    static Source find(String source, Optional<Path> attributes, DataLocations surroundings) {
        Source found = understood(source, attributes, surroundings);
        if (attributes.isPresent() && !(found instanceof FolderSource)) {
            throw new BadInput("attributes " + attributes.get() + ": only for a folder or a zip of images, and '"
                    + source + "' is none; its labels are the attribute 'class'");
        }
        return found;
    }

    private static Source understood(String source, Optional<Path> attributes, DataLocations surroundings) {
        Optional<GaussianMixture> mixture = GaussianMixture.of(source);
        if (mixture.isPresent()) {
            return mixture.get();
        }
        Optional<Source> known = KnownSet.of(source)
                .<Source>map(set -> new KnownSource(set, surroundings))
                .or(() -> PreferredSource.sets(source).map(sets -> new PreferredSource(sets, surroundings)));
        if (known.isPresent()) {
            return known.get();
        }
        Path path = path(source);
        if (Files.isDirectory(path)) {
            return IdxSource.ofFolder(path).<Source>map(idx -> idx).orElseGet(() -> new FolderSource(path, attributes));
        }
        if (Files.isRegularFile(path) && ImageFiles.isImageName(path)) {
            throw single(path);
        }
        if (Files.isRegularFile(path) && ArraySource.isName(path)) { // an .npz is a zip, too
            return new ArraySource(path);
        }
        if (Files.isRegularFile(path) && ZipTree.isZip(path)) {
            return new FolderSource(path, attributes);
        }
        if (Files.isRegularFile(path)) {
            refuseOtherKinds(path);
            return IdxSource.ofFile(path);
        }
        Optional<IdxFolder> beginning = IdxFolder.beginningWith(path);
        if (beginning.isPresent()) {
            return IdxSource.of(beginning.get());
        }
        throw unknown(source);
    }

    /** A file that is plainly something else is called by what it is. */
    private static void refuseOtherKinds(Path file) {
        String kind;
        try {
            kind = FileKind.describe(file);
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + FailureReason.of(e), e);
        }
        boolean perhaps = Stream.of("IDX", "gzip", "NumPy", "unknown", "empty file", "zeros")
                .anyMatch(kind::contains);
        if (!perhaps) {
            throw new BadInput(file + ": " + kind
                    + "; data are a folder or a zip of images, a file of IDX images, or a name: "
                    + String.join(", ", names()));
        }
    }

    private static BadInput single(Path path) {
        try {
            String kind = FileKind.describe(path);
            return new BadInput(path + ": " + (kind.endsWith(" picture") ? "one image" : kind)
                    + "; give the folder that holds the images");
        } catch (IOException e) {
            return new BadInput(path + ": cannot be read: " + FailureReason.of(e), e);
        }
    }

    private static Path path(String source) {
        try {
            if (!source.isBlank()) {
                return Path.of(source);
            }
        } catch (InvalidPathException e) {
            throw new BadInput(
                    "data '" + source + "': no file can be called so where names are "
                            + System.getProperty("sun.jnu.encoding")
                            + "; a locale of UTF-8, as by LC_ALL=C.UTF-8, allows all letters",
                    e);
        }
        throw unknown(source);
    }

    private static BadInput unknown(String source) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean here = System.getProperty("user.dir", "").chars().allMatch(c -> c < 128);
        return new BadInput("data '" + source + "': no such file or folder; known names: " + String.join(", ", names())
                + (here || encoding.equalsIgnoreCase("UTF-8")
                        ? ""
                        : "; the current folder has a name that Java cannot read where names are " + encoding
                                + ": start it in a locale of UTF-8, as by LC_ALL=C.UTF-8"));
    }
}
