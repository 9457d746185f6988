package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.AlgebraThreads;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The Fréchet distance between Gaussians fitted to two sets of features (Heusel et al. 2017, arXiv 1706.08500, equation 6; references:
 * pytorch-fid and TTUR, which divide covariances by n − 1):
 * |μ₁ − μ₂|² + Tr S₁ + Tr S₂ − 2 Tr (S₁S₂)^½.
 *
 * <p>The last trace is taken as the sum of the singular values of R₁R₂ᵀ, where RᵀR is a covariance: no root of an unsymmetric matrix,
 * no complex numbers, no constant on the diagonal, exact where there are fewer vectors than dimensions. Singular values are roots of
 * eigenvalues where none of those is so small that squaring would have cost digits; that is twice as fast.
 */
public final class Fid {
    private static final double ROUNDING = 1e-6;
    /** Least part of the largest eigenvalue: the root of the least is then right to 10⁻¹¹ of the largest. */
    private static final double DIGITS_LEFT = 1e-10;

    private Fid() {}

    /** With covariances divided by n − 1, as the usual FID has them. */
    public static double between(FeatureStats real, FeatureStats fake) {
        return distance(real, fake, 1);
    }

    /** With covariances divided by n. */
    public static double ddof0(FeatureStats real, FeatureStats fake) {
        return distance(real, fake, 0);
    }

    private static double distance(FeatureStats real, FeatureStats fake, int ddof) {
        require(real, fake);
        double means = 0;
        double[] a = real.mean();
        double[] b = fake.mean();
        for (int i = 0; i < a.length; i++) {
            means += (a[i] - b[i]) * (a[i] - b[i]);
        }
        double n = real.count() - ddof;
        double m = fake.count() - ddof;
        try (TensorScope scope = TensorScope.open();
                AlgebraThreads threads = AlgebraThreads.open()) {
            Tensor r1 = real.root();
            Tensor r2 = fake.root();
            double traces = square(r1) / n + square(r2) / m;
            double cross = singularValues(r1.matmul(r2.t())) / Math.sqrt(n * m);
            double distance = means + traces - 2 * cross;
            if (distance >= 0 || distance >= -ROUNDING * (means + traces)) {
                return Math.max(0, distance);
            }
            throw new IllegalStateException("a squared distance of " + distance);
        }
    }

    /** Their sum. */
    private static double singularValues(Tensor x) {
        Tensor square = x.size(0) <= x.size(1) ? x.matmul(x.t()) : x.t().matmul(x);
        Tensor eigenvalues = torch.linalg_eigvalsh(square);
        if (eigenvalues.min().item_double() >= DIGITS_LEFT * eigenvalues.max().item_double()) {
            return eigenvalues.sqrt().sum().item_double();
        }
        return torch.linalg_svdvals(x).sum().item_double();
    }

    private static double square(Tensor root) {
        return root.mul(root).sum().item_double();
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
