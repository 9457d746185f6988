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
 * data far from the origin come out as if every difference had been taken.
 */
public final class Neighbours {
    private static final int SPARE = 8;
    private static final int NOBODY = -1;

    private Neighbours() {}

    /**
     * The k nearest rows of a set for each row of another.
     *
     * @param rows their numbers, [n, k] row-major, nearest first, ties in the order of their numbers
     * @param squared their squared distances
     */
    public record Nearest(int k, int[] rows, double[] squared) {}

    /** Of each row of {@code from} among the rows of {@code to}. */
    public static Nearest nearest(Features from, Features to, int k) {
        int[] nobody = new int[from.count()];
        Arrays.fill(nobody, NOBODY);
        return nearest(from, to, k, nobody);
    }

    /** Of each row among the others of its own set; copies of a row count as others. */
    public static Nearest within(Features set, int k) {
        return nearest(set, set, k, IntStream.range(0, set.count()).toArray());
    }

    /** The same for some rows of the set. */
    static Nearest within(Features set, int[] some, int k) {
        try (Features chosen = set.select(some)) {
            return nearest(chosen, set, k, some);
        }
    }

    private static Nearest nearest(Features from, Features to, int k, int[] self) {
        int others = to.count() - (self.length > 0 && self[0] != NOBODY ? 1 : 0);
        if (from.size() != to.size()) {
            throw new BadInput(
                    "features have " + from.size() + " and " + to.size() + " numbers; allowed: equally many");
        }
        if (k < 1 || k > others) {
            throw new BadInput("k is " + k + ", but a sample has " + others + " others; allowed: 1 to " + others);
        }
        Nearest found = new Nearest(k, new int[from.count() * k], new double[from.count() * k]);
        try (TensorScope scope = TensorScope.open()) {
            Distances distances = Distances.between(from, to);
            for (int at = 0; at < from.count(); at += distances.rowsAtOnce()) {
                try (TensorScope block = TensorScope.open()) {
                    int some = Math.min(distances.rowsAtOnce(), from.count() - at);
                    fill(found, distances, at, some, self);
                }
            }
        }
        return found;
    }

    private static void fill(Nearest found, Distances distances, int at, int some, int[] self) {
        Tensor rough = distances.rough(at, some);
        for (int i = 0; i < some; i++) {
            if (self[at + i] != NOBODY) {
                rough.select(0, i).narrow(0, self[at + i], 1).fill_(new Scalar(Double.POSITIVE_INFINITY));
            }
        }
        int n = (int) rough.size(1);
        int m = Math.min(n, found.k() + SPARE);
        T_TensorTensor_T least = torch.topk(rough, m, 1, false, true);
        double[] values = Tensors.toDoubles(least.get0());
        long[] numbers = Tensors.toLongs(least.get1());
        double[] doubt = distances.doubt(at, some);
        double[] exact = distances.exact(at, some, numbers, m);
        for (int i = 0; i < some; i++) {
            double border = values[i * m + found.k() - 1] + 2 * doubt[i];
            int[] candidates;
            double[] squared;
            if (m == n || values[i * m + m - 1] > border) {
                candidates = IntStream.range(i * m, (i + 1) * m)
                        .map(j -> (int) numbers[j])
                        .toArray();
                squared = Arrays.copyOfRange(exact, i * m, (i + 1) * m);
            } else { // many ties: every row that may be among the nearest
                candidates = below(rough.select(0, i), border);
                squared = distances.exact(at + i, candidates);
            }
            best(found, at + i, candidates, squared, self[at + i]);
        }
    }

    private static int[] below(Tensor row, double border) {
        return Arrays.stream(Tensors.toLongs(row.le(new Scalar(border)).nonzero()))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static void best(Nearest found, int row, int[] candidates, double[] squared, int self) {
        int[] order = IntStream.range(0, candidates.length)
                .filter(c -> candidates[c] != self)
                .boxed()
                .sorted((a, b) -> squared[a] != squared[b]
                        ? Double.compare(squared[a], squared[b])
                        : Integer.compare(candidates[a], candidates[b]))
                .limit(found.k())
                .mapToInt(Integer::intValue)
                .toArray();
        for (int r = 0; r < order.length; r++) {
            found.rows()[row * found.k() + r] = candidates[order[r]];
            found.squared()[row * found.k() + r] = squared[order[r]];
        }
    }
}
