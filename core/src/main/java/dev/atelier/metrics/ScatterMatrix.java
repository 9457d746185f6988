package dev.atelier.metrics;

import dev.atelier.tensor.Symmetric;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Σ(x − μ)(x − μ)ᵀ of some vectors, as a root or as itself, in the memory of a float64 matrix that belongs to whoever made it.
 *
 * <p>A root loses nothing. The product is several times as fast to add to and to go on with, but rounds at 10⁻¹⁶ of its largest values,
 * which are squares. It is taken where the diagonal of its Cholesky decomposition shows that the smallest are still right. Squares on
 * that diagonal are Schur complements, and those of a sum are no less than their sums: one decomposition vouches for all rows that come
 * later, until these have made the largest value too large.
 */
sealed interface ScatterMatrix {
    /** Least square on the diagonal of the Cholesky decomposition, as a part of the product's largest value. */
    double WELL_CONDITIONED = 1e-8;

    Tensor matrix();

    /** Rows of {@link #root}. */
    long height();

    /** R [height, size] with RᵀR = this, in the caller's scope. */
    Tensor root();

    /** Adds this to the lower triangle of a matrix. */
    void addTo(Tensor product);

    /** Its diagonal. */
    Tensor squares();

    /** Of the squares on the diagonal of the Cholesky decomposition none is less; 0 of a root, which vouches for nothing. */
    double least();

    default double most() {
        return squares().max().item_double();
    }

    default double trace() {
        return squares().sum().item_double();
    }

    /** R, the first rows of a matrix. */
    record Root(Tensor matrix, long height) implements ScatterMatrix {
        private static final int CHUNK = 256;

        static Root of(Tensor rows) {
            return new Root(rows, rows.size(0));
        }

        @Override
        public Tensor root() {
            return matrix.narrow(0, 0, height);
        }

        @Override
        public void addTo(Tensor product) {
            Symmetric.addSquare(product, root());
        }

        @Override
        public Tensor squares() {
            Tensor sum = torch.zeros(new long[] {matrix.size(1)}, matrix.options());
            for (long from = 0; from < height; from += CHUNK) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor some = matrix.narrow(0, from, Math.min(CHUNK, height - from));
                    sum.add_(some.mul(some).sum(0));
                }
            }
            return sum;
        }

        @Override
        public double least() {
            return 0;
        }
    }

    /** RᵀR, the lower triangle of a matrix. */
    record Product(Tensor matrix, double least) implements ScatterMatrix {
        @Override
        public long height() {
            return matrix.size(0);
        }

        /** L with LLᵀ = this, and anything above its diagonal. */
        Tensor triangle() {
            Tensor l = matrix.clone();
            if (!Symmetric.cholesky(l)) {
                throw new IllegalStateException("not positive definite, but vouched for");
            }
            return l;
        }

        @Override
        public Tensor root() {
            return triangle().tril().t();
        }

        @Override
        public void addTo(Tensor product) {
            product.add_(matrix);
        }

        @Override
        public Tensor squares() {
            return matrix.diagonal();
        }
    }

    /** The sum of all, in the memory of a matrix [size, size]; none but the first may be in it. */
    static ScatterMatrix sum(Tensor matrix, List<ScatterMatrix> all) {
        try (TensorScope scope = TensorScope.open()) {
            double least = all.stream().mapToDouble(ScatterMatrix::least).sum();
            if (least == 0 && all.stream().mapToLong(ScatterMatrix::height).sum() <= matrix.size(0)) {
                return root(matrix, stacked(all));
            }
            boolean vouchedFor = least > 0
                    && wellConditioned(
                            least, all.stream().mapToDouble(ScatterMatrix::most).sum());
            if (vouchedFor && all.get(0).matrix() == matrix && all.get(0) instanceof Product) {
                all.stream().skip(1).forEach(other -> other.addTo(matrix));
                return new Product(matrix, least);
            }
            boolean unused = all.get(0).matrix() != matrix;
            Tensor product = unused ? matrix.zero_() : torch.zeros_like(matrix);
            all.forEach(one -> one.addTo(product));
            if (!vouchedFor) {
                least = leastSquare(product);
            }
            if (wellConditioned(least, product.diagonal().max().item_double())) {
                matrix.copy_(product);
                return new Product(matrix, least);
            }
            return root(matrix, torch.linalg_qr(stacked(all), "r").get1());
        }
    }

    private static boolean wellConditioned(double least, double most) {
        return least > 0 && least >= WELL_CONDITIONED * most;
    }

    private static Root root(Tensor matrix, Tensor rows) {
        Root root = new Root(matrix, rows.size(0));
        root.root().copy_(rows);
        return root;
    }

    private static Tensor stacked(List<ScatterMatrix> all) {
        return torch.cat(new TensorVector(all.stream().map(ScatterMatrix::root).toArray(Tensor[]::new)), 0);
    }

    /** On the diagonal of the Cholesky decomposition; 0 where there is none. */
    private static double leastSquare(Tensor product) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor l = product.clone();
            return Symmetric.cholesky(l) ? Math.pow(l.diagonal().min().item_double(), 2) : 0;
        }
    }
}
