package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of one CSV file, or of one for each split that have the same columns, by the path of the image below the whole
 * folder.
 *
 * @param name of the first file, for messages
 * @param rows cells in the order of {@code columns}
 */
record AttributeRows(String name, List<AttributeFile.Column> columns, Map<String, AttributeFile.Row> rows) {

    /**
     * @param prefixes what stands before the paths of each file, "" or as in "train/"
     */
    static AttributeRows of(List<AttributeFile> files, List<String> prefixes) {
        AttributeFile first = files.get(0);
        List<AttributeFile.Column> columns = new ArrayList<>(first.columns());
        Map<String, AttributeFile.Row> rows = new LinkedHashMap<>();
        for (int f = 0; f < files.size(); f++) {
            AttributeFile file = files.get(f);
            List<String> names =
                    file.columns().stream().map(AttributeFile.Column::name).toList();
            List<Integer> places = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                AttributeFile.Column column = columns.get(c);
                int place = names.indexOf(column.name());
                if (place < 0 || names.size() != columns.size()) {
                    throw new BadInput(file.path() + ": columns " + String.join(", ", names) + "; " + first.path()
                            + " has "
                            + String.join(
                                    ", ",
                                    columns.stream()
                                            .map(AttributeFile.Column::name)
                                            .toList()));
                }
                columns.set(c, joined(column, file.columns().get(place), file));
                places.add(place);
            }
            String prefix = prefixes.get(f);
            file.rows()
                    .forEach((image, row) -> rows.put(
                            prefix + image,
                            new AttributeFile.Row(
                                    row.where(),
                                    places.stream()
                                            .map(place -> row.cells().get(place))
                                            .toList())));
        }
        return new AttributeRows(first.path().toString(), columns, rows);
    }

    private static AttributeFile.Column joined(AttributeFile.Column a, AttributeFile.Column b, AttributeFile file) {
        if (a.kind().isPresent() && b.kind().isPresent() && !a.kind().equals(b.kind())) {
            throw new BadInput(file.path() + ": column '" + a.name() + "' is "
                    + b.kind().get() + "; it is " + a.kind().get() + " in the other split");
        }
        return a.kind().isPresent() ? a : b;
    }

    void refuseColumn(String column, String why) {
        if (columns.stream().anyMatch(each -> each.name().equals(column))) {
            throw new BadInput(name + ":1: a column '" + column + "', but " + why + "; call it otherwise");
        }
    }

    /** Bad input unless there is a row for each of these images and no other. */
    void requireSame(List<String> images) {
        Set<String> known = new HashSet<>(images);
        Faults imageless = new Faults("rows");
        rows.forEach((image, row) -> {
            if (!known.contains(image)) {
                imageless.add(row.where() + ": no image '" + image + "' in the folder");
            }
        });
        imageless.refuse();
        Faults rowless = new Faults("images");
        for (String image : images) {
            if (!rows.containsKey(image)) {
                rowless.add(name + ": no row for the image '" + image + "'");
            }
        }
        rowless.refuse();
    }

    /** How a column is encoded: categories from all rows, the numbers from the rows of the training images. */
    Attribute attribute(int c, List<String> train) {
        AttributeFile.Column column = columns.get(c);
        Optional<AttributeFile.Row> word = rows.values().stream()
                .filter(row -> !Attribute.Continuous.isNumber(row.cells().get(c)))
                .findFirst();
        String kind = column.kind().orElse(word.isPresent() ? Attribute.Categorical.KIND : Attribute.Continuous.KIND);
        if (kind.equals(Attribute.Categorical.KIND)) {
            return new Attribute.Categorical(
                    column.name(),
                    rows.values().stream()
                            .map(row -> row.cells().get(c))
                            .distinct()
                            .sorted(FolderListing.BY_BYTES)
                            .toList());
        }
        refuseWords(c);
        return continuous(
                column.name(),
                train.stream()
                        .mapToDouble(
                                image -> Double.parseDouble(row(image).cells().get(c)))
                        .toArray());
    }

    private void refuseWords(int c) {
        Faults words = new Faults("cells");
        for (AttributeFile.Row row : rows.values()) {
            String cell = row.cells().get(c);
            if (!Attribute.Continuous.isNumber(cell)) {
                words.add(row.where() + ": '" + cell + "' in column '"
                        + columns.get(c).name() + "'; a number, as in -1.5 or 2e3");
            }
        }
        words.refuse();
    }

    /** The deviation of numbers that are all the same float is 0, whatever their sum was rounded to. */
    static Attribute.Continuous continuous(String name, double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
        }
        if ((float) least == (float) most) {
            return new Attribute.Continuous(name, least, most, least, 0);
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Attribute.Continuous(name, least, most, mean, Math.sqrt(squares / values.length));
    }

    /** The raw values of a column for these images. */
    float[] values(int c, Attribute attribute, List<String> images) {
        Map<String, Float> known = new HashMap<>();
        float[] values = new float[images.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = known.computeIfAbsent(row(images.get(i)).cells().get(c), attribute::raw);
        }
        return values;
    }

    private AttributeFile.Row row(String image) {
        AttributeFile.Row row = rows.get(image);
        if (row == null) {
            throw new IllegalStateException("no row for " + image);
        }
        return row;
    }
}
