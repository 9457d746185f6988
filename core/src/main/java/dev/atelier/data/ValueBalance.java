package dev.atelier.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How evenly the values of a categorical attribute come.
 *
 * @param attribute its name
 * @param values at least one
 * @param counts images of each value
 */
public record ValueBalance(String attribute, List<String> values, long[] counts) {
    private static final double NEARLY = 1.5;
    private static final double VERY = 10;
    private static final double CHANCE = 0.01;
    private static final int LEAST_EACH = 5;

    public ValueBalance {
        values = List.copyOf(values);
        if (values.isEmpty() || values.size() != counts.length) {
            throw new IllegalArgumentException(values.size() + " values, " + counts.length + " counts");
        }
    }

    /** Images in all. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Share of a value, 0 where there are no images. */
    public double share(int value) {
        return (double) counts[value] / Math.max(1, total());
    }

    /** Entropy of the shares over its maximum, ln K: 1 where all values come equally often, 0 where only one comes; 1 for a single value. */
    public double evenness() {
        double entropy = 0;
        for (int i = 0; i < counts.length; i++) {
            entropy -= counts[i] > 0 ? share(i) * Math.log(share(i)) : 0;
        }
        return counts.length == 1 ? 1 : Math.max(0, entropy / Math.log(counts.length));
    }

    /** How many times as often as the rarest value the most frequent one comes; infinite where a value never comes, 1 without images. */
    public double ratio() {
        return total() == 0 ? 1 : (double) counts[most()] / counts[least()];
    }

    /** Pearson's χ² against equal shares, with one degree of freedom less than there are values. */
    public double chiSquare() {
        double expected = (double) Math.max(1, total()) / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    /** How often a fair draw of as many images would be as uneven. */
    public double chance() {
        return total() == 0 ? 1 : ChiSquare.tail(chiSquare(), counts.length - 1);
    }

    /** One sentence for a person. */
    public String text() {
        if (counts.length == 1) {
            return "one value only: '" + values.get(0) + "'";
        }
        if (total() < (long) LEAST_EACH * counts.length) {
            return "too few images to tell: " + total() + " for " + counts.length + " values";
        }
        String range = format(
                "'%s' has %.1f %%, '%s' %.1f %%",
                values.get(most()), 100 * share(most()), values.get(least()), 100 * share(least()));
        if (counts[least()] == 0) {
            long none = Arrays.stream(counts).filter(count -> count == 0).count();
            return "very unbalanced: " + (none == 1 ? "" : none + " of " + counts.length + " values have no image, as ")
                    + "'" + values.get(least()) + "'" + (none == 1 ? " has no image" : "");
        }
        if (ratio() == 1) {
            return "balanced: " + counts[0] + " images for each of " + counts.length + " values";
        }
        if (ratio() <= NEARLY || chance() > CHANCE) {
            return "balanced, or nearly: " + range;
        }
        return (ratio() > VERY ? "very unbalanced" : "unbalanced") + format(": %.1f to 1, ", ratio()) + range;
    }

    /** As maps, lists, strings and numbers; an infinite ratio is left out. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", attribute);
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            shares.put(values.get(i), share(i));
        }
        json.put("shares", shares);
        json.put("evenness", evenness());
        if (Double.isFinite(ratio())) {
            json.put("ratio", ratio());
        }
        json.put("chiSquare", chiSquare());
        json.put("chance", chance());
        json.put("text", text());
        return json;
    }

    private int most() {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < counts.length; i++) {
            least = counts[i] < counts[least] ? i : least;
        }
        return least;
    }

    static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueBalance balance
                && attribute.equals(balance.attribute)
                && values.equals(balance.values)
                && Arrays.equals(counts, balance.counts);
    }

    @Override
    public int hashCode() {
        return (attribute.hashCode() * 31 + values.hashCode()) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Balance[" + attribute + " " + values + " " + Arrays.toString(counts) + "]";
    }
}
