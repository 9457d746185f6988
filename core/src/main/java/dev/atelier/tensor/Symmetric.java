package dev.atelier.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What BLAS and LAPACK do in place on half of a symmetric matrix; libtorch has only products and decompositions of whole ones, into
 * new memory. Matrices are float64 [d, d], contiguous, in the processor's memory; their lower triangle counts and nothing above the
 * diagonal is read or written. Products take the threads that {@link AlgebraThreads} allows, decompositions one.
 */
public final class Symmetric {
    /** LAPACK counts along columns: what is below the diagonal for us is above it there. */
    private static final byte LOWER = 'U';

    private static final byte VALUES_ONLY = 'N';
    private static final int COLUMNS = openblas.LAPACK_COL_MAJOR;

    private Symmetric() {}

    /** Adds YᵀY to A; the rows Y are [n, d]. */
    public static void addSquare(Tensor a, Tensor rows) {
        int d = size(a);
        try (TensorScope scope = TensorScope.open()) {
            openblas.cblas_dsyrk(
                    openblas.CblasRowMajor,
                    openblas.CblasLower,
                    openblas.CblasTrans,
                    d,
                    (int) rows.size(0),
                    1,
                    data(rows, d),
                    d,
                    1,
                    data(a, d),
                    d);
        }
    }

    /** Puts L with LLᵀ = A into A's place; false, and nothing of use there, where A is not positive definite. */
    public static boolean cholesky(Tensor a) {
        int d = size(a);
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads one = AlgebraThreads.single()) {
            return openblas.LAPACKE_dpotrf(COLUMNS, LOWER, d, data(a, d), d) == 0;
        }
    }

    /** Puts LᵀAL into A's place, where L is what {@link #cholesky} left. */
    public static void congruent(Tensor a, Tensor l) {
        int d = size(a);
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads one = AlgebraThreads.single()) {
            require(openblas.LAPACKE_dsygst(COLUMNS, 2, LOWER, d, data(a, d), d, data(l, d), size(l)));
        }
    }

    /** Eigenvalues in ascending order [d]; nothing of use is left of A. */
    public static Tensor eigenvalues(Tensor a) {
        int d = size(a);
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads one = AlgebraThreads.single()) {
            Tensor values = torch.zeros(new long[] {1, d}, a.options());
            // in two stages, through a band: half of one's products with single vectors become products of blocks
            require(openblas.LAPACKE_dsyev_2stage(COLUMNS, VALUES_ONLY, LOWER, d, data(a, d), d, data(values, d)));
            return scope.promote(values.view(d));
        }
    }

    private static int size(Tensor a) {
        if (a.dim() != 2 || a.size(0) != a.size(1)) {
            throw new IllegalArgumentException("not a square matrix: " + Arrays.toString(Tensors.shape(a)));
        }
        return (int) a.size(0);
    }

    /** LAPACK believes what it is told; another layout would have it read and write beyond the memory. */
    private static DoublePointer data(Tensor x, int columns) {
        if (x.scalar_type().intern() != ScalarType.Double || !x.is_contiguous() || x.size(1) != columns) {
            throw new IllegalArgumentException("not float64 in rows of " + columns);
        }
        return new DoublePointer(x.data_ptr());
    }

    private static void require(int info) {
        if (info != 0) {
            throw new IllegalStateException("LAPACK gave up: " + info);
        }
    }
}
