package dev.atelier.metrics;

/**
 * Sums of a kernel between groups of rows, from {@link Kid#sums}.
 *
 * @param real between groups of real samples
 * @param fake between groups of fake ones
 * @param across [groups of reals][groups of fakes]
 * @param reals number of samples of each group
 * @param fakes likewise
 */
public record KernelSums(Within real, Within fake, double[][] across, int[] reals, int[] fakes) {
    private static final int NONE = -1;

    /**
     * Of one set.
     *
     * @param pairs [group][group], pairs of a sample with itself left out
     * @param self of those, by group
     */
    record Within(double[][] pairs, double[] self) {
        private double mean(int left, int[] counts, boolean unbiased) {
            Sum sum = new Sum();
            for (int g = 0; g < self.length; g++) {
                for (int h = 0; h < self.length && g != left; h++) {
                    sum.add(h == left ? 0 : pairs[g][h]);
                }
                sum.add(g == left || unbiased ? 0 : self[g]);
            }
            double n = count(left, counts);
            return sum.value() / (unbiased ? n * (n - 1) : n * n);
        }
    }

    /** Of all samples, pairs of a sample with itself left out of both inner means. */
    public double unbiased() {
        return distance(NONE, true);
    }

    /** With them. */
    public double biased() {
        return distance(NONE, false);
    }

    /** {@link #unbiased()} of all samples but those of a group. */
    public double unbiasedWithout(int group) {
        return distance(group, true);
    }

    /** {@link #biased()} of all samples but those of a group. */
    public double biasedWithout(int group) {
        return distance(group, false);
    }

    private double distance(int left, boolean unbiased) {
        Sum sum = new Sum();
        for (int g = 0; g < across.length; g++) {
            for (int h = 0; h < across.length; h++) {
                sum.add(g == left || h == left ? 0 : across[g][h]);
            }
        }
        double pairs = count(left, reals) * count(left, fakes);
        return real.mean(left, reals, unbiased) + fake.mean(left, fakes, unbiased) - 2 * sum.value() / pairs;
    }

    private static double count(int left, int[] counts) {
        double count = 0;
        for (int g = 0; g < counts.length; g++) {
            count += g == left ? 0 : counts[g];
        }
        return count;
    }
}
