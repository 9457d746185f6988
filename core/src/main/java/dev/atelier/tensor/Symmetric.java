package dev.atelier.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What BLAS and LAPACK do in place on half of a symmetric matrix; libtorch has only products and decompositions of whole ones, into
 * new memory. Matrices are float64 [d, d], contiguous, in the processor's memory; their lower triangle counts and nothing above the
 * diagonal is read or written. As fast as {@link AlgebraThreads} allows.
 */
public final class Symmetric {
    /** LAPACK counts along columns: what is below the diagonal for us is above it there. */
    private static final byte LOWER = 'U';

    private static final byte VALUES_ONLY = 'N';
    private static final int COLUMNS = openblas.LAPACK_COL_MAJOR;

    private Symmetric() {}

    /** Adds YᵀY to A; the rows Y are [n, d]. */
    public static void addSquare(Tensor a, Tensor rows) {
        try (TensorScope scope = TensorScope.open()) {
            openblas.cblas_dsyrk(
                    openblas.CblasRowMajor,
                    openblas.CblasLower,
                    openblas.CblasTrans,
                    size(a),
                    (int) rows.size(0),
                    1,
                    data(rows),
                    size(a),
                    1,
                    data(a),
                    size(a));
        }
    }

    /** Puts L with LLᵀ = A into A's place; false, and nothing of use there, where A is not positive definite. */
    public static boolean cholesky(Tensor a) {
        try (TensorScope scope = TensorScope.open()) {
            return openblas.LAPACKE_dpotrf(COLUMNS, LOWER, size(a), data(a), size(a)) == 0;
        }
    }

    /** Puts LᵀAL into A's place, where L is what {@link #cholesky} left. */
    public static void congruent(Tensor a, Tensor l) {
        try (TensorScope scope = TensorScope.open()) {
            require(openblas.LAPACKE_dsygst(COLUMNS, 2, LOWER, size(a), data(a), size(a), data(l), size(a)));
        }
    }

    /** Eigenvalues in ascending order [d]; nothing of use is left of A. */
    public static Tensor eigenvalues(Tensor a) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor values = torch.zeros(new long[] {size(a)}, a.options());
            require(openblas.LAPACKE_dsyev_2stage(
                    COLUMNS, VALUES_ONLY, LOWER, size(a), data(a), size(a), data(values)));
            return scope.promote(values);
        }
    }

    private static int size(Tensor a) {
        return (int) a.size(1);
    }

    private static DoublePointer data(Tensor contiguous) {
        return new DoublePointer(contiguous.data_ptr());
    }

    private static void require(int info) {
        if (info != 0) {
            throw new IllegalStateException("LAPACK gave up: " + info);
        }
    }
}
