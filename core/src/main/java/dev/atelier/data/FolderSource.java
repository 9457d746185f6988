package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/**
 * A folder of images: all of one kind, or a sub-folder for each class; if its sub-folders are exactly {@code train} and {@code
 * test}, each of them is such a folder and they are the splits. What counts as an image and in what order is {@link
 * FolderListing}'s. What is known of the images besides their class is {@link FolderAttributes}'.
 */
final class FolderSource implements Source {
    private final Path root;
    private final Optional<Path> attributes;

    /**
     * @param attributes a CSV that is somewhere else than at the folder's root
     */
    FolderSource(Path root, Optional<Path> attributes) {
        this.root = root;
        this.attributes = attributes;
    }

    @Override
    public List<Split> splits() {
        return FolderListing.isSplit(root) ? List.of(Split.TRAIN, Split.TEST) : List.of(Split.TRAIN);
    }

    private FolderListing listing(Split split) {
        Set<Path> known = attributes().files().stream()
                .map(file -> file.toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        if (FolderListing.isSplit(root)) {
            return FolderListing.of(root.resolve(split.key()), known);
        }
        if (split != Split.TRAIN) {
            throw new BadInput(root + ": no " + split.key()
                    + " split; a folder has splits if its sub-folders are 'train' and 'test' and no more");
        }
        return FolderListing.of(root, known);
    }

    private FolderAttributes attributes() {
        return new FolderAttributes(root, attributes, FolderListing.isSplit(root) ? splits() : List.of());
    }

    private AttributeTable table(Split split, FolderListing listing) {
        Map<Split, FolderListing> listings = new EnumMap<>(Split.class);
        listings.put(split, listing);
        for (Split other : splits()) {
            if (other != split) {
                other(other).ifPresent(found -> listings.put(other, found));
            }
        }
        return attributes().table(split, listings);
    }

    /** The other split, which may be unusable as long as nobody reads attributes that hold for both. */
    private Optional<FolderListing> other(Split split) {
        try {
            return Optional.of(listing(split));
        } catch (BadInput e) {
            if (attributes().files().isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        FolderListing listing = listing(split);
        AttributeTable table = table(split, listing);
        int count = listing.files().size();
        ImageFormat format = wanted.channels() == 0 || wanted.height() == 0 ? common(wanted, listing) : wanted;
        PackedImages.Filler filler = PackedImages.Filler.within(listing.root().toString(), format, count);
        AtomicReferenceArray<String> refused = new AtomicReferenceArray<>(count);
        AtomicReferenceArray<ImageFormat> others = new AtomicReferenceArray<>(count);
        Decoding.each("decoding images", count, progress, i -> {
            try {
                Image image = Fit.to(wanted, ImageFiles.read(listing.files().get(i)));
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
        return new OpenedSource(dataset, "folder " + listing.root().toAbsolutePath(), listing.notices());
    }

    /** The format by the first image that can be read; that the others agree and can be read is for later. */
    private static ImageFormat common(ImageFormat wanted, FolderListing listing) {
        return listing.files().stream()
                .flatMap(file -> readable(file).stream())
                .findFirst()
                .map(image -> wanted.orStored(image.channels(), image.height(), image.width()))
                .orElse(wanted.orStored(1, 1, 1));
    }

    private static Optional<Image> readable(Path file) {
        try {
            return Optional.of(ImageFiles.read(file));
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
            throw new BadInput(listing.root() + ": " + count + " of " + refused.length()
                    + " images cannot be read, the first: " + first + "; 'data inspect' lists them all");
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
        FolderListing listing = listing(Split.TRAIN);
        return listing.files().stream()
                .flatMap(file -> readable(file).stream())
                .findFirst()
                .map(image -> new ImageFormat(image.channels(), image.height(), image.width()))
                .orElseThrow(() -> new BadInput(listing.root() + ": none of "
                        + listing.files().size() + " images can be read; 'data inspect' says why"));
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        FolderListing listing = listing(split);
        return new Items(
                "folder " + listing.root().toAbsolutePath(),
                listing.files().size(),
                listing.names()::get,
                i -> ImageFiles.read(listing.files().get(i)),
                i -> listing.labels() == null ? -1 : listing.labels()[i],
                listing.classNames(),
                table(split, listing),
                listing.notices());
    }
}
