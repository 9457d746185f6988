package dev.atelier.metrics;

import java.util.List;
import java.util.stream.IntStream;

/** A set dealt into groups, row i into group i mod their number; for scores without each group in turn. One group is the set itself. */
record Grouped(List<Features> parts, boolean owned) implements AutoCloseable {
    static Grouped of(Features set, int groups) {
        if (groups == 1) {
            return new Grouped(List.of(set), false);
        }
        return new Grouped(
                IntStream.range(0, groups)
                        .mapToObj(g -> set.select(IntStream.iterate(g, i -> i < set.count(), i -> i + groups)
                                .toArray()))
                        .toList(),
                true);
    }

    /** The rows of a set of {@code n} that are not of this group. */
    static int[] without(int group, int n, int groups) {
        return IntStream.range(0, n).filter(i -> i % groups != group).toArray();
    }

    int[] counts() {
        return parts.stream().mapToInt(Features::count).toArray();
    }

    @Override
    public void close() {
        if (owned) {
            parts.forEach(Features::close);
        }
    }
}
