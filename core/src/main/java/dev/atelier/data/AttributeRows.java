package dev.atelier.data;

import dev.atelier.BadInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The rows of one CSV file, or of one for each split that have the same columns, by the path of the image below the whole
 * folder.
 *
 * @param name of the first file, for messages
 * @param rows cells in the order of {@code columns}
 */
record AttributeRows(String name, List<AttributeFile.Column> columns, Map<String, AttributeFile.Row> rows) {
    private static final double TENTHS_OF_PERCENT = 1000;

    /**
     * @param prefixes what stands before the paths of each file, "" or as in "train/"; names of files are compared in composed
     *     form (NFC)
     */
    static AttributeRows of(List<AttributeFile> files, List<String> prefixes) {
        AttributeFile first = files.get(0);
        List<AttributeFile.Column> columns = new ArrayList<>(first.columns());
        Map<String, AttributeFile.Row> rows = new LinkedHashMap<>();
        CountedFaults doubled = new CountedFaults("rows");
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
                String path = prefix.isEmpty() ? image : prefix + plain(image);
                AttributeFile.Row earlier = rows.putIfAbsent(FileNames.composed(path), ordered);
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

    /**
     * The same rows under the names that these images have: {@code ./a\b.png} is {@code a/b.png}, and letters with their accents are
     * the same in one or two characters. Two rows for one image are bad input.
     */
    AttributeRows named(Collection<String> images) {
        Set<String> known = new HashSet<>(images);
        Map<String, String> byPlain = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (String image : images) {
            if (byPlain.put(plain(image), image) != null) {
                twice.add(plain(image));
            }
        }
        Map<String, AttributeFile.Row> renamed = new LinkedHashMap<>();
        CountedFaults doubled = new CountedFaults("rows");
        rows.forEach((written, row) -> {
            String plain = plain(written);
            boolean exact = known.contains(written) || twice.contains(plain);
            String image = exact ? written : byPlain.getOrDefault(plain, written);
            AttributeFile.Row earlier = renamed.putIfAbsent(image, row);
            if (earlier != null) {
                doubled.add(row.where() + ": a second row for '" + image + "', the first is at " + earlier.where());
            }
        });
        doubled.refuse();
        return new AttributeRows(name, columns, renamed);
    }

    /** A path as it is compared: slashes only, no {@code ./}, in composed form. */
    static String plain(String path) {
        return FileNames.composed(
                path.replace('\\', '/').replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+", "/"));
    }

    /** Bad input unless there is a row for each of these images and no other, but perhaps for some that are held out. */
    void requireSame(List<String> images, Set<String> heldOut) {
        Set<String> known = new HashSet<>(images);
        known.addAll(heldOut);
        CountedFaults imageless = new CountedFaults("rows");
        rows.forEach((image, row) -> {
            if (!known.contains(image)) {
                imageless.add(row.where() + ": no image '" + image + "' in the folder");
            }
        });
        imageless.refuse();
        CountedFaults rowless = new CountedFaults("images");
        for (String image : images) {
            if (!rows.containsKey(image)) {
                rowless.add(name + ": no row for the image '" + image + "'");
            }
        }
        rowless.refuse();
    }

    private AttributeColumn column(int c) {
        AttributeFile.Column head = columns.get(c);
        return new AttributeColumn(
                head.name(),
                head.kind(),
                rows.values().stream()
                        .map(row -> new AttributeColumn.Cell(
                                row.where(), row.cells().get(c)))
                        .toList());
    }

    /**
     * How a column is encoded, and its values.
     *
     * @param values for the images that were asked for
     */
    record Encoded(Attribute attribute, float[] values, List<String> notices) {}

    /** Encoded by the rows of the training images; a category that only others of {@code all} have is refused. */
    Encoded encoded(int c, List<String> train, List<String> all, List<String> images) {
        AttributeColumn column = column(c);
        if (column.isCategorical()) {
            boolean mixedTruth = column.hasMixedTruth();
            List<String> categories = train.stream()
                    .map(image -> column.category(row(image).cells().get(c), mixedTruth))
                    .distinct()
                    .sorted(FileNames.BY_BYTES)
                    .toList();
            refuseUnknown(c, categories, all, cell -> column.category(cell, mixedTruth));
            Attribute attribute = new Attribute.Categorical(column.name(), categories);
            float[] values = values(images, c, cell -> attribute.raw(column.category(cell, mixedTruth)));
            return new Encoded(attribute, values, column.notices(categories.size()));
        }
        column.refuseWords();
        Attribute.Continuous attribute = continuous(
                column.name(),
                train.stream()
                        .mapToDouble(
                                image -> Double.parseDouble(row(image).cells().get(c)))
                        .toArray());
        refuseTooFine(c, attribute);
        List<String> notices = attribute.isConstant() && !train.isEmpty()
                ? List.of(row(train.get(0)).where() + ": column '" + column.name()
                        + "' is the same number for every training image; nothing can be learned of it")
                : List.of();
        return new Encoded(attribute, values(images, c, attribute::raw), notices);
    }

    private void refuseUnknown(int c, List<String> categories, List<String> all, Function<String, String> category) {
        Set<String> known = new HashSet<>(categories);
        CountedFaults unknown = new CountedFaults("rows");
        Vocabulary vocabulary = new Vocabulary("value", categories);
        for (String image : all) {
            String cell = category.apply(row(image).cells().get(c));
            if (!known.contains(cell)) {
                String where =
                        row(image).where() + ": column '" + columns.get(c).name() + "'";
                unknown.add(vocabulary.refusal(where, List.of(cell)));
            }
        }
        unknown.refuse();
    }

    /** Numbers that only differ in digits that a float drops, as dates written 20250131 do, would become others. */
    private void refuseTooFine(int c, Attribute.Continuous attribute) {
        CountedFaults lost = new CountedFaults("cells");
        for (AttributeFile.Row row : rows.values()) {
            double typed = Double.parseDouble(row.cells().get(c));
            double off = Math.abs((float) typed - typed);
            boolean differs = attribute.least() < attribute.most();
            if (differs && off > (attribute.most() - attribute.least()) / TENTHS_OF_PERCENT) {
                lost.add(row.where() + ": " + row.cells().get(c) + " in column '" + attribute.name()
                        + "' would become " + new BigDecimal((float) typed).toPlainString()
                        + ", which is much beside a range of " + (attribute.most() - attribute.least())
                        + "; subtract what the numbers have in common");
            }
        }
        lost.refuse();
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

    private float[] values(List<String> images, int c, Function<String, Float> raw) {
        Map<String, Float> known = new HashMap<>();
        float[] values = new float[images.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = known.computeIfAbsent(row(images.get(i)).cells().get(c), raw);
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
