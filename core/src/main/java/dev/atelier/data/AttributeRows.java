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
     * @param prefixes what stands before the paths of each file, "" or as in "train/"; names of files are compared in composed
     *     form (NFC)
     */
    static AttributeRows of(List<AttributeFile> files, List<String> prefixes) {
        AttributeFile first = files.get(0);
        List<AttributeFile.Column> columns = new ArrayList<>(first.columns());
        Map<String, AttributeFile.Row> rows = new LinkedHashMap<>();
        Faults doubled = new Faults("rows");
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
            file.rows().forEach((image, row) -> {
                AttributeFile.Row ordered = new AttributeFile.Row(
                        row.where(),
                        places.stream().map(place -> row.cells().get(place)).toList());
                AttributeFile.Row earlier = rows.putIfAbsent(FileNames.composed(prefix + image), ordered);
                if (earlier != null) {
                    doubled.add(row.where() + ": a second row for '" + image + "', the first is at " + earlier.where());
                }
            });
        }
        doubled.refuse();
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

    /** Bad input unless there is a row for each of these images and no other, but perhaps for some that are held out. */
    void requireSame(List<String> images, Set<String> heldOut) {
        Set<String> known = new HashSet<>(images);
        known.addAll(heldOut);
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

    /** How a column is encoded: by the rows of the training images; a category that only others of {@code all} have is refused. */
    Attribute attribute(int c, List<String> train, List<String> all) {
        AttributeFile.Column column = columns.get(c);
        Optional<AttributeFile.Row> word = rows.values().stream()
                .filter(row -> !Attribute.Continuous.isNumber(row.cells().get(c)))
                .findFirst();
        String kind = column.kind().orElse(word.isPresent() ? Attribute.Categorical.KIND : Attribute.Continuous.KIND);
        if (kind.equals(Attribute.Categorical.KIND)) {
            List<String> values = train.stream()
                    .map(image -> row(image).cells().get(c))
                    .distinct()
                    .sorted(FileNames.BY_BYTES)
                    .toList();
            refuseUnknown(c, new HashSet<>(values), values, all);
            return new Attribute.Categorical(column.name(), values);
        }
        refuseWords(c);
        return continuous(
                column.name(),
                train.stream()
                        .mapToDouble(
                                image -> Double.parseDouble(row(image).cells().get(c)))
                        .toArray());
    }

    private void refuseUnknown(int c, Set<String> known, List<String> values, List<String> all) {
        Faults unknown = new Faults("rows");
        Vocabulary vocabulary = new Vocabulary("value", values);
        for (String image : all) {
            String cell = row(image).cells().get(c);
            if (!known.contains(cell)) {
                String where =
                        row(image).where() + ": column '" + columns.get(c).name() + "'";
                unknown.add(vocabulary.refusal(where, List.of(cell)));
            }
        }
        unknown.refuse();
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
