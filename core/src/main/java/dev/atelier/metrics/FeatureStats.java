package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Count, mean and covariance of feature vectors that come in pieces, in float64 and in the memory of one covariance.
 *
 * <p>What is kept of the covariance is a root: an upper triangular R with RᵀR = Σ(x − μ)(x − μ)ᵀ. Pieces are joined by a QR
 * decomposition of the roots on top of one another with √(nₐn_b/(nₐ+n_b))·(μ_b − μₐ) as one more row (Chan, Golub and LeVeque 1979, in
 * the form of a tall and skinny QR, Demmel et al. 2012, arXiv 0808.2664). Moments are never squared and subtracted, so data far from
 * the origin lose nothing, the covariance cannot become indefinite, and fewer vectors than dimensions keep their exact rank.
 */
public final class FeatureStats {
    /** Rows that are folded at once: many enough for fast products, few enough for memory. */
    private static final int BLOCK = 4096;

    private final int size;
    private final double[] pending;
    private int waiting;
    private Part whole;

    /**
     * Moments of some vectors.
     *
     * @param root [rank, size] row-major, rank at most min(count, size)
     */
    private record Part(long count, double[] mean, double[] root) {}

    /** Of no vectors yet; {@code size} is their length. */
    public FeatureStats(int size) {
        this.size = size;
        pending = new double[Math.multiplyExact(Math.max(1, Math.min(BLOCK, (1 << 23) / size)), size)];
        whole = new Part(0, new double[size], new double[0]);
    }

    /** Of all rows. */
    public static FeatureStats of(Features features) {
        FeatureStats stats = new FeatureStats(features.size());
        stats.add(features);
        return stats;
    }

    /** Of all rows but those of each group in turn, row i in group i mod {@code groups}. */
    static List<FeatureStats> withoutGroups(Features features, int groups) {
        List<FeatureStats> parts = new ArrayList<>();
        try (Grouped grouped = Grouped.of(features, groups)) {
            grouped.parts().forEach(part -> parts.add(of(part)));
        }
        List<FeatureStats> before = new ArrayList<>(List.of(new FeatureStats(features.size())));
        List<FeatureStats> after = new ArrayList<>(before);
        for (int g = 0; g < groups - 1; g++) {
            before.add(before.get(g).merge(parts.get(g)));
            after.add(0, parts.get(groups - 1 - g).merge(after.get(0)));
        }
        return IntStream.range(0, groups)
                .mapToObj(g -> before.get(g).merge(after.get(g)))
                .toList();
    }

    /** Adds rows; how they are cut into pieces changes nothing but the last digits. */
    public void add(Features part) {
        if (part.size() != size) {
            throw new BadInput("features of " + part.size() + " numbers, the others have " + size);
        }
        int rows = pending.length / size;
        for (int from = 0; from < part.count(); ) {
            int some = Math.min(rows - waiting, part.count() - from);
            try (TensorScope scope = TensorScope.open()) {
                double[] values = Tensors.toDoubles(part.rows(from, some));
                System.arraycopy(values, 0, pending, waiting * size, values.length);
            }
            waiting += some;
            from += some;
            if (waiting == rows) {
                fold();
            }
        }
    }

    /** All vectors of both, as new statistics. */
    public FeatureStats merge(FeatureStats other) {
        if (other.size != size) {
            throw new BadInput("features of " + other.size + " numbers, the others have " + size);
        }
        fold();
        other.fold();
        FeatureStats both = new FeatureStats(size);
        both.whole = join(whole, other.whole);
        return both;
    }

    private void fold() {
        if (waiting > 0) {
            whole = join(whole, part(java.util.Arrays.copyOf(pending, waiting * size), waiting));
            waiting = 0;
        }
    }

    private Part part(double[] values, int count) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor rows = Tensors.of(values, count, size);
            // in two passes: the second takes away what rounding left in the first, far from the origin
            Tensor rough = rows.mean(0);
            Tensor mean = rough.add(rows.sub(rough).mean(0));
            Tensor centred = rows.sub(mean);
            return new Part(count, Tensors.toDoubles(mean), Tensors.toDoubles(triangle(centred)));
        }
    }

    private Part join(Part a, Part b) {
        if (a.count == 0 || b.count == 0) {
            return a.count == 0 ? b : a;
        }
        long n = a.count + b.count;
        double[] mean = new double[size];
        double[] apart = new double[size];
        double weight = Math.sqrt((double) a.count / n * b.count);
        for (int i = 0; i < size; i++) {
            double step = b.mean[i] - a.mean[i];
            mean[i] = a.mean[i] + step * ((double) b.count / n);
            apart[i] = weight * step;
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor stacked = torch.cat(new TensorVector(matrix(a.root), matrix(b.root), matrix(apart)), 0);
            return new Part(n, mean, Tensors.toDoubles(triangle(stacked)));
        }
    }

    private Tensor matrix(double[] root) {
        return Tensors.of(root, root.length / size, size);
    }

    /** R of the QR decomposition [min(rows, size), size]. */
    private static Tensor triangle(Tensor rows) {
        return torch.linalg_qr(rows, "r").get1();
    }

    /** How many vectors. */
    public long count() {
        return whole.count + waiting;
    }

    /** Length of a vector. */
    public int size() {
        return size;
    }

    /** The mean vector. */
    public double[] mean() {
        fold();
        return whole.mean.clone();
    }

    /** The covariance [size, size], row-major; {@code ddof} 1 divides by n − 1, 0 by n. */
    public double[] covariance(int ddof) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor root = root();
            return Tensors.toDoubles(root.t().matmul(root).div(new Scalar((double) (count() - ddof))));
        }
    }

    /** R with RᵀR = Σ(x − μ)(x − μ)ᵀ, in the caller's scope. */
    Tensor root() {
        fold();
        return matrix(whole.root);
    }
}
