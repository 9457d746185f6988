package dev.atelier.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bias of data: how evenly the values of each categorical attribute come, and which attributes come together. What is rare or always
 * together in the data, a generator learns as rare or together.
 *
 * @param balances one for each categorical attribute, in their order
 * @param associations between pairs of them that chance does not explain, the strongest first
 */
public record BalanceReport(List<ValueBalance> balances, List<Association> associations) {
    private static final int MOST_VALUES = 256;
    private static final int MOST_LINES = 5;
    private static final double CHANCE = 0.01;
    private static final double WEAK = 0.1;

    public BalanceReport {
        balances = List.copyOf(balances);
        associations = List.copyOf(associations);
    }

    /** Of all images of a data set. */
    public static BalanceReport of(ImageDataset dataset) {
        boolean[] all = new boolean[dataset.size()];
        java.util.Arrays.fill(all, true);
        return of(AttributeTable.of(dataset), all);
    }

    /** Of the images that count. */
    static BalanceReport of(AttributeTable table, boolean[] counts) {
        List<Integer> numbers = new ArrayList<>();
        List<Attribute.Categorical> attributes = new ArrayList<>();
        for (int a = 0; a < table.attributes().size(); a++) {
            if (table.attributes().list().get(a) instanceof Attribute.Categorical categorical) {
                numbers.add(a);
                attributes.add(categorical);
            }
        }
        int[][] values = new int[numbers.size()][];
        for (int a = 0; a < values.length; a++) {
            values[a] = column(table, counts, numbers.get(a));
        }
        List<ValueBalance> balances = new ArrayList<>();
        for (int a = 0; a < values.length; a++) {
            long[] each = new long[attributes.get(a).values().size()];
            for (int value : values[a]) {
                each[value]++;
            }
            balances.add(
                    new ValueBalance(attributes.get(a).name(), attributes.get(a).values(), each));
        }
        return new BalanceReport(balances, associations(attributes, values));
    }

    private static int[] column(AttributeTable table, boolean[] counts, int attribute) {
        int n = 0;
        for (boolean counted : counts) {
            n += counted ? 1 : 0;
        }
        int[] values = new int[n];
        for (int i = 0, at = 0; i < counts.length; i++) {
            if (counts[i]) {
                values[at++] = (int) table.at(i, attribute);
            }
        }
        return values;
    }

    /** Of attributes with very many values, as the names of people, a table of pairs would tell nothing. */
    private static List<Association> associations(List<Attribute.Categorical> attributes, int[][] values) {
        List<Association> found = new ArrayList<>();
        int pairs = values.length * (values.length - 1) / 2;
        for (int a = 0; a < values.length; a++) {
            for (int b = a + 1; b < values.length; b++) {
                int rows = attributes.get(a).values().size();
                int columns = attributes.get(b).values().size();
                if (Math.max(rows, columns) <= MOST_VALUES && values[a].length > 0) {
                    long[][] table = new long[rows][columns];
                    for (int i = 0; i < values[a].length; i++) {
                        table[values[a][i]][values[b][i]]++;
                    }
                    Association association = Association.of(attributes.get(a), attributes.get(b), table);
                    if (association.chance() * pairs < CHANCE && association.strength() >= WEAK) {
                        found.add(association);
                    }
                }
            }
        }
        found.sort(Comparator.comparingDouble(Association::strength).reversed());
        return found;
    }

    /** Lines for a person; none where there is no categorical attribute. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        balances.forEach(balance -> lines.add(balance.attribute() + ": " + balance.text()));
        if (balances.size() > 1 && associations.isEmpty()) {
            lines.add("no two attributes are tied to each other");
        }
        associations.stream().limit(MOST_LINES).forEach(association -> lines.add(association.text()));
        if (associations.size() > MOST_LINES) {
            lines.add("… " + associations.size() + " pairs of attributes are tied");
        }
        return lines;
    }

    /** As maps, lists, strings and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attributes", balances.stream().map(ValueBalance::json).toList());
        json.put("associations", associations.stream().map(Association::json).toList());
        return json;
    }
}
