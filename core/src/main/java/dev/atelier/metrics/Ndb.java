package dev.atelier.metrics;

import dev.atelier.BadInput;
import java.util.Arrays;

/**
 * Number of statistically different bins (Richardson and Weiss 2018, arXiv 1805.12462; reference: the authors' ndb.py): both sets are
 * dealt to the nearest of the centres of a k-means of real samples; a bin counts where a pooled two-proportion z-test calls the two
 * shares different at 5 %. Of equal sets about one bin in twenty does. A bin that is empty on both sides is not different.
 *
 * @param different bins
 * @param js Jensen-Shannon divergence of the shares, in nats
 * @param real share of each bin
 * @param fake share of each bin
 */
public record Ndb(int bins, int different, double js, double[] real, double[] fake) {
    /** Two-sided 5 % of a standard normal. */
    private static final double Z = 1.959963984540054;

    private static final int ROUNDS = 100;

    /** With bins found among the real samples. */
    public static Ndb of(Features real, Features fake, int bins, long seed) {
        if (bins < 2 || bins > real.count()) {
            throw new BadInput("ndb: " + bins + " bins of " + real.count() + " real samples; allowed: 2 to " + real.count());
        }
        try (Features centres = KMeans.centres(real, bins, ROUNDS, seed)) {
            return of(real, fake, centres);
        }
    }

    /** With these centres. */
    public static Ndb of(Features real, Features fake, Features centres) {
        long[] a = counts(real, centres);
        long[] b = counts(fake, centres);
        double[] p = shares(a, real.count());
        double[] q = shares(b, fake.count());
        int different = 0;
        for (int i = 0; i < p.length; i++) {
            double pooled = (double) (a[i] + b[i]) / (real.count() + fake.count());
            double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / real.count() + 1.0 / fake.count()));
            different += error > 0 && Math.abs(p[i] - q[i]) / error > Z ? 1 : 0;
        }
        return new Ndb(p.length, different, ClassHistogram.js(p, q), p, q);
    }

    private static long[] counts(Features set, Features centres) {
        long[] counts = new long[centres.count()];
        for (int nearest : Neighbours.nearest(set, centres, 1).rows()) {
            counts[nearest]++;
        }
        return counts;
    }

    private static double[] shares(long[] counts, int total) {
        return Arrays.stream(counts).mapToDouble(count -> (double) count / total).toArray();
    }
}
