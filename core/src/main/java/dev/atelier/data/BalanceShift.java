package dev.atelier.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The balance of one set of images beside that of another: data and output, or train and test. A value counts as over- or
 * under-represented where a pooled two-proportion z-test says so at 1 % for all values together (Bonferroni), and the shares are at
 * least a tenth apart: with many images chance explains nothing, with few it explains much.
 *
 * @param attribute what is compared
 * @param rows one for each value
 * @param totalVariation half of the sum of the differences: 0 for equal shares, 1 for none in common
 */
public record BalanceShift(String attribute, List<Row> rows, double totalVariation) {
    private static final double CHANCE = 0.01;
    private static final double APART = 0.1;

    /** What became of a value. */
    public enum Change {
        /** No difference that counts. */
        NONE("as in the data"),
        OVER("too often"),
        UNDER("too seldom"),
        /** Under-represented, and not there at all. */
        MISSING("missing");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * @param data its share of the data
     * @param output its share of the output
     * @param z how many standard errors the output is above the data; 0 where neither has it
     */
    public record Row(String value, double data, double output, double z, Change change) {}

    public BalanceShift {
        rows = List.copyOf(rows);
    }

    /** Both of the same values in the same order. */
    public static BalanceShift between(ValueBalance data, ValueBalance output) {
        if (!data.values().equals(output.values())) {
            throw new IllegalArgumentException("values " + data.values() + " against " + output.values());
        }
        List<Row> rows = new ArrayList<>();
        double apart = 0;
        for (int i = 0; i < data.values().size(); i++) {
            apart += Math.abs(data.share(i) - output.share(i)) / 2;
            double z = z(data, output, i);
            rows.add(new Row(data.values().get(i), data.share(i), output.share(i), z, change(data, output, i, z)));
        }
        return new BalanceShift(data.attribute(), rows, apart);
    }

    private static double z(ValueBalance data, ValueBalance output, int i) {
        double n = data.total();
        double m = output.total();
        double pooled = (data.counts()[i] + output.counts()[i]) / Math.max(1, n + m);
        double error = Math.sqrt(pooled * (1 - pooled) * (1 / Math.max(1, n) + 1 / Math.max(1, m)));
        return error == 0 || n == 0 || m == 0 ? 0 : (output.share(i) - data.share(i)) / error;
    }

    private static Change change(ValueBalance data, ValueBalance output, int i, double z) {
        double difference = output.share(i) - data.share(i);
        boolean chance = ChiSquare.twoSided(z) * data.values().size() >= CHANCE;
        if (chance || Math.abs(difference) < APART * data.share(i)) {
            return Change.NONE;
        }
        return difference > 0 ? Change.OVER : output.counts()[i] == 0 ? Change.MISSING : Change.UNDER;
    }

    /** Values of a change, the furthest off first. */
    public List<Row> rows(Change change) {
        return rows.stream()
                .filter(row -> row.change() == change)
                .sorted((a, b) -> Double.compare(Math.abs(b.z()), Math.abs(a.z())))
                .toList();
    }

    /** Whether nothing is over- or under-represented. */
    public boolean even() {
        return rows.stream().allMatch(row -> row.change() == Change.NONE);
    }

    /** One sentence for a person. */
    public String text() {
        String apart = ValueBalance.format("%.1f %% of the images would have to change", 100 * totalVariation);
        if (even()) {
            return "as in the data, as far as these images tell (" + apart + ")";
        }
        List<String> parts = new ArrayList<>();
        for (Change change : List.of(Change.MISSING, Change.UNDER, Change.OVER)) {
            List<Row> found = rows(change);
            if (!found.isEmpty()) {
                parts.add(change.words() + " "
                        + found.stream().map(BalanceShift::shares).collect(Collectors.joining(", ")));
            }
        }
        return String.join("; ", parts) + " (" + apart + ")";
    }

    private static String shares(Row row) {
        return ValueBalance.format(
                "'%s' %.1f %% instead of %.1f %%", row.value(), 100 * row.output(), 100 * row.data());
    }

    /** As maps, lists, strings and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", attribute);
        json.put("totalVariation", totalVariation);
        json.put(
                "values",
                rows.stream()
                        .map(row -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("value", row.value());
                            each.put("data", row.data());
                            each.put("output", row.output());
                            each.put("z", row.z());
                            each.put("change", row.change().name().toLowerCase(Locale.ROOT));
                            return each;
                        })
                        .toList());
        json.put("text", text());
        return json;
    }
}
