package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Squared distances between two sets in float64: roughly by |u|² + |v|² − 2u·v, fast, with a bound on the error; exactly by direct
 * differences, for those pairs that the bound leaves open. Lives in the caller's scope.
 *
 * <p>The bound: on data moved to their mean, each of the three terms is off by at most (d + 4)·ε of its size (Higham 2002, section
 * 3.1), together by less than 4(d + 4)ε(|u|² + |v|²).
 */
final class Distances {
    private static final long MOST_VALUES = 1L << 23;
    private static final double EPSILON = Math.ulp(1.0);

    private final Features from;
    private final Features to;
    private final Tensor centre;
    private final Tensor moved;
    private final Tensor squares;
    private final double largest;

    private Distances(Features from, Features to) {
        this.from = from;
        this.to = to;
        double[] mean = FeatureMean.of(to);
        TensorOptions float64 = new TensorOptions(ScalarType.Double);
        centre = Tensors.of(mean, mean.length);
        moved = torch.empty(new long[] {to.count(), to.size()}, float64, new MemoryFormatOptional());
        squares = torch.empty(new long[] {to.count()}, float64, new MemoryFormatOptional());
        int piece = piece();
        for (int at = 0; at < to.count(); at += piece) {
            try (TensorScope scope = TensorScope.open()) {
                int some = Math.min(piece, to.count() - at);
                Tensor part = to.rows(at, some).sub(centre);
                moved.narrow(0, at, some).copy_(part);
                squares.narrow(0, at, some).copy_(part.mul(part).sum(1));
            }
        }
        largest = squares.max().item_double();
    }

    /** Between the rows of both. */
    static Distances between(Features from, Features to) {
        return new Distances(from, to);
    }

    private int piece() {
        return (int) Math.max(1, MOST_VALUES / 2 / to.size());
    }

    /** How many rows of {@code from} fit into memory at once. */
    int rowsAtOnce() {
        return (int) Math.max(1, Math.min(from.count(), MOST_VALUES / Math.max(to.count(), 16L * to.size())));
    }

    /** Rough squared distances [some, to.count], in the caller's scope. */
    Tensor rough(int at, int some) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor u = from.rows(at, some).sub(centre);
            Tensor products = u.matmul(moved.t()).mul_(new Scalar(-2.0));
            return scope.promote(products.add_(u.mul(u).sum(1).unsqueeze(1)).add_(squares.unsqueeze(0)));
        }
    }

    /** How far off a row's rough values can be, for each of some rows. */
    double[] doubt(int at, int some) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor u = from.rows(at, some).sub(centre);
            double[] lengths = Tensors.toDoubles(u.mul(u).sum(1));
            double factor = 4 * (from.size() + 4) * EPSILON;
            // moving to the mean rounds too, by an ulp of the values themselves
            double moving = EPSILON * centre.abs().max().item_double();
            double shift = from.size() * moving;
            return Arrays.stream(lengths)
                    .map(length -> factor * (length + largest)
                            + 4 * shift * (Math.sqrt(length) + Math.sqrt(largest))
                            + 4 * shift * shift)
                    .toArray();
        }
    }

    /** Exact squared distances of pairs. */
    double[] exact(long[] rows, long[] numbers) {
        double[] squared = new double[rows.length];
        int piece = piece();
        for (int begin = 0; begin < rows.length; begin += piece) {
            int end = Math.min(rows.length, begin + piece);
            try (TensorScope scope = TensorScope.open()) {
                Tensor apart = from.pick(Arrays.copyOfRange(rows, begin, end))
                        .sub(to.pick(Arrays.copyOfRange(numbers, begin, end)));
                double[] part = Tensors.toDoubles(torch.sum(apart.mul(apart), new long[] {1}));
                System.arraycopy(part, 0, squared, begin, part.length);
            }
        }
        return squared;
    }
}
