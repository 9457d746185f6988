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

    private final Tensor centre;
    private final double s;

    private Kid(Tensor centre, double s) {
        this.centre = centre;
        this.s = s;
    }

    /** Pairs of a sample with itself left out of both inner means. */
    public static double unbiased(Features real, Features fake) {
        return sums(real, fake, 1).unbiased();
    }

    /** With them. */
    public static double biased(Features real, Features fake) {
        return sums(real, fake, 1).biased();
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

    /**
     * The sums of the kernel between groups of rows, row i of either set in group i mod {@code groups}; from them come the values of all
     * rows and of all but one group, for the price of one.
     */
    public static KernelSums sums(Features real, Features fake, int groups) {
        require(real, fake);
        try (TensorScope scope = TensorScope.open();
                Grouped reals = Grouped.of(real, groups);
                Grouped fakes = Grouped.of(fake, groups)) {
            double[] a = FeatureMean.of(real);
            double[] b = FeatureMean.of(fake);
            double[] c = new double[a.length];
            double square = 0;
            double share = (double) real.count() / ((double) real.count() + fake.count());
            for (int i = 0; i < c.length; i++) {
                c[i] = share * a[i] + (1 - share) * b[i];
                square += c[i] * c[i];
            }
            Kid kid = new Kid(Tensors.of(c, c.length), square / c.length + 1);
            return new KernelSums(
                    kid.within(reals), kid.within(fakes), kid.across(reals, fakes), reals.counts(), fakes.counts());
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

    /** Between the groups of one set; a group with itself holds the pairs of a sample with itself apart. */
    private KernelSums.Within within(Grouped set) {
        int groups = set.parts().size();
        double[][] pairs = new double[groups][groups];
        double[] self = new double[groups];
        for (int g = 0; g < groups; g++) {
            Features part = set.parts().get(g);
            Sum all = new Sum();
            Sum diagonal = new Sum();
            for (int i = 0; i < part.count(); i += BLOCK) {
                for (int j = i; j < part.count(); j += BLOCK) {
                    try (TensorScope scope = TensorScope.open()) {
                        Tensor k = kernel(part, i, part, j);
                        double block = k.sum().item_double();
                        double own = i == j ? k.diagonal().sum().item_double() : 0;
                        all.add((i == j ? block : 2 * block) - own);
                        diagonal.add(own);
                    }
                }
            }
            pairs[g][g] = all.value();
            self[g] = diagonal.value();
            for (int h = g + 1; h < groups; h++) {
                pairs[g][h] = between(part, set.parts().get(h));
                pairs[h][g] = pairs[g][h];
            }
        }
        return new KernelSums.Within(pairs, self);
    }

    private double[][] across(Grouped reals, Grouped fakes) {
        int groups = reals.parts().size();
        double[][] pairs = new double[groups][groups];
        for (int g = 0; g < groups; g++) {
            for (int h = 0; h < groups; h++) {
                pairs[g][h] = between(reals.parts().get(g), fakes.parts().get(h));
            }
        }
        return pairs;
    }

    private double between(Features left, Features right) {
        Sum sum = new Sum();
        for (int i = 0; i < left.count(); i += BLOCK) {
            for (int j = 0; j < right.count(); j += BLOCK) {
                try (TensorScope scope = TensorScope.open()) {
                    sum.add(kernel(left, i, right, j).sum().item_double());
                }
            }
        }
        return sum.value();
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
}
