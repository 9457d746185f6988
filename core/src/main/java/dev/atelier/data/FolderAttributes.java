package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of a folder's images: their class, by the sub-folders, and what CSV files say. All splits of the folder are
 * encoded alike, by the train split: its classes, its categories, its numbers.
 */
final class FolderAttributes {
    private final FileTree tree;
    private final Layout layout;
    private final Optional<Path> named;

    /**
     * @param named a CSV that somebody named; otherwise {@code attributes.csv} is looked for
     */
    FolderAttributes(FileTree tree, Layout layout, Optional<Path> named) {
        this.tree = tree;
        this.layout = layout;
        this.named = named;
    }

    /**
     * A CSV of the data.
     *
     * @param folder what its paths are below
     */
    private record Csv(DataFile file, String folder) {}

    /** Where the CSV files lie: one for the whole folder, or one for each split, or none. */
    List<Path> files() {
        return named.map(List::of)
                .orElseGet(() -> found().stream().map(csv -> csv.file().place()).toList());
    }

    private List<Csv> found() {
        List<Csv> whole = new ArrayList<>();
        List<Csv> each = new ArrayList<>();
        for (DataFile file : tree.files()) {
            String folder = file.name().substring(0, file.name().lastIndexOf('/') + 1);
            if (file.name().substring(folder.length()).equals(AttributeFile.NAME)) {
                long splits = layout.splits().values().stream()
                        .filter(split -> split.startsWith(folder))
                        .count();
                if (splits == layout.splits().size() && (splits != 1 || !layout.isSplit() || folder.isEmpty())) {
                    whole.add(new Csv(file, folder));
                } else if (splits > 0) {
                    each.add(new Csv(file, folder));
                }
            }
        }
        each.sort(Comparator.comparing(csv -> splitOf(csv)));
        List<Csv> all = Stream.concat(whole.stream(), each.stream()).toList();
        if (all.size() > 1 && !whole.isEmpty()) {
            throw new BadInput(all.get(0).file().place() + ": both this and "
                    + all.get(1).file().place() + "; one for the whole folder or one in each of train and test");
        }
        requireOneForEach(each);
        return all;
    }

    private Split splitOf(Csv csv) {
        return layout.splits().entrySet().stream()
                .filter(split -> split.getValue().startsWith(csv.folder()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void requireOneForEach(List<Csv> each) {
        Map<Split, Csv> bySplit = new EnumMap<>(Split.class);
        for (Csv csv : each) {
            Csv other = bySplit.putIfAbsent(splitOf(csv), csv);
            if (other != null) {
                throw new BadInput(other.file().place() + ": both this and "
                        + csv.file().place() + "; one in each of train and test");
            }
        }
        if (each.isEmpty()) {
            return;
        }
        layout.splits().forEach((split, folder) -> {
            if (!bySplit.containsKey(split)) {
                throw new BadInput(each.get(0).file().place() + ": but no "
                        + tree.at(folder).resolve(AttributeFile.NAME) + "; train and test have the same attributes");
            }
        });
    }

    /** The values for the images of one split; {@code listings} has all splits of the folder. */
    AttributeTable table(Split split, Map<Split, FolderListing> listings) {
        FolderListing listing = listings.get(split);
        if (listing == null) {
            throw new IllegalArgumentException("no listing of " + split);
        }
        List<Attribute> attributes = new ArrayList<>();
        List<float[]> columns = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        int[] labels = listing.labels();
        if (labels != null) {
            float[] values = new float[labels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = labels[i];
            }
            attributes.add(new Attribute.Categorical(Attributes.CLASS, listing.classNames()));
            columns.add(values);
        }
        Optional<AttributeRows> given = rows(listings);
        given.ifPresent(rows -> {
            if (labels != null) {
                rows.refuseColumn(Attributes.CLASS, "the sub-folders give the class");
            }
            List<String> train =
                    names(Optional.ofNullable(listings.get(Split.TRAIN)).orElse(listing));
            List<String> all = listings.values().stream()
                    .flatMap(each -> names(each).stream())
                    .toList();
            for (int c = 0; c < rows.columns().size(); c++) {
                AttributeRows.Encoded encoded = rows.encoded(c, train, all, names(listing));
                attributes.add(encoded.attribute());
                columns.add(encoded.values());
                notices.addAll(encoded.notices());
            }
        });
        return new AttributeTable(
                new Attributes(attributes), interleaved(columns, listing.names().size()), given.isPresent(), notices);
    }

    /** By the paths of the images below the root; empty where there is no CSV. */
    private Optional<AttributeRows> rows(Map<Split, FolderListing> listings) {
        List<AttributeFile> files;
        List<String> folders;
        if (named.isPresent()) {
            files = List.of(AttributeFile.read(named.get()));
            folders = List.of("");
        } else {
            List<Csv> found = found();
            files = found.stream().map(csv -> AttributeFile.read(csv.file())).toList();
            folders = found.stream().map(Csv::folder).toList();
        }
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<String> images =
                listings.values().stream().flatMap(each -> names(each).stream()).toList();
        Set<String> heldOut = tree.files().stream()
                .map(DataFile::name)
                .filter(name -> layout.heldOut().stream().anyMatch(name::startsWith))
                .collect(Collectors.toSet());
        List<String> prefixes = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) {
            prefixes.add(prefix(folders.get(f), files.get(f), Set.copyOf(images)));
        }
        AttributeRows rows = AttributeRows.of(files, prefixes)
                .named(Stream.concat(images.stream(), heldOut.stream())
                        .distinct()
                        .toList());
        rows.requireSame(images, heldOut);
        return Optional.of(rows);
    }

    /** Where all images are in one sub-folder, rows may name them below that, too: whichever names the first row's. */
    private String prefix(String folder, AttributeFile file, Set<String> images) {
        Optional<String> row = file.rows().keySet().stream().findFirst().map(AttributeRows::plain);
        if (row.isEmpty() || images.contains(folder + row.get())) {
            return folder;
        }
        for (String split : layout.splits().values()) {
            for (int slash = split.indexOf('/', folder.length()); slash >= 0; slash = split.indexOf('/', slash + 1)) {
                String below = split.substring(0, slash + 1);
                if (split.startsWith(folder) && images.contains(below + row.get())) {
                    return below;
                }
            }
        }
        return folder;
    }

    private static List<String> names(FolderListing listing) {
        return listing.names().stream().map(name -> listing.prefix() + name).toList();
    }

    private static float[] interleaved(List<float[]> columns, int rows) {
        float[] values = new float[Math.multiplyExact(rows, columns.size())];
        for (int i = 0, at = 0; i < rows; i++) {
            for (float[] column : columns) {
                values[at++] = column[i];
            }
        }
        return values;
    }
}
