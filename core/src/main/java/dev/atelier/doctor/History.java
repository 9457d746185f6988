package dev.atelier.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The numbers of a run by round, in the order in which they came. */
final class History {
    private final List<Long> steps = new ArrayList<>();
    private final List<Map<String, Double>> rows = new ArrayList<>();

    void add(long step, Map<String, Double> values) {
        steps.add(step);
        rows.add(Map.copyOf(values));
    }

    long step() {
        return steps.get(steps.size() - 1);
    }

    Map<String, Double> newest() {
        return rows.get(rows.size() - 1);
    }

    /** All values of this name; rows without one are passed over. */
    double[] all(String name) {
        return rows.stream()
                .filter(row -> row.containsKey(name))
                .mapToDouble(row -> row.getOrDefault(name, Double.NaN))
                .toArray();
    }

    /** Whether the newest row has this name, so that something can be said now. */
    boolean has(String name) {
        return newest().containsKey(name);
    }

    /** The last {@code count} values, fewer where there are fewer. */
    double[] last(String name, int count) {
        double[] all = all(name);
        return Arrays.copyOfRange(all, Math.max(0, all.length - count), all.length);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    static double least(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    static double most(double[] values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }
}
