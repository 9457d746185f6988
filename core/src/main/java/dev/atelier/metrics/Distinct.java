package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a set that differ from one another, and which rows of the set are copies of which. A collapsed generator makes thousands
 * of copies, and what holds for one of them holds for all. The set must outlive this.
 */
final class Distinct implements AutoCloseable {
    private static final int VALUES_AT_ONCE = 1 << 21;
    private static final int[] NONE = {};

    private final Features set;
    private final Features rows;
    private final int[] numbers;
    private final int[][] members;

    private Distinct(Features set, int[] first) {
        this.set = set;
        int[] kept = IntStream.range(0, first.length).filter(i -> first[i] == i).toArray();
        rows = kept.length == first.length ? set : set.select(kept);
        numbers = new int[first.length];
        members = new int[kept.length][];
        Arrays.fill(members, NONE);
        int[] counts = new int[kept.length];
        for (int i = 0; i < first.length; i++) {
            numbers[i] = Arrays.binarySearch(kept, first[i]);
            counts[numbers[i]]++;
        }
        for (int i = first.length - 1; i >= 0; i--) {
            int row = numbers[i];
            members[row] = members[row].length == 0 ? new int[counts[row]] : members[row];
            members[row][--counts[row]] = i;
        }
    }

    /** Of a set; −0 and 0 are equal. */
    static Distinct of(Features set) {
        int[] first = new int[set.count()];
        Map<Long, Integer> seen = new HashMap<>();
        int piece = Math.max(1, VALUES_AT_ONCE / set.size());
        for (int at = 0; at < first.length; at += piece) {
            int some = Math.min(piece, first.length - at);
            try (TensorScope scope = TensorScope.open()) {
                double[] values = Tensors.toDoubles(set.rows(at, some));
                for (int i = 0; i < some; i++) {
                    Integer earlier = seen.putIfAbsent(digest(values, i * set.size(), set.size()), at + i);
                    first[at + i] = earlier == null ? at + i : earlier;
                }
            }
        }
        verify(set, first, piece);
        return new Distinct(set, first);
    }

    private static long digest(double[] values, int from, int count) {
        long digest = 0;
        for (int i = from; i < from + count; i++) {
            digest = (digest ^ Double.doubleToRawLongBits(values[i] + 0.0)) * 0x9E3779B97F4A7C15L;
            digest ^= digest >>> 29;
        }
        return digest;
    }

    /** Rows that share a digest and are not equal go apart again: that costs time, not truth. */
    private static void verify(Features set, int[] first, int piece) {
        int[] later =
                IntStream.range(0, first.length).filter(i -> first[i] != i).toArray();
        for (int at = 0; at < later.length; at += piece) {
            long[] copies = Arrays.stream(later, at, Math.min(later.length, at + piece))
                    .asLongStream()
                    .toArray();
            long[] originals =
                    Arrays.stream(copies).map(row -> first[(int) row]).toArray();
            try (TensorScope scope = TensorScope.open()) {
                long[] equal =
                        Tensors.toLongs(set.pick(copies).eq(set.pick(originals)).all(1));
                for (int i = 0; i < equal.length; i++) {
                    first[(int) copies[i]] = (int) (equal[i] == 1 ? originals[i] : copies[i]);
                }
            }
        }
    }

    /** One of each, in the order of the first of each. */
    Features rows() {
        return rows;
    }

    /** How many rows the set has. */
    int count() {
        return numbers.length;
    }

    /** Which distinct row a row of the set is. */
    int number(int row) {
        return numbers[row];
    }

    /** The rows of the set that are this distinct row, ascending. */
    int[] members(int distinct) {
        return members[distinct];
    }

    /** How many rows of the set each of some distinct rows stands for. */
    double[] weights(int at, int some) {
        return IntStream.range(at, at + some)
                .mapToDouble(i -> members[i].length)
                .toArray();
    }

    /** How many rows of the set some distinct rows stand for. */
    long total(BitSet distinct) {
        return distinct.stream().mapToLong(i -> members[i].length).sum();
    }

    @Override
    public void close() {
        if (rows != set) {
            rows.close();
        }
    }
}
