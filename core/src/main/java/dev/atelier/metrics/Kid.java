package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The kernel distance: the squared maximum mean discrepancy under k(a, b) = (a·b/d + 1)³ (Bińkowski et al. 2018, arXiv 1801.01401,
 * section 4; reference: the authors' MMD-GAN code). Unbiased values can be negative and are left so.
 *
 * <p>With a centre c, a = c + u, b = c + v, and s = c·c/d + 1, α = c·u/d, β = c·v/d, w = u·v/d, all terms of (s + α + β + w)³ that
 * depend on one sample alone cancel between the three means. What is left is w³ + 3w²q + 3wq² + 3αβ(q + s) with q = s + α + β: far
 * from the origin it is smaller than the kernel by orders of magnitude, and so is its rounding. c is the mean of all samples.
 */
public final class Kid {
    private static final int BLOCK = 1024;

    private final Features real;
    private final Features fake;
    private final Tensor centre;
    private final double s;

    private Kid(Features real, Features fake, Tensor centre, double s) {
        this.real = real;
        this.fake = fake;
        this.centre = centre;
        this.s = s;
    }

    /** Pairs of a sample with itself left out of both inner means. */
    public static double unbiased(Features real, Features fake) {
        return of(real, fake, true);
    }

    /** With them. */
    public static double biased(Features real, Features fake) {
        return of(real, fake, false);
    }

    /** Unbiased, over these rows. */
    public static double subset(Features real, int[] realRows, Features fake, int[] fakeRows) {
        try (Features a = real.select(realRows);
                Features b = fake.select(fakeRows)) {
            return unbiased(a, b);
        }
    }

    /** Unbiased values of random subsets, each drawn from both sides without replacement; their mean is the KID of many papers. */
    public static double[] subsets(Features real, Features fake, int subsets, int size, long seed) {
        if (size > real.count() || size > fake.count()) {
            throw new BadInput(
                    "kid: subsets of " + size + "; allowed: at most " + real.count() + " and " + fake.count());
        }
        RandomStream stream = RandomStream.of(seed, "kid");
        double[] values = new double[subsets];
        for (int i = 0; i < subsets; i++) {
            int[] left = Arrays.copyOf(stream.permutation(real.count()), size);
            int[] right = Arrays.copyOf(stream.permutation(fake.count()), size);
            values[i] = subset(real, left, fake, right);
        }
        return values;
    }

    private static double of(Features real, Features fake, boolean unbiased) {
        require(real, fake);
        try (TensorScope scope = TensorScope.open()) {
            double[] a = FeatureMean.of(real);
            double[] b = FeatureMean.of(fake);
            double[] c = new double[a.length];
            double square = 0;
            double share = (double) real.count() / ((double) real.count() + fake.count());
            for (int i = 0; i < c.length; i++) {
                c[i] = share * a[i] + (1 - share) * b[i];
                square += c[i] * c[i];
            }
            Kid kid = new Kid(real, fake, Tensors.of(c, c.length), square / c.length + 1);
            return kid.within(real, unbiased) + kid.within(fake, unbiased) - 2 * kid.across();
        }
    }

    private static void require(Features real, Features fake) {
        if (real.size() != fake.size()) {
            throw new BadInput("real features have " + real.size() + " numbers, fake ones " + fake.size()
                    + "; allowed: equally many");
        }
        if (real.count() < 2 || fake.count() < 2) {
            throw new BadInput("kid: " + real.count() + " real and " + fake.count()
                    + " fake samples; allowed: at least 2 of each");
        }
    }

    private double within(Features set, boolean unbiased) {
        Sum sum = new Sum();
        for (int i = 0; i < set.count(); i += BLOCK) {
            for (int j = i; j < set.count(); j += BLOCK) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor k = kernel(set, i, set, j);
                    double block = k.sum().item_double();
                    double diagonal = i == j && unbiased ? k.diagonal().sum().item_double() : 0;
                    sum.add((i == j ? block : 2 * block) - diagonal);
                }
            }
        }
        double n = set.count();
        return sum.value() / (unbiased ? n * (n - 1) : n * n);
    }

    private double across() {
        Sum sum = new Sum();
        for (int i = 0; i < real.count(); i += BLOCK) {
            for (int j = 0; j < fake.count(); j += BLOCK) {
                try (TensorScope scope = TensorScope.open()) {
                    sum.add(kernel(real, i, fake, j).sum().item_double());
                }
            }
        }
        return sum.value() / ((double) real.count() * fake.count());
    }

    /** What is left of the kernel between two blocks. */
    private Tensor kernel(Features left, int i, Features right, int j) {
        Tensor u = left.rows(i, Math.min(BLOCK, left.count() - i)).sub(centre);
        Tensor v = right.rows(j, Math.min(BLOCK, right.count() - j)).sub(centre);
        Scalar d = new Scalar(1.0 / left.size());
        Tensor alpha = u.matmul(centre).mul(d).unsqueeze(1);
        Tensor beta = v.matmul(centre).mul(d).unsqueeze(0);
        Tensor w = u.matmul(v.t()).mul(d);
        Tensor q = alpha.add(beta).add(new Scalar(s));
        Tensor three = q.mul(new Scalar(3.0));
        Tensor cubic = w.mul(w.mul(w.add(three)).add(three.mul(q)));
        return cubic.add(alpha.mul(beta).mul(q.add(new Scalar(s))).mul(new Scalar(3.0)));
    }

    /** Neumaier's compensated sum. */
    private static final class Sum {
        private double sum;
        private double lost;

        void add(double value) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        double value() {
            return sum + lost;
        }
    }
}
