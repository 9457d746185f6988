package dev.atelier.doctor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The numbers of a run by step: the newest rows, and of each name how many values there were, their largest, and the largest of the first ten. */
final class History {
    private static final int KEPT = 256;
    private static final int EARLY = 10;

    private record Past(long count, double most, double earlyMost) {
        static final Past NONE = new Past(0, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);

        Past with(double value) {
            return new Past(count + 1, Math.max(most, value), count < EARLY ? Math.max(earlyMost, value) : earlyMost);
        }
    }

    private final Deque<Map<String, Double>> rows = new ArrayDeque<>();
    private final Map<String, Past> past = new HashMap<>();
    private long step;
    private long before;

    void add(long round, Map<String, Double> values) {
        before = step;
        step = round;
        rows.addLast(Map.copyOf(values));
        if (rows.size() > KEPT) {
            rows.removeFirst();
        }
        values.forEach((name, value) -> past.merge(name, Past.NONE.with(value), (old, one) -> old.with(value)));
    }

    /** The newest row's step. */
    long step() {
        return step;
    }

    /** The step of the row before the newest; 0 where it is the first. */
    long before() {
        return before;
    }

    Map<String, Double> newest() {
        return rows.getLast();
    }

    /** Whether the newest row has this name, so that something can be said now. */
    boolean has(String name) {
        return newest().containsKey(name);
    }

    /** The newest row's value; NaN where it has none. */
    double now(String name) {
        return newest().getOrDefault(name, Double.NaN);
    }

    /** The last {@code count} values, fewer where there are fewer; rows without one are passed over. */
    double[] last(String name, int count) {
        double[] all = rows.stream()
                .filter(row -> row.containsKey(name))
                .mapToDouble(row -> row.getOrDefault(name, Double.NaN))
                .toArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - count), all.length);
    }

    /** How many rows had this name. */
    long count(String name) {
        return past.getOrDefault(name, Past.NONE).count();
    }

    /** The largest value of all rows. */
    double most(String name) {
        return past.getOrDefault(name, Past.NONE).most();
    }

    /** The largest value of the first ten rows that had one. */
    double earlyMost(String name) {
        return past.getOrDefault(name, Past.NONE).earlyMost();
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
}
