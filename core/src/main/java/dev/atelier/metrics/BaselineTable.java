package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model of pictures beside its baselines, judged alike: a score of a translation or an enlargement means little without what the input
 * as it is, a mean picture or a plain filter gets. Rows are the model and its baselines, columns are metrics.
 *
 * @param name of the table where a run has several, as in {@code AtoB}; empty where it has one
 * @param columns the names of metrics in the order of reading, each with the name of its passport
 * @param rows the model first
 * @param passports of the numbers, by name: what was judged and how, see {@link #settings}
 */
public record BaselineTable(
        String name, Map<String, String> columns, List<Row> rows, Map<String, MetricPassport> passports) {
    /** What the names of rows end with that are pictures of training in the place of outputs. */
    public static final String OF_TRAINING = "of training, as a set";

    /** What the names of rows begin with that are real pictures of the test split in the place of outputs. */
    public static final String REAL = "real ";

    /** The name of the passport of what is compared pair by pair. */
    public static final String PAIRS = "pairs";

    /**
     * @param name as in "output" or "bicubic"
     * @param values by column; one may be missing
     * @param each the values of each picture by column, where they were formed picture by picture
     */
    public record Row(String name, Map<String, PairMean> values, Map<String, List<Double>> each) {
        public Row {
            values = Map.copyOf(values);
            each = Map.copyOf(each);
        }
    }

    public BaselineTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        rows = List.copyOf(rows);
        passports = Collections.unmodifiableMap(new LinkedHashMap<>(passports));
    }

    /** With no number yet. */
    public static BaselineTable of(String name) {
        return new BaselineTable(name, Map.of(), List.of(), Map.of());
    }

    /**
     * Compares pictures with those that they should be, one by one.
     *
     * @param wanted what they should be
     * @param made by row, the model first; as many as wanted, of the same shapes
     * @param shave pixels a side that are left out
     * @param passport of these numbers
     */
    public BaselineTable with(
            ImageSequence wanted,
            Map<String, ImageSequence> made,
            List<PairMetric> metrics,
            int shave,
            MetricPassport passport) {
        Map<String, Row> all = byName();
        made.forEach((row, pictures) -> {
            Row more = row(row, wanted, pictures, metrics, shave);
            all.merge(row, more, BaselineTable::joined);
        });
        Map<String, String> wider = new LinkedHashMap<>(columns);
        metrics.forEach(metric -> wider.put(metric.metric().key(), PAIRS));
        return new BaselineTable(name, wider, List.copyOf(all.values()), passports).with(PAIRS, passport);
    }

    private static Row joined(Row row, Row more) {
        Map<String, PairMean> values = new LinkedHashMap<>(row.values());
        values.putAll(more.values());
        Map<String, List<Double>> each = new LinkedHashMap<>(row.each());
        each.putAll(more.each());
        return new Row(row.name(), values, each);
    }

    private static Row row(String name, ImageSequence wanted, ImageSequence made, List<PairMetric> metrics, int shave) {
        if (made.count() != wanted.count() || made.count() == 0) {
            throw new BadInput(name + ": " + made.count() + " pictures against " + wanted.count()
                    + "; allowed: as many, and at least one");
        }
        List<double[]> values = Workers.map(made.count(), i -> {
            var one = made.images(i, 1).get(0);
            var other = wanted.images(i, 1).get(0);
            return metrics.stream()
                    .mapToDouble(metric -> metric.of(one, other, shave))
                    .toArray();
        });
        Map<String, PairMean> means = new LinkedHashMap<>();
        Map<String, List<Double>> each = new LinkedHashMap<>();
        for (int m = 0; m < metrics.size(); m++) {
            int column = m;
            String key = metrics.get(m).metric().key();
            each.put(key, values.stream().map(of -> of[column]).toList());
            means.put(key, PairMean.of(each.get(key)));
        }
        return new Row(name, means, each);
    }

    /** With one more column, of the rows that have it; a row that is new comes behind the others. */
    public BaselineTable with(String column, String passport, Map<String, PairMean> values) {
        Map<String, Row> all = byName();
        values.forEach(
                (row, value) -> all.merge(row, new Row(row, Map.of(column, value), Map.of()), BaselineTable::joined));
        Map<String, String> wider = new LinkedHashMap<>(columns);
        wider.put(column, passport);
        return new BaselineTable(name, wider, List.copyOf(all.values()), passports);
    }

    /** With the passport that columns name. */
    public BaselineTable with(String passport, MetricPassport said) {
        Map<String, MetricPassport> more = new LinkedHashMap<>(passports);
        more.put(passport, said);
        return new BaselineTable(name, columns, rows, more);
    }

    private Map<String, Row> byName() {
        Map<String, Row> all = new LinkedHashMap<>();
        rows.forEach(row -> all.put(row.name(), row));
        return all;
    }

    /** What a passport says of how pairs were compared; {@code made} where inputs were made of the wanted pictures. */
    public static Map<String, String> settings(int scale, Optional<String> made) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("crop", scale == 1 ? "none" : "to a multiple of " + scale);
        settings.put("shave", scale == 1 ? "0" : scale + " pixels a side");
        settings.put(
                "colour",
                "psnr, ssim: Y = 16 + 65.481 R + 128.553 G + 24.966 B, not rounded, grey as it is; psnr_rgb, ssim_rgb, l1: all"
                        + " channels");
        settings.put("mean", "of the values of all pictures; infinite ones left out and counted");
        made.ifPresent(filter -> settings.put("lr", filter));
        return settings;
    }

    /** Pixels a side that are left out of the comparison at a scale. */
    public static int shave(int scale) {
        return scale == 1 ? 0 : scale;
    }

    /** A row by its name. */
    public Row row(String row) {
        return find(row).orElseThrow(() -> new IllegalArgumentException("no row " + row));
    }

    private Optional<Row> find(String row) {
        return rows.stream().filter(each -> each.name().equals(row)).findFirst();
    }

    /** A number; empty where the row has none in this column, or none that is finite. */
    public Optional<Double> value(String row, MetricName metric) {
        return find(row)
                .flatMap(found -> Optional.ofNullable(found.values().get(metric.key())))
                .map(PairMean::mean)
                .filter(Double::isFinite);
    }

    /** The numbers of the pictures from the worst of a row to its best. */
    public List<Integer> fromWorst(String row, PairMetric metric) {
        List<Double> values =
                Objects.requireNonNull(row(row).each().get(metric.metric().key()));
        Comparator<Integer> byValue = Comparator.comparing(values::get);
        boolean higher = metric.metric().better(1, 0);
        return IntStream.range(0, values.size())
                .boxed()
                .sorted(higher ? byValue : byValue.reversed())
                .toList();
    }

    /** As maps, lists, texts and numbers, without passports; {@code passport} says what each is called where they stand. */
    public Map<String, Object> json(Map<String, String> passport) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", row.name());
            columns.keySet().stream().filter(row.values()::containsKey).forEach(column -> {
                PairMean value = Objects.requireNonNull(row.values().get(column));
                Map<String, Object> mean = new LinkedHashMap<>();
                mean.put("mean", value.mean());
                mean.put("pictures", value.pictures());
                mean.put("infinite", value.infinite());
                line.put(column, mean);
            });
            all.add(line);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        columns.forEach((column, own) -> named.put(column, passport.getOrDefault(own, own)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("columns", List.copyOf(columns.keySet()));
        json.put("rows", all);
        json.put("passport", named);
        return json;
    }

    /** For a text table, the heading first: names, means, how many pictures, and how many of them are equal where any is. */
    public List<List<String>> cells() {
        List<List<String>> cells = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("pictures"));
        heading.addAll(columns.keySet());
        heading.add("of");
        cells.add(heading);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name()));
            columns.keySet()
                    .forEach(column ->
                            line.add(text(Optional.ofNullable(row.values().get(column)))));
            line.add(row.values().values().stream()
                            .mapToInt(PairMean::pictures)
                            .max()
                            .orElse(0)
                    + "");
            cells.add(line);
        }
        return cells;
    }

    private static String text(Optional<PairMean> value) {
        return value.map(v -> MetricName.text(v.mean()) + (v.infinite() == 0 ? "" : " (" + v.infinite() + " equal)"))
                .orElse("-");
    }

    /** The same as lines, columns two spaces apart. */
    public List<String> lines() {
        List<List<String>> cells = cells();
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int wide = cells.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(String.format(Locale.ROOT, "%-" + Math.max(1, wide) + "s  ", row.get(i)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
