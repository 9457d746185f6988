package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.AlgebraThreads;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Count, mean and covariance of feature vectors that come in pieces, in float64 and in the memory of one covariance, native and owned
 * until closed.
 *
 * <p>What is kept of the covariance is a root, a matrix R of at most {@code size} rows with RᵀR = Σ(x − μ)(x − μ)ᵀ, or RᵀR itself where
 * that loses nothing ({@link ScatterMatrix}). Pieces are joined by putting their roots on top of one another with
 * √(nₐn_b/(nₐ+n_b))·(μ_b − μₐ) as one more row (Chan, Golub and LeVeque 1979). Where that has more rows than columns, R is the triangle
 * of its QR decomposition (Demmel et al. 2012, arXiv 0808.2664). Moments are never squared and subtracted, so data far from the origin
 * lose nothing, the covariance cannot become indefinite, and fewer vectors than dimensions keep their exact rank.
 */
public final class FeatureStats implements AutoCloseable {
    /** Rows that are folded at once: many enough for fast products, few enough for memory. */
    private static final int BLOCK = 4096;

    private final int size;
    private final int block;
    private final Tensor matrix;
    private final List<double[]> pending = new ArrayList<>();
    private int waiting;
    private long count;
    private double[] mean;
    private ScatterMatrix scatter;

    /** Of no vectors yet; {@code size} is their length. */
    public FeatureStats(int size) {
        this.size = size;
        block = Math.max(1, Math.min(BLOCK, (1 << 23) / size));
        mean = new double[size];
        try (TensorScope scope = TensorScope.open()) {
            matrix = scope.keep(empty(size));
        }
        scatter = new ScatterMatrix.Root(matrix, 0);
    }

    /** Of all rows. */
    public static FeatureStats of(Features features) {
        FeatureStats stats = new FeatureStats(features.size());
        try (TensorScope scope = TensorScope.open()) {
            Tensor rows = stats.empty(Math.min(stats.block, features.count()));
            for (int from = 0; from < features.count(); from += stats.block) {
                stats.fold(features, from, rows.narrow(0, 0, Math.min(stats.block, features.count() - from)));
            }
        }
        return stats;
    }

    /** Of all rows but those of each group in turn, row i in group i mod {@code groups}; the caller closes each. */
    static List<FeatureStats> withoutGroups(Features features, int groups) {
        List<FeatureStats> before = new ArrayList<>(List.of(new FeatureStats(features.size())));
        List<FeatureStats> after = new ArrayList<>(List.of(new FeatureStats(features.size())));
        List<FeatureStats> parts = new ArrayList<>();
        try (Grouped grouped = Grouped.of(features, groups)) {
            grouped.parts().forEach(part -> parts.add(of(part)));
            for (int g = 0; g < groups - 1; g++) {
                before.add(before.get(g).merge(parts.get(g)));
                after.add(0, parts.get(groups - 1 - g).merge(after.get(0)));
            }
            return IntStream.range(0, groups)
                    .mapToObj(g -> before.get(g).merge(after.get(g)))
                    .toList();
        } finally {
            List.of(before, after, parts).forEach(stats -> stats.forEach(FeatureStats::close));
        }
    }

    /** Adds rows; how they are cut into pieces changes nothing but the last digits. */
    public void add(Features part) {
        if (part.size() != size) {
            throw new BadInput("features of " + part.size() + " numbers, the others have " + size);
        }
        for (int from = 0; from < part.count(); ) {
            int some = Math.min(block - waiting, part.count() - from);
            try (TensorScope scope = TensorScope.open()) {
                if (some == block) { // as it is
                    fold(part, from, empty(some));
                } else {
                    pending.add(Tensors.toDoubles(part.rows(from, some)));
                    waiting += some;
                }
            }
            from += some;
            if (waiting == block) {
                fold();
            }
        }
    }

    /** All vectors of both, as new statistics, which the caller closes. */
    public FeatureStats merge(FeatureStats other) {
        if (other.size != size) {
            throw new BadInput("features of " + other.size + " numbers, the others have " + size);
        }
        fold();
        other.fold();
        FeatureStats both = new FeatureStats(size);
        both.join(count, mean, scatter);
        both.join(other.count, other.mean, other.scatter);
        return both;
    }

    private void fold() {
        if (waiting > 0) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor rows = empty(waiting);
                int from = 0;
                for (double[] some : pending) {
                    Tensor part = Tensors.of(some, some.length / size, size);
                    rows.narrow(0, from, part.size(0)).copy_(part);
                    from += (int) part.size(0);
                }
                pending.clear();
                waiting = 0;
                fold(rows);
            }
        }
    }

    private void fold(Features features, int from, Tensor rows) {
        features.copyRows(from, rows);
        fold(rows);
    }

    /** Takes rows in, and their memory to centre them. */
    private void fold(Tensor rows) {
        try (TensorScope scope = TensorScope.open()) {
            // in two passes: the second takes away what rounding left in the first, far from the origin
            Tensor rough = rows.mean(0);
            rows.sub_(rough);
            Tensor rest = rows.mean(0);
            rows.sub_(rest);
            join(rows.size(0), Tensors.toDoubles(rough.add(rest)), ScatterMatrix.Root.of(rows));
        }
    }

    private void join(long otherCount, double[] otherMean, ScatterMatrix other) {
        if (otherCount == 0) {
            return;
        }
        long n = count + otherCount;
        double weight = Math.sqrt((double) count / n * otherCount);
        double[] joint = new double[size];
        double[] apart = new double[size];
        for (int i = 0; i < size; i++) {
            double step = otherMean[i] - mean[i];
            joint[i] = mean[i] + step * ((double) otherCount / n);
            apart[i] = weight * step;
        }
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads threads = AlgebraThreads.open()) {
            List<ScatterMatrix> all = count == 0
                    ? List.of(other)
                    : List.of(scatter, other, ScatterMatrix.Root.of(Tensors.of(apart, 1, size)));
            scatter = ScatterMatrix.sum(matrix, all);
        }
        count = n;
        mean = joint;
    }

    private Tensor empty(int rows) {
        return torch.empty(new long[] {rows, size}, new TensorOptions(ScalarType.Double), new MemoryFormatOptional());
    }

    /** How many vectors. */
    public long count() {
        return count + waiting;
    }

    /** Length of a vector. */
    public int size() {
        return size;
    }

    /** The mean vector. */
    public double[] mean() {
        fold();
        return mean.clone();
    }

    /** The covariance [size, size], row-major; {@code ddof} 1 divides by n − 1, 0 by n. */
    public double[] covariance(int ddof) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor root = scatter().root();
            return Tensors.toDoubles(root.t().matmul(root).div(new Scalar((double) (count() - ddof))));
        }
    }

    /** Σ(x − μ)(x − μ)ᵀ, until more rows come. */
    ScatterMatrix scatter() {
        fold();
        return scatter;
    }

    @Override
    public void close() {
        matrix.close();
    }
}
