package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Exact nearest neighbours by squared Euclidean distance in float64. A product of matrices, on data moved to their mean, finds the
 * candidates; those that its rounding cannot tell apart are decided by direct differences ({@link Distances}), so that ties, duplicates and
 * data far from the origin come out as if every difference had been taken. Copies of a row are searched for once ({@link Distinct}).
 */
public final class Neighbours {
    private static final int SPARE = 8;

    /** Pairs whose exact distances are taken in one go: a call for each row costs more than its numbers. */
    private static final int MOST_PAIRS = 1 << 17;

    private static final int NOBODY = -1;

    private Neighbours() {}

    /**
     * The k nearest rows of a set for each row of another.
     *
     * @param rows their numbers, [n, k] row-major, nearest first, ties in the order of their numbers
     * @param squared their squared distances
     */
    public record Nearest(int k, int[] rows, double[] squared) {
        private static Nearest empty(int count, int k) {
            int size = Math.multiplyExact(count, k);
            return new Nearest(k, new int[size], new double[size]);
        }
    }

    /** Rows that ask: {@code numbers} says which row of {@code rows} each is, {@code self} which row of the other set, if any. */
    private record Asking(Features rows, int[] numbers, int[] self) {
        boolean own() {
            return self.length > 0 && self[0] != NOBODY;
        }
    }

    /** Of each row of {@code from} among the rows of {@code to}. */
    public static Nearest nearest(Features from, Features to, int k) {
        int[] nobody = new int[from.count()];
        Arrays.fill(nobody, NOBODY);
        try (Distinct others = Distinct.of(to)) {
            return nearest(new Asking(from, upTo(from.count()), nobody), others, k);
        }
    }

    /** Of each row among the others of its own set; copies of a row count as others. */
    public static Nearest within(Features set, int k) {
        try (Distinct distinct = Distinct.of(set)) {
            return within(distinct, k);
        }
    }

    static Nearest within(Distinct set, int k) {
        int[] all = upTo(set.count());
        return nearest(
                new Asking(set.rows(), Arrays.stream(all).map(set::number).toArray(), all), set, k);
    }

    /** The same for some rows of the set. */
    static Nearest within(Features set, int[] some, int k) {
        try (Features chosen = set.select(some);
                Distinct others = Distinct.of(set)) {
            return nearest(new Asking(chosen, upTo(some.length), some), others, k);
        }
    }

    private static int[] upTo(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static Nearest nearest(Asking asking, Distinct to, int k) {
        int others = to.count() - (asking.own() ? 1 : 0);
        if (asking.rows.size() != to.rows().size()) {
            throw new BadInput("features have " + asking.rows.size() + " and "
                    + to.rows().size() + " numbers; allowed: equally many");
        }
        if (k < 1 || k > others) {
            throw new BadInput("k is " + k + ", but a sample has " + others + " others; allowed: 1 to " + others);
        }
        // of different rows, k are enough to hold the k nearest and their copies; one more where a row meets itself
        int enough = Math.min(k + (asking.own() ? 1 : 0), to.rows().count());
        Nearest different = search(asking.rows, to.rows(), enough);
        Nearest found = Nearest.empty(asking.numbers.length, k);
        for (int i = 0; i < asking.numbers.length; i++) {
            expand(different, asking.numbers[i], to, new Place(found, i), asking.self[i]);
        }
        return found;
    }

    /** The k nearest with their copies, of which no more than k + 1 can matter. */
    private static void expand(Nearest different, int row, Distinct to, Place place, int self) {
        for (int r = row * different.k; r < (row + 1) * different.k; r++) {
            int[] members = to.members(different.rows[r]);
            for (int c = 0; c < Math.min(members.length, place.found.k + 1); c++) {
                if (members[c] != self) {
                    place.offer(members[c], different.squared[r]);
                }
            }
        }
    }

    private static Nearest search(Features from, Features to, int k) {
        Nearest found = Nearest.empty(from.count(), k);
        try (TensorScope scope = TensorScope.open()) {
            Distances distances = Distances.between(from, to);
            for (int at = 0; at < from.count(); at += distances.rowsAtOnce()) {
                try (TensorScope block = TensorScope.open()) {
                    search(found, distances, at, Math.min(distances.rowsAtOnce(), from.count() - at));
                }
            }
        }
        return found;
    }

    private static void search(Nearest found, Distances distances, int at, int some) {
        Tensor rough = distances.rough(at, some);
        int n = (int) rough.size(1);
        int m = Math.min(n, found.k + SPARE);
        T_TensorTensor_T least = torch.topk(rough, m, 1, false, true);
        double[] values = Tensors.toDoubles(least.get0());
        long[] numbers = Tensors.toLongs(least.get1());
        double[] doubt = distances.doubt(at, some);
        long[][] candidates = new long[some][];
        for (int i = 0; i < some; i++) {
            double border = values[i * m + found.k - 1] + 2 * doubt[i];
            // where many are tied, every row that may be among the nearest
            candidates[i] = m == n || values[i * m + m - 1] > border
                    ? Arrays.copyOfRange(numbers, i * m, (i + 1) * m)
                    : below(rough.select(0, i), border);
        }
        for (int from = 0; from < some; ) {
            from = decide(found, distances, at, candidates, from);
        }
    }

    /** Puts candidates in their order by exact distances, of as many rows as are looked at together; returns the next row. */
    private static int decide(Nearest found, Distances distances, int at, long[][] candidates, int from) {
        int to = from;
        int pairs = 0;
        while (to < candidates.length && (to == from || pairs + candidates[to].length <= MOST_PAIRS)) {
            pairs += candidates[to++].length;
        }
        long[] rows = new long[pairs];
        long[] numbers = new long[pairs];
        for (int i = from, p = 0; i < to; i++) {
            Arrays.fill(rows, p, p + candidates[i].length, at + i);
            System.arraycopy(candidates[i], 0, numbers, p, candidates[i].length);
            p += candidates[i].length;
        }
        double[] squared = distances.exact(rows, numbers);
        for (int i = from, p = 0; i < to; i++) {
            Place place = new Place(found, at + i);
            for (long candidate : candidates[i]) {
                place.offer((int) candidate, squared[p++]);
            }
        }
        return to;
    }

    private static long[] below(Tensor row, double border) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.toLongs(row.le(new Scalar(border)).nonzero());
        }
    }

    /** Where the nearest of one row are collected in order. */
    private static final class Place {
        private final Nearest found;
        private final int base;
        private int held;

        Place(Nearest found, int row) {
            this.found = found;
            base = row * found.k;
        }

        void offer(int number, double squared) {
            int at = held;
            while (at > 0 && before(squared, number, base + at - 1)) {
                at--;
            }
            if (at == found.k) {
                return;
            }
            held = Math.min(found.k, held + 1);
            int moved = held - 1 - at;
            System.arraycopy(found.rows, base + at, found.rows, base + at + 1, moved);
            System.arraycopy(found.squared, base + at, found.squared, base + at + 1, moved);
            found.rows[base + at] = number;
            found.squared[base + at] = squared;
        }

        private boolean before(double squared, int number, int other) {
            return squared < found.squared[other] || squared == found.squared[other] && number < found.rows[other];
        }
    }
}
