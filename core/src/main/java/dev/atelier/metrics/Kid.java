package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The kernel distance: the squared maximum mean discrepancy under k(a, b) = (a·b/d + 1)³ (Bińkowski et al. 2018, arXiv 1801.01401,
 * section 4; reference: the authors' MMD-GAN code). Unbiased values can be negative and are left so.
 *
 * <p>With a centre c, a = c + u, b = c + v, and s = c·c/d + 1, α = c·u/d, β = c·v/d, w = u·v/d, all terms of (s + α + β + w)³ that
 * depend on one sample alone cancel between the three means. What is left is w³ + 3w²q + 3wq² + 3αβ(q + s) with q = s + α + β: far
 * from the origin it is smaller than the kernel by orders of magnitude, and so is its rounding. c is the mean of all samples.
 */
public final class Kid {
    private static final int BLOCK = 512;

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
        int[][] left = new int[subsets][];
        int[][] right = new int[subsets][];
        for (int i = 0; i < subsets; i++) {
            left[i] = Arrays.copyOf(stream.permutation(real.count()), size);
            right[i] = Arrays.copyOf(stream.permutation(fake.count()), size);
        }
        double together = Math.pow((double) real.count() + fake.count(), 2);
        if (together < (double) subsets * 4 * size * size) { // pairs are in many subsets: each is looked at once
            return subsets(real, left, fake, right);
        }
        double[] values = new double[subsets];
        for (int i = 0; i < subsets; i++) {
            values[i] = subset(real, left[i], fake, right[i]);
        }
        return values;
    }

    /** Sums over the pairs of a subset are products of the whole kernel with the subset's ones and zeros from both sides. */
    private static double[] subsets(Features real, int[][] left, Features fake, int[][] right) {
        try (TensorScope scope = TensorScope.open()) {
            Kid kid = around(real, fake);
            double n = left[0].length;
            Tensor members = members(left, real.count());
            Tensor others = members(right, fake.count());
            double[] reals = kid.sums(real, members, real, members, true);
            double[] fakes = kid.sums(fake, others, fake, others, true);
            double[] across = kid.sums(real, members, fake, others, false);
            double[] values = new double[left.length];
            Arrays.setAll(values, i -> (reals[i] + fakes[i]) / (n * (n - 1)) - 2 * across[i] / (n * n));
            return values;
        }
    }

    /** [rows, subsets]: 1 where a row is in a subset. */
    private static Tensor members(int[][] subsets, int rows) {
        double[] ones = new double[Math.multiplyExact(rows, subsets.length)];
        for (int s = 0; s < subsets.length; s++) {
            for (int row : subsets[s]) {
                ones[row * subsets.length + s] = 1;
            }
        }
        return Tensors.of(ones, rows, subsets.length);
    }

    /** By subset, the sum over its pairs; {@code apart} leaves out those of a row with itself, the two sides being one set. */
    private double[] sums(Features left, Tensor inLeft, Features right, Tensor inRight, boolean apart) {
        Tensor sums = torch.zeros(new long[] {inLeft.size(1)}, inLeft.options());
        for (int i = 0; i < left.count(); i += BLOCK) {
            for (int j = apart ? i : 0; j < right.count(); j += BLOCK) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor k = kernel(left, i, right, j);
                    Tensor rows = inLeft.narrow(0, i, k.size(0));
                    Tensor columns = inRight.narrow(0, j, k.size(1));
                    if (apart && i == j) {
                        k.diagonal().zero_();
                    }
                    Tensor part = k.matmul(columns).mul_(rows).sum(0);
                    sums.add_(apart && i < j ? part.mul_(new Scalar(2.0)) : part);
                }
            }
        }
        return Tensors.toDoubles(sums);
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
            Kid kid = around(real, fake);
            return new KernelSums(
                    kid.within(reals), kid.within(fakes), kid.across(reals, fakes), reals.counts(), fakes.counts());
        }
    }

    /** With the mean of all samples for a centre, in the caller's scope. */
    private static Kid around(Features real, Features fake) {
        double[] a = FeatureMean.of(real);
        double[] b = FeatureMean.of(fake);
        double[] c = new double[a.length];
        double square = 0;
        double share = (double) real.count() / ((double) real.count() + fake.count());
        for (int i = 0; i < c.length; i++) {
            c[i] = share * a[i] + (1 - share) * b[i];
            square += c[i] * c[i];
        }
        return new Kid(Tensors.of(c, c.length), square / c.length + 1);
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
        Tensor w = u.matmul(v.t()).mul_(d);
        Tensor q = alpha.add(beta).add_(new Scalar(s));
        Tensor three = q.mul(new Scalar(3.0));
        // w³ + 3w²q + 3wq², then 3αβ(q + s), in place: a block stays in the processor's cache
        Tensor cubic = w.add(three).mul_(w).add_(three.mul_(q)).mul_(w);
        return cubic.add_(
                q.add_(new Scalar(s)).mul_(new Scalar(3.0)).mul_(alpha).mul_(beta));
    }
}
