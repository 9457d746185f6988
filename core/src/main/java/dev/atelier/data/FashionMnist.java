package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fashion-MNIST from the first place that has it: {@code $ATELIER_DATA} (or its folder {@code fashion-mnist}), the cache, the
 * system's package, a download into the cache, and last the test split of 10 000 images inside the program. Which one it was is
 * said, and every place that should have had it and did not; a damaged copy in the user's own folder is refused, elsewhere
 * passed over. {@code ATELIER_OFFLINE} set to anything switches the download off.
 */
final class FashionMnist implements Source {
    static final String NAME = "fashion-mnist";
    private static final String TITLE = "Fashion-MNIST";
    private static final String EMBEDDED = "/data/fashion-mnist/";
    private static final String EMBEDDED_ORIGIN = TITLE + "'s test split of 10000 images, inside the program";

    private final Surroundings surroundings;

    FashionMnist(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.TRAIN, Split.TEST);
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        List<String> notices = new ArrayList<>();
        return fromUser(wanted, split, progress, notices)
                .or(() -> fromFolder("the cache", cache(), wanted, split, progress, notices))
                .or(() -> fromSystem(wanted, split, progress, notices))
                .or(() -> fromDownload(wanted, split, progress, notices))
                .orElseGet(() -> embedded(wanted, split, progress, notices));
    }

    @Override
    public List<Supplier<OpenedSource>> places(ImageFormat wanted, Split split, LoadProgress progress) {
        return List.of(() -> open(wanted, split, progress), () -> {
            OpenedSource embedded = embedded(wanted, split, progress, new ArrayList<>());
            return new OpenedSource(embedded.dataset(), embedded.origin(), List.of()); // asked for, so no surprise
        });
    }

    @Override
    public ImageFormat storedFormat() {
        return new ImageFormat(1, 28, 28);
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }

    /**
     * Whether opening the train split would give the embedded test images: then there is nothing to compare the test split
     * with.
     */
    static boolean isEmbedded(String origin) {
        return origin.equals(EMBEDDED_ORIGIN);
    }

    private Path cache() {
        return surroundings.cache().resolve(NAME);
    }

    private Optional<OpenedSource> fromUser(
            ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        Optional<Path> folder = surroundings.variable("ATELIER_DATA").map(Path::of);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        for (Path place : List.of(folder.get().resolve(NAME), folder.get())) {
            if (has(place, split)) {
                return Optional.of(read("$ATELIER_DATA", place, wanted, split, progress, notices));
            }
        }
        notices.add(
                "ATELIER_DATA=" + folder.get() + " has no " + TITLE + " " + split.key() + " split, looked elsewhere");
        return Optional.empty();
    }

    private Optional<OpenedSource> fromSystem(
            ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        for (Path folder : surroundings.systemFolders()) {
            Optional<OpenedSource> found =
                    fromFolder("the system's package", folder.resolve(NAME), wanted, split, progress, notices);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<OpenedSource> fromFolder(
            String place, Path folder, ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        if (!has(folder, split)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(place, folder, wanted, split, progress, notices));
        } catch (BadInput e) {
            notices.add("passed over " + place + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<OpenedSource> fromDownload(
            ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        if (surroundings.variable("ATELIER_OFFLINE").isPresent()) {
            return Optional.empty();
        }
        try {
            fetch(progress);
            return Optional.of(read("a download", cache(), wanted, split, progress, notices));
        } catch (BadInput e) {
            notices.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean has(Path folder, Split split) {
        return IdxSource.find(folder, split, "images-idx3").isPresent()
                && IdxSource.find(folder, split, "labels-idx1").isPresent();
    }

    private static OpenedSource read(
            String place, Path folder, ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        Optional<IdxFile> labels = IdxSource.find(folder, split, "labels-idx1").map(IdxFile::of);
        IdxFile images = IdxFile.of(IdxSource.find(folder, split, "images-idx3").orElseThrow());
        IdxSource.Read read = IdxSource.read(TITLE + " " + split.key() + " split", images, labels, wanted, progress);
        if (!read.official()) {
            notices.add(folder + ": not the official " + TITLE + " (another checksum), used as it is");
        }
        return new OpenedSource(read.dataset(), TITLE + " from " + place + ", " + folder.toAbsolutePath(), notices);
    }

    private static OpenedSource embedded(ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        IdxFile images = IdxFile.ofResource(EMBEDDED + FashionMnistFile.TEST_IMAGES.fileName());
        IdxFile labels = IdxFile.ofResource(EMBEDDED + FashionMnistFile.TEST_LABELS.fileName());
        String what = TITLE + " test split, embedded";
        ImageDataset dataset = IdxSource.read(what, images, Optional.of(labels), wanted, progress)
                .dataset();
        if (split == Split.TRAIN) {
            notices.add("only the 10000 images of " + TITLE
                    + "'s test split are at hand, not the 60000 of its train split: scores against the test "
                    + "split will flatter; get all by 'data fetch " + NAME
                    + "', the package dataset-fashion-mnist, or files under $ATELIER_DATA");
        }
        return new OpenedSource(dataset, EMBEDDED_ORIGIN, notices);
    }

    /** Puts what the cache lacks of the four files there; returns the folder. */
    Path fetch(LoadProgress progress) {
        List<FashionMnistFile> missing = new ArrayList<>();
        for (FashionMnistFile file : FashionMnistFile.values()) {
            if (!isWhole(file)) {
                missing.add(file);
            }
        }
        List<String> reasons = new ArrayList<>();
        for (URI mirror : surroundings.mirrors()) {
            try {
                while (!missing.isEmpty()) {
                    FashionMnistFile file = missing.get(0);
                    Download.to(
                            cache().resolve(file.fileName()), mirror.resolve(file.fileName()), file.sha256, progress);
                    missing.remove(0);
                }
                return cache();
            } catch (IOException e) {
                reasons.add(mirror.getHost() + " (" + missing.get(0).fileName() + ": " + Reasons.of(e) + ")");
            }
        }
        if (missing.isEmpty()) {
            return cache();
        }
        throw new BadInput(TITLE + " could not be downloaded: " + String.join(", ", reasons));
    }

    private boolean isWhole(FashionMnistFile file) {
        Path path = cache().resolve(file.fileName());
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try {
            IdxFile idx = IdxFile.of(path);
            return file.sha256.equals(
                    file.part.startsWith("images")
                            ? idx.images().sha256()
                            : idx.labels().sha256());
        } catch (BadInput damaged) {
            return false;
        }
    }
}
