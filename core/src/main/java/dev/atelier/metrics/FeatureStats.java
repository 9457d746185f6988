package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.AlgebraThreads;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Count, mean and covariance of feature vectors that come in pieces, in float64 and in the memory of one covariance.
 *
 * <p>What is kept of the covariance is a root: a matrix R of at most {@code size} rows with RᵀR = Σ(x − μ)(x − μ)ᵀ. Pieces are joined by
 * putting their roots on top of one another with √(nₐn_b/(nₐ+n_b))·(μ_b − μₐ) as one more row (Chan, Golub and LeVeque 1979). Where
 * that has more rows than columns, R is the triangle of its QR decomposition (Demmel et al. 2012, arXiv 0808.2664); it is taken from
 * the Cholesky decomposition of the product where its diagonal shows that this loses nothing, which is four times as fast. Moments are
 * never squared and subtracted, so data far from the origin lose nothing, the covariance cannot become indefinite, and fewer vectors
 * than dimensions keep their exact rank.
 */
public final class FeatureStats {
    /** Rows that are folded at once: many enough for fast products, few enough for memory. */
    private static final int BLOCK = 4096;

    /** Least part of a root's longest diagonal value: squaring costs the squares of these, 10⁻⁸ of 10⁻¹⁶. */
    private static final double WELL_CONDITIONED = 1e-4;
    /** Of a product with itself, which is symmetric: this many spare three eighths of it. */
    private static final int STRIPES = 4;

    private final int size;
    private final double[] pending;
    private int waiting;
    private Part whole;

    /**
     * Moments of some vectors. Either matrix says all.
     *
     * @param root R, [rank, size] row-major, rank at most min(count, size)
     * @param product the lower triangle of RᵀR [size, size], where its own Cholesky decomposition is a good root
     */
    private record Part(long count, double[] mean, Optional<double[]> root, Optional<double[]> product) {}

    /** Of no vectors yet; {@code size} is their length. */
    public FeatureStats(int size) {
        this.size = size;
        pending = new double[Math.multiplyExact(Math.max(1, Math.min(BLOCK, (1 << 23) / size)), size)];
        whole = new Part(0, new double[size], Optional.of(new double[0]), Optional.empty());
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
                Tensor next = part.rows(from, some);
                if (some == rows) { // a whole block as it is
                    whole = join(whole, part(next.to(ScalarType.Double)));
                } else {
                    double[] values = Tensors.toDoubles(next);
                    System.arraycopy(values, 0, pending, waiting * size, values.length);
                    waiting += some;
                }
            }
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
            try (TensorScope scope = TensorScope.open()) {
                whole = join(whole, part(Tensors.of(Arrays.copyOf(pending, waiting * size), waiting, size)));
            }
            waiting = 0;
        }
    }

    private Part part(Tensor rows) {
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads threads = AlgebraThreads.open()) {
            // in two passes: the second takes away what rounding left in the first, far from the origin
            Tensor rough = rows.mean(0);
            Tensor mean = rough.add(rows.sub(rough).mean(0));
            Tensor centred = rows.sub(mean);
            return reduced(rows.size(0), Tensors.toDoubles(mean), rows.size(0), () -> centred, () -> product(centred));
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
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads threads = AlgebraThreads.open()) {
            Tensor step = matrix(apart);
            long height = height(a) + height(b) + 1;
            Supplier<Tensor> rows = () -> torch.cat(new TensorVector(root(a), root(b), step), 0);
            return reduced(
                    n, mean, height, rows, () -> product(a).add(product(b)).add(product(step)));
        }
    }

    /** Moments from R, of any height, or RᵀR. */
    private Part reduced(long count, double[] mean, long height, Supplier<Tensor> rows, Supplier<Tensor> product) {
        if (height <= size) {
            return new Part(count, mean, Optional.of(Tensors.toDoubles(rows.get())), Optional.empty());
        }
        Tensor square = product.get();
        T_TensorTensor_T cholesky = torch.linalg_cholesky_ex(square, false, false);
        Tensor diagonal = cholesky.get0().diagonal();
        if (cholesky.get1().item_int() == 0
                && diagonal.min().item_double()
                        >= WELL_CONDITIONED * diagonal.max().item_double()) {
            return new Part(count, mean, Optional.empty(), Optional.of(Tensors.toDoubles(square)));
        }
        return new Part(count, mean, Optional.of(Tensors.toDoubles(triangle(rows.get()))), Optional.empty());
    }

    private long height(Part part) {
        return part.root.map(root -> root.length / size).orElse(size);
    }

    private Tensor root(Part part) {
        return part.root
                .map(this::matrix)
                .orElseGet(() -> torch.linalg_cholesky(matrix(part.product.orElseThrow()))
                        .t());
    }

    private Tensor product(Part part) {
        return part.product.map(this::matrix).orElseGet(() -> product(root(part)));
    }

    /** RᵀR up to some values above the diagonal, which nobody reads. */
    private Tensor product(Tensor rows) {
        Tensor square = torch.zeros(new long[] {size, size}, rows.options());
        int step = (size + STRIPES - 1) / STRIPES;
        for (int from = 0; from < size; from += step) {
            int some = Math.min(step, size - from);
            square.narrow(0, from, some)
                    .narrow(1, 0, from + some)
                    .copy_(rows.narrow(1, from, some).t().matmul(rows.narrow(1, 0, from + some)));
        }
        return square;
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
        return root(whole);
    }
}
