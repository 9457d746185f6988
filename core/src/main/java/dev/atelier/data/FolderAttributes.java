package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a folder's images: their class, by the sub-folders, and what CSV files say. All splits of the folder are
 * encoded alike: categories are those of all rows, the numbers of a continuous attribute are those of the train split.
 */
final class FolderAttributes {
    private final Path root;
    private final Optional<Path> named;
    private final List<Split> splits;

    /**
     * @param named a CSV that somebody named; otherwise {@code attributes.csv} is looked for
     * @param splits empty for a folder without
     */
    FolderAttributes(Path root, Optional<Path> named, List<Split> splits) {
        this.root = root;
        this.named = named;
        this.splits = splits;
    }

    /** The CSV files: one for the whole folder, or one for each split, or none. */
    List<Path> files() {
        if (named.isPresent()) {
            return List.of(named.get());
        }
        Path whole = root.resolve(AttributeFile.NAME);
        List<Path> each = splits.stream()
                .map(split -> root.resolve(split.key()).resolve(AttributeFile.NAME))
                .toList();
        List<Path> found = Stream.concat(Stream.of(whole), each.stream())
                .filter(Files::isRegularFile)
                .toList();
        if (found.size() > 1 && found.contains(whole)) {
            throw new BadInput(whole + ": both this and " + found.get(1)
                    + "; one for the whole folder or one in each of train and test");
        }
        if (found.size() == 1 && !found.contains(whole)) {
            Path missing = each.get(0).equals(found.get(0)) ? each.get(1) : each.get(0);
            throw new BadInput(found.get(0) + ": but no " + missing + "; train and test have the same attributes");
        }
        return found;
    }

    /** The values for the images of one split; {@code listings} has all splits of the folder, or only TRAIN. */
    AttributeTable table(Split split, Map<Split, FolderListing> listings) {
        FolderListing listing = listings.get(split);
        if (listing == null) {
            throw new IllegalArgumentException("no listing of " + split);
        }
        List<Path> files = files();
        List<Attribute> attributes = new ArrayList<>();
        List<float[]> columns = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        int[] labels = listing.labels();
        if (labels != null) {
            classes(listing, labels, listings, attributes, columns);
        }
        if (!files.isEmpty()) {
            AttributeRows read = AttributeRows.of(
                    files.stream().map(AttributeFile::read).toList(),
                    files.size() == 1
                            ? List.of("")
                            : splits.stream().map(each -> each.key() + "/").toList());
            if (labels != null) {
                read.refuseColumn(Attributes.CLASS, "the sub-folders give the class");
            }
            Map<Split, List<String>> names = new LinkedHashMap<>();
            listings.forEach((each, images) -> names.put(each, names(each, images)));
            List<String> all = names.values().stream().flatMap(List::stream).toList();
            AttributeRows rows = read.named(all);
            rows.requireSame(all);
            List<String> train = names.getOrDefault(Split.TRAIN, List.of());
            for (int c = 0; c < rows.columns().size(); c++) {
                AttributeRows.Encoded encoded = rows.encoded(c, train, names(split, listing));
                attributes.add(encoded.attribute());
                columns.add(encoded.values());
                notices.addAll(encoded.notices());
            }
        }
        return new AttributeTable(
                new Attributes(attributes), interleaved(columns, listing.names().size()), !files.isEmpty(), notices);
    }

    /** As the CSV names them: below the root. */
    private List<String> names(Split split, FolderListing listing) {
        String prefix = splits.isEmpty() ? "" : split.key() + "/";
        return listing.names().stream().map(name -> prefix + name).toList();
    }

    private static void classes(
            FolderListing listing,
            int[] labels,
            Map<Split, FolderListing> listings,
            List<Attribute> attributes,
            List<float[]> columns) {
        List<String> classes = listings.values().stream()
                .flatMap(each -> each.classNames().stream())
                .distinct()
                .sorted(FolderListing.BY_BYTES)
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.getOrDefault(listing.classNames().get(labels[i]), -1);
        }
        attributes.add(new Attribute.Categorical(Attributes.CLASS, classes));
        columns.add(values);
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
