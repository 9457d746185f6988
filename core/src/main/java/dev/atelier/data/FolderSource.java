package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import dev.atelier.media.Upright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images, or the same in a zip: all of one kind, or a sub-folder for each class, in one piece or in splits. What the
 * sub-folders mean is {@link Layout}'s; what counts as an image and in what order, {@link FolderListing}'s. What is known of the
 * images besides their class is {@link FolderAttributes}'. Classes are numbered as those of the train split in every split.
 */
final class FolderSource implements Source {
    private final Path place;
    private final Optional<Path> csv;
    private @Nullable Read read;

    /**
     * @param attributes a CSV that is somewhere else than at the folder's root
     */
    FolderSource(Path place, Optional<Path> attributes) {
        this.place = place;
        this.csv = attributes;
    }

    /** Whether a path, of something that is there or not, lies in this folder; links are followed. */
    boolean holds(Path path) {
        Path there = path.toAbsolutePath().normalize();
        Path rest = there;
        while (rest.getParent() != null && !Files.exists(rest)) {
            rest = rest.getParent();
        }
        try {
            Path real = rest.toRealPath().resolve(rest.relativize(there));
            return Files.isDirectory(place) && real.startsWith(place.toRealPath());
        } catch (IOException e) {
            return there.startsWith(place.toAbsolutePath().normalize());
        }
    }

    /** What is there, gone through once. */
    private record Read(FileTree tree, Layout layout, FolderAttributes attributes) {}

    private synchronized Read read() {
        if (read == null) {
            FileTree tree = FileTree.of(place);
            Layout layout = Layout.of(tree);
            read = new Read(tree, layout, new FolderAttributes(tree, layout, csv));
        }
        return read;
    }

    @Override
    public List<Split> splits() {
        return List.copyOf(read().layout().splits().keySet());
    }

    private FolderListing listing(Split split) {
        Set<Path> known = read().attributes().files().stream()
                .map(file -> file.toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        boolean whole = split == splits().get(0);
        return FolderListing.of(read().tree(), read().layout(), split, known, whole);
    }

    /** All that lies there, whatever it means. */
    FileTree tree() {
        return FileTree.of(place);
    }

    /** The files of one split, in the order of its items. */
    List<DataFile> files(Split split) {
        return listing(split).files();
    }

    /**
     * All splits, numbered alike.
     *
     * @param strict whether to refuse a class that the train split lacks; else it is told and numbered after the others
     */
    private Map<Split, FolderListing> listings(boolean strict) {
        Map<Split, FolderListing> listings = listingsAsTheyAre();
        FolderListing train = listings.get(Split.TRAIN);
        FolderListing test = listings.get(Split.TEST);
        if (train != null && test != null) {
            Vocabulary classes = new Vocabulary("class", train.classNames());
            if (strict) {
                classes.requireKnown(test.root().toString(), test.classNames());
            }
            listings.put(
                    Split.TEST, test.withNotices(differences(train, test)).numberedBy(classes.and(test.classNames())));
        }
        return listings;
    }

    private Map<Split, FolderListing> listingsAsTheyAre() {
        Map<Split, FolderListing> listings = new EnumMap<>(Split.class);
        splits().forEach(split -> listings.put(split, listing(split)));
        return listings;
    }

    /** What the test split has or lacks beside the train split. */
    private static List<String> differences(FolderListing train, FolderListing test) {
        Vocabulary classes = new Vocabulary("class", train.classNames());
        String where = test.root().toString();
        if (train.labels() != null && test.labels() == null) {
            return List.of(where + ": no sub-folders for classes, as the train split has them; nothing that needs the"
                    + " classes of its images can be told");
        }
        List<String> unknown = classes.unknown(test.classNames());
        List<String> notices = new ArrayList<>();
        if (!unknown.isEmpty()) {
            notices.add(where + ": " + Counted.of(unknown.size(), "class", "classes") + " not in the train split ("
                    + String.join(", ", unknown) + "); training refuses this");
        }
        classes.lacking(where, test.classNames()).ifPresent(notices::add);
        return notices;
    }

    private AttributeTable table(Split split, Map<Split, FolderListing> listings) {
        return read().attributes().table(split, listings);
    }

    private FolderListing of(Map<Split, FolderListing> listings, Split split) {
        FolderListing listing = listings.get(split);
        if (listing == null) {
            read().layout().folder(read().tree(), split); // says what there is
            throw new IllegalStateException("no listing of " + split);
        }
        return listing;
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        Map<Split, FolderListing> listings = listings(true);
        FolderListing listing = of(listings, split);
        AttributeTable table = table(split, listings);
        int count = listing.files().size();
        ImageFormat format = wanted.channels() == 0 || wanted.height() == 0 ? common(wanted, listing) : wanted;
        PackedImages.Filler filler = PackedImages.Filler.within(listing.root().toString(), format, count);
        FolderSizes sizes = new FolderSizes(listing);
        AtomicReferenceArray<String> refused = new AtomicReferenceArray<>(count);
        AtomicReferenceArray<ImageFormat> others = new AtomicReferenceArray<>(count);
        AtomicInteger turned = new AtomicInteger();
        Decoding.each("decoding images", count, progress, i -> {
            try {
                Upright stored = listing.files().get(i).upright();
                turned.addAndGet(stored.turned() ? 1 : 0);
                sizes.add(i, stored.image());
                Image image = ImageFit.to(wanted, stored.image());
                ImageFormat got = new ImageFormat(image.channels(), image.height(), image.width());
                if (got.equals(format)) {
                    filler.put(i, image);
                } else {
                    others.set(i, got);
                }
            } catch (BadInput e) {
                refused.set(i, e.getMessage());
            }
        });
        refuseUnreadable(listing, refused);
        refuseMixed(listing, others, format);
        String description = listing.root() + ", " + Counted.of(count, "image") + " " + format
                + (listing.labels() == null
                        ? ""
                        : ", " + Counted.of(listing.classNames().size(), "class", "classes"))
                + (table.given()
                        ? ", attributes " + String.join(", ", table.attributes().names())
                        : "");
        PackedImages dataset = filler.finish(description, listing.labels(), listing.classNames())
                .with(description, table);
        List<String> notices = new ArrayList<>(notices(listing, table));
        notices.addAll(sizes.notices(format));
        if (turned.get() > 0) {
            notices.add(listing.root() + ": " + SplitReport.turnedUpright(turned.get(), count));
        }
        if (split == Split.TRAIN && splits().contains(Split.TEST)) {
            notices.addAll(differences(listing, listing(Split.TEST))); // whoever trains need not open it
        }
        return new OpenedSource(dataset, origin(listing), notices);
    }

    private String origin(FolderListing listing) {
        return (read().tree().isArchive() ? "archive " : "folder ")
                + listing.root().toAbsolutePath();
    }

    /** The format by the first image that can be read; that the others agree and can be read is for later. */
    private static ImageFormat common(ImageFormat wanted, FolderListing listing) {
        return listing.files().stream()
                .flatMap(file -> readable(file).stream())
                .findFirst()
                .map(image -> wanted.orStored(image.channels(), image.height(), image.width()))
                .orElse(wanted.orStored(1, 1, 1));
    }

    private static Optional<Image> readable(DataFile file) {
        try {
            return Optional.of(file.upright().image());
        } catch (BadInput unreadable) {
            return Optional.empty();
        }
    }

    private static void refuseUnreadable(FolderListing listing, AtomicReferenceArray<String> refused) {
        int count = 0;
        String first = null;
        for (int i = 0; i < refused.length(); i++) {
            if (refused.get(i) != null) {
                first = first == null ? refused.get(i) : first;
                count++;
            }
        }
        if (count > 0) {
            throw new BadInput(listing.root() + ": " + count + " of " + Counted.of(refused.length(), "image", "images")
                    + " cannot be read, the first: " + first + "; 'data inspect' lists them all");
        }
    }

    private static void refuseMixed(
            FolderListing listing, AtomicReferenceArray<ImageFormat> others, ImageFormat first) {
        for (int i = 0; i < others.length(); i++) {
            if (others.get(i) != null) {
                throw new BadInput(listing.root() + ": images of several shapes, "
                        + listing.names().get(0) + " is " + first + " but "
                        + listing.names().get(i) + " is " + others.get(i)
                        + " (channels×height×width); say which shape is wanted");
            }
        }
    }

    @Override
    public ImageFormat storedFormat() {
        Split split = splits().contains(Split.TRAIN) ? Split.TRAIN : splits().get(0);
        FolderListing listing = listing(split);
        return listing.files().stream()
                .flatMap(file -> readable(file).stream())
                .findFirst()
                .map(image -> new ImageFormat(image.channels(), image.height(), image.width()))
                .orElseThrow(() -> new BadInput(listing.root() + ": none of "
                        + Counted.of(listing.files().size(), "image", "images")
                        + " can be read; 'data inspect' says why"));
    }

    private static List<String> notices(FolderListing listing, AttributeTable table) {
        return Stream.concat(listing.notices().stream(), table.notices().stream())
                .toList();
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        Map<Split, FolderListing> listings = listings(false);
        FolderListing listing = of(listings, split);
        AttributeTable table = table(split, listings);
        return new Items(
                origin(listing),
                listing.files().size(),
                listing.names()::get,
                i -> listing.files().get(i).upright(),
                i -> listing.labels() == null ? -1 : listing.labels()[i],
                listing.classNames(),
                table,
                notices(listing, table));
    }
}
