package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.AlgebraThreads;
import dev.atelier.tensor.Symmetric;
import dev.atelier.tensor.TensorScope;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The Fréchet distance between Gaussians fitted to two sets of features (Heusel et al. 2017, arXiv 1706.08500, equation 6; references:
 * pytorch-fid and TTUR, which divide covariances by n − 1):
 * |μ₁ − μ₂|² + Tr S₁ + Tr S₂ − 2 Tr (S₁S₂)^½.
 *
 * <p>The last trace is taken as the sum of the singular values of R₁R₂ᵀ, where RᵀR is a covariance: no root of an unsymmetric matrix,
 * no complex numbers, no constant on the diagonal, exact where there are fewer vectors than dimensions. Singular values are roots of
 * eigenvalues where none of those is so small that squaring would have cost digits; that is three times as fast.
 */
public final class Fid {
    private static final double ROUNDING = 1e-6;
    /** Of √(Tr S₁ Tr S₂), by rounding of eigenvalues. */
    private static final double MAY_BE_LOST = 1e-11;

    private static final double EPSILON = 0x1p-53;

    private Fid() {}

    /** With covariances divided by n − 1, as the usual FID has them. */
    public static double between(FeatureStats real, FeatureStats fake) {
        return distance(real, fake, 1);
    }

    /** With covariances divided by n. */
    public static double ddof0(FeatureStats real, FeatureStats fake) {
        return distance(real, fake, 0);
    }

    /** What to say where there are no more samples than a covariance has dimensions; empty where there are. */
    public static Optional<String> caution(Features real, Features fake) {
        int n = Math.min(real.count(), fake.count());
        return n > real.size()
                ? Optional.empty()
                : Optional.of(
                        "fid of " + n + " samples of " + real.size() + " numbers: with no more samples than numbers"
                                + " it measures chance more than likeness; take at least " + (real.size() + 1)
                                + ", better ten times as many");
    }

    private static double distance(FeatureStats real, FeatureStats fake, int ddof) {
        require(real, fake);
        double means = 0;
        double[] mu1 = real.mean();
        double[] mu2 = fake.mean();
        for (int i = 0; i < mu1.length; i++) {
            means += (mu1[i] - mu2[i]) * (mu1[i] - mu2[i]);
        }
        double n = real.count() - ddof;
        double m = fake.count() - ddof;
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads threads = AlgebraThreads.open()) {
            ScatterMatrix a = real.scatter();
            ScatterMatrix b = fake.scatter();
            double traces = a.trace() / n + b.trace() / m;
            double cross = byEigenvalues(a, b).orElseGet(() -> bySingularValues(a, b)) / Math.sqrt(n * m);
            double distance = means + traces - 2 * cross;
            if (distance >= 0 || distance >= -ROUNDING * (means + traces)) {
                return Math.max(0, distance);
            }
            throw new IllegalStateException("a squared distance of " + distance);
        }
    }

    /**
     * Tr (AB)^½ from the eigenvalues of LᵀAL with LLᵀ = B; nothing where that may lose digits. An eigenvalue is right to 2⁻⁵³ of the
     * product of A's and B's largest values, its root to that over twice the root.
     */
    static OptionalDouble byEigenvalues(ScatterMatrix a, ScatterMatrix b) {
        if (!(a instanceof ScatterMatrix.Product && b instanceof ScatterMatrix.Product)) {
            return OptionalDouble.empty();
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor product = ((ScatterMatrix.Product) a).matrix().clone();
            Symmetric.congruent(product, ((ScatterMatrix.Product) b).triangle());
            Tensor eigenvalues = Symmetric.eigenvalues(product);
            Tensor roots = eigenvalues.sqrt(); // NaN where rounding made one negative
            double lost =
                    EPSILON / 2 * a.most() * b.most() * roots.reciprocal().sum().item_double();
            return lost <= MAY_BE_LOST * Math.sqrt(a.trace() * b.trace())
                    ? OptionalDouble.of(roots.sum().item_double())
                    : OptionalDouble.empty();
        }
    }

    static double bySingularValues(ScatterMatrix a, ScatterMatrix b) {
        try (TensorScope scope = TensorScope.open()) {
            return torch.linalg_svdvals(a.root().matmul(b.root().t())).sum().item_double();
        }
    }

    private static void require(FeatureStats real, FeatureStats fake) {
        if (real.size() != fake.size()) {
            throw new BadInput("real features have " + real.size() + " numbers, fake ones " + fake.size()
                    + "; allowed: equally many");
        }
        if (real.count() < 2 || fake.count() < 2) {
            throw new BadInput("fid: " + real.count() + " real and " + fake.count()
                    + " fake samples; allowed: at least 2 of each");
        }
    }
}
