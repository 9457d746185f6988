package dev.atelier.data;

import dev.atelier.BadInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A {@link KnownSet} from the first place that has it: {@code $ATELIER_DATA} (its folder of the set's name, or itself), the cache, the
 * system's package, a download into the cache, and last, where it has one, the test split inside the program. Which one it was is
 * said, and every place that should have had it and did not; a damaged copy in the user's own folder is refused, elsewhere
 * passed over. {@code ATELIER_OFFLINE} set to anything switches the download off.
 */
final class KnownSource implements Source {
    private static final Map<Path, String> FAILED =
            new ConcurrentHashMap<>(); // what one process asked for once in vain

    private final KnownSet set;
    private final DataLocations surroundings;

    KnownSource(KnownSet set, DataLocations surroundings) {
        this.set = set;
        this.surroundings = surroundings;
    }

    /**
     * @param own whether it is what the user named
     */
    private record Place(String name, IdxFolder files, boolean own) {
        boolean has(Split split) {
            return files.find(split, IdxFolder.IMAGES).isPresent()
                    && files.find(split, IdxFolder.LABELS).isPresent();
        }
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.TRAIN, Split.TEST);
    }

    @Override
    public ImageFormat storedFormat() {
        return new ImageFormat(1, 28, 28);
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }

    /** Whether the images of an origin are those inside the program, whichever split was asked for. */
    static boolean isEmbedded(String origin) {
        return KnownSet.ALL.stream().anyMatch(set -> origin.equals(embeddedOrigin(set)));
    }

    private static String embeddedOrigin(KnownSet set) {
        return set.title() + "'s test split of 10000 images, inside the program";
    }

    /** Whether a place on this machine has the train split, which need not be whole. */
    boolean isAtHand() {
        return places().stream().anyMatch(place -> place.has(Split.TRAIN) && isOurs(place, new ArrayList<>()));
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        List<String> notices = new ArrayList<>();
        List<Place> places = places();
        if (places.stream().anyMatch(Place::own)
                && places.stream().noneMatch(place -> place.own() && place.has(split))) {
            notices.add("ATELIER_DATA=" + surroundings.variable("ATELIER_DATA").orElse("") + " has no " + set.title()
                    + " " + split.key() + " split, looked elsewhere");
        }
        for (Place place : places) {
            Optional<OpenedSource> found = from(place, wanted, split, progress, notices);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return downloaded(wanted, split, progress, notices).orElseGet(() -> embedded(wanted, split, progress, notices));
    }

    @Override
    public Stream<OpenedSource> everywhere(ImageFormat wanted, Split split, LoadProgress progress) {
        List<String> unsaid = new ArrayList<>();
        Stream<OpenedSource> files = places().stream().flatMap(place -> {
            try {
                return from(place, wanted, split, progress, unsaid).stream();
            } catch (BadInput damaged) {
                return Stream.empty();
            }
        });
        return Stream.concat(files, set.embedded().stream().map(inside -> embedded(wanted, split, progress, unsaid)));
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        surroundings.variable("ATELIER_DATA").map(Path::of).ifPresent(folder -> {
            places.add(new Place("$ATELIER_DATA", new IdxFolder(folder.resolve(set.name()), ""), true));
            places.add(new Place("$ATELIER_DATA", new IdxFolder(folder, ""), true));
        });
        places.add(new Place("the cache", new IdxFolder(cache(), ""), false));
        for (Path folder : surroundings.systemFolders()) {
            places.add(new Place("the system's package", new IdxFolder(folder.resolve(set.name()), ""), false));
        }
        return places;
    }

    private Path cache() {
        return surroundings.cache().resolve(set.name());
    }

    private Optional<OpenedSource> from(
            Place place, ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        if (!place.has(split)) {
            return Optional.empty();
        }
        try {
            return isOurs(place, notices)
                    ? Optional.of(read(place, wanted, split, progress, notices))
                    : Optional.empty();
        } catch (BadInput e) {
            if (place.own()) {
                throw e;
            }
            notices.add("passed over " + place.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A folder of the user's that is not called as the set may hold another one. */
    private boolean isOurs(Place place, List<String> notices) {
        boolean named = place.files().folder().endsWith(set.name());
        if (!place.own() || named) {
            return true;
        }
        Optional<KnownSet> other = Stream.of(Split.values())
                .flatMap(split -> place.files().file(split, IdxFolder.LABELS).stream())
                .flatMap(labels -> KnownSet.byLabels(labels.labels().sha256()).stream())
                .filter(found -> !found.name().equals(set.name()))
                .findFirst();
        other.ifPresent(found -> notices.add("ATELIER_DATA=" + place.files().folder() + " holds " + found.title()
                + ", not " + set.title() + ", looked elsewhere"));
        return other.isEmpty();
    }

    private OpenedSource read(
            Place place, ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        Optional<IdxFile> labels = place.files().file(split, IdxFolder.LABELS);
        IdxFile images = place.files().file(split, IdxFolder.IMAGES).orElseThrow();
        String what = set.title() + " " + split.key() + " split";
        IdxSource.Read read = IdxSource.read(what, images, labels, meaning(), wanted, progress);
        if (!set.has(IdxFolder.IMAGES, read.images()) || !set.has(IdxFolder.LABELS, read.labels())) {
            notices.add(place.files().folder() + ": not the official " + set.title()
                    + " (another checksum), used as it is");
        }
        notices.addAll(read.notices());
        String origin = set.title() + " from " + place.name() + ", "
                + place.files().folder().toAbsolutePath();
        return new OpenedSource(read.dataset(), origin, notices);
    }

    /** The classes of both splits are those of the train split at hand, wherever the test split comes from. */
    private IdxSource.Meaning meaning() {
        for (Place place : places()) {
            Optional<IdxFile> labels = place.has(Split.TRAIN) && isOurs(place, new ArrayList<>())
                    ? place.files().file(Split.TRAIN, IdxFolder.LABELS)
                    : Optional.empty();
            try {
                Optional<IdxClasses> classes =
                        labels.map(file -> IdxClasses.of(file.labels().values(), set.family()));
                if (classes.isPresent()) {
                    return new IdxSource.Meaning(set.family(), classes);
                }
            } catch (BadInput damaged) {
                continue; // whoever opens it is told
            }
        }
        return new IdxSource.Meaning(set.family(), Optional.empty());
    }

    private Optional<OpenedSource> downloaded(
            ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        if (surroundings.variable("ATELIER_OFFLINE").isPresent()) {
            return Optional.empty();
        }
        try {
            fetchOnce(progress);
            Place place = new Place("a download", new IdxFolder(cache(), ""), false);
            return Optional.of(read(place, wanted, split, progress, notices));
        } catch (BadInput e) {
            notices.add(e.getMessage());
            return Optional.empty();
        }
    }

    private OpenedSource embedded(ImageFormat wanted, Split split, LoadProgress progress, List<String> notices) {
        String folder = set.embedded().orElseThrow(() -> new BadInput(missing(notices)));
        IdxFile images = IdxFile.ofResource(
                folder + set.file(Split.TEST, IdxFolder.IMAGES).fileName());
        IdxFile labels = IdxFile.ofResource(
                folder + set.file(Split.TEST, IdxFolder.LABELS).fileName());
        String what = set.title() + " test split, embedded";
        IdxSource.Read read = IdxSource.read(what, images, Optional.of(labels), meaning(), wanted, progress);
        if (split == Split.TRAIN) {
            notices.add("only the 10000 images of " + set.title()
                    + "'s test split are at hand, not the 60000 of its train split: scores against the test "
                    + "split will flatter; get all by " + set.advice());
        }
        notices.addAll(read.notices());
        return new OpenedSource(read.dataset(), embeddedOrigin(set), notices);
    }

    private String missing(List<String> notices) {
        boolean offline = surroundings.variable("ATELIER_OFFLINE").isPresent();
        return "data '" + set.name() + "': " + set.title() + " is not on this machine"
                + (offline ? ", and ATELIER_OFFLINE forbids a download" : "")
                + notices.stream().reduce("", (all, notice) -> all + "; " + notice) + "; get it by " + set.advice();
    }

    /** {@link #fetch}; what failed in this process already fails again without the wait. */
    void fetchOnce(LoadProgress progress) {
        String before = FAILED.get(cache().toAbsolutePath());
        if (before != null) {
            throw new BadInput(before);
        }
        try {
            fetch(progress);
        } catch (BadInput e) {
            FAILED.put(cache().toAbsolutePath(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Puts what the cache lacks of the four files there; returns the folder. */
    Path fetch(LoadProgress progress) {
        List<KnownSet.File> missing = new ArrayList<>();
        for (KnownSet.File file : set.files()) {
            if (!isWhole(file)) {
                missing.add(file);
            }
        }
        List<String> reasons = new ArrayList<>();
        for (URI mirror : set.mirrors()) {
            try {
                while (!missing.isEmpty()) {
                    KnownSet.File file = missing.get(0);
                    Download.to(
                            cache().resolve(file.fileName()), mirror.resolve(file.fileName()), file.sha256(), progress);
                    missing.remove(0);
                }
                return cache();
            } catch (IOException e) {
                reasons.add(mirror.getHost() + " (" + missing.get(0).fileName() + ": " + FailureReason.of(e) + ")");
            }
        }
        if (missing.isEmpty()) {
            return cache();
        }
        throw new BadInput(set.title() + " could not be downloaded: " + String.join(", ", reasons));
    }

    private boolean isWhole(KnownSet.File file) {
        Path path = cache().resolve(file.fileName());
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try {
            IdxFile idx = IdxFile.of(path);
            return file.sha256()
                    .equals(
                            file.part().equals(IdxFolder.IMAGES)
                                    ? idx.images(false).sha256()
                                    : idx.labels().sha256());
        } catch (BadInput damaged) {
            return false;
        }
    }
}
