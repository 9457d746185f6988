package dev.atelier.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far one categorical attribute tells another: Cramér's V (Cramér 1946, "Mathematical methods of statistics", section 21.9), the root
 * of χ² / (n · (min(rows, columns) − 1)), 0 where they know nothing of each other and 1 where one fixes the other; and the pair of values
 * that shows it best, which is the cell with the largest adjusted residual (Haberman 1973).
 *
 * @param first an attribute
 * @param second another one
 * @param strength V, over values that come at all
 * @param chance how often independent attributes would be as strongest tied
 * @param given the value that tells, as {@code attribute=value}
 * @param told the value that is told by it
 * @param share of the told value among the images with the given one
 * @param overall share of the told value among all images
 */
public record Association(
        String first,
        String second,
        double strength,
        double chance,
        String given,
        String told,
        double share,
        double overall) {
    private static final double STRONG = 0.5;
    private static final double CLEAR = 0.3;
    private static final double TIE = 1e-9;

    /**
     * Of a table of counts.
     *
     * @param counts images with value i of the first and j of the second, [i][j]
     */
    static Association of(Attribute.Categorical first, Attribute.Categorical second, long[][] counts) {
        double[] rows = new double[counts.length];
        double[] columns = new double[counts[0].length];
        double n = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                rows[i] += counts[i][j];
                columns[j] += counts[i][j];
                n += counts[i][j];
            }
        }
        double chiSquare = 0;
        double best = 0;
        int row = 0;
        int column = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                double expected = rows[i] * columns[j] / Math.max(1, n);
                if (expected > 0) {
                    double more = counts[i][j] - expected;
                    chiSquare += more * more / expected;
                    double residual = more / Math.sqrt(expected * (1 - rows[i] / n) * (1 - columns[j] / n));
                    if (residual > best + TIE) {
                        best = residual;
                        row = i;
                        column = j;
                    }
                }
            }
        }
        int r = filled(rows);
        int c = filled(columns);
        double strength = Math.min(r, c) < 2 ? 0 : Math.sqrt(chiSquare / (n * (Math.min(r, c) - 1)));
        double chance = ChiSquare.tail(chiSquare, Math.max(0, (r - 1) * (c - 1)));
        double both = counts[row][column];
        String a = first.name() + "=" + first.values().get(row);
        String b = second.name() + "=" + second.values().get(column);
        return rows[row] <= columns[column]
                ? new Association(
                        first.name(),
                        second.name(),
                        strength,
                        chance,
                        a,
                        b,
                        both / Math.max(1, rows[row]),
                        columns[column] / Math.max(1, n))
                : new Association(
                        first.name(),
                        second.name(),
                        strength,
                        chance,
                        b,
                        a,
                        both / Math.max(1, columns[column]),
                        rows[row] / Math.max(1, n));
    }

    private static int filled(double[] sums) {
        int filled = 0;
        for (double sum : sums) {
            filled += sum > 0 ? 1 : 0;
        }
        return filled;
    }

    /** One sentence for a person. */
    public String text() {
        String word = strength >= STRONG ? "strongly tied" : strength >= CLEAR ? "tied" : "weakly tied";
        return ValueBalance.format(
                "%s and %s are %s (V %.2f): %.0f %% of %s have %s, of all images %.0f %%",
                first, second, word, strength, 100 * share, given, told, 100 * overall);
    }

    /** As maps, strings and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", first);
        json.put("second", second);
        json.put("cramersV", strength);
        json.put("chance", chance);
        json.put("given", given);
        json.put("told", told);
        json.put("share", share);
        json.put("overall", overall);
        json.put("text", text());
        return json;
    }
}
