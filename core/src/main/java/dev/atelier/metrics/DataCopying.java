package dev.atelier.metrics;

import java.util.Arrays;

/**
 * C_T (Meehan, Chaudhuri and Dasgupta 2020, arXiv 2004.05675, section 4): do generated samples lie nearer to the training samples than
 * unseen real ones? A Mann-Whitney U of the two sets of distances, z-scored, in each cell of a k-means of the training samples; the mean
 * over cells with enough of both, weighted with their training samples. Around 0 for a generator as good as the data.
 */
final class DataCopying {
    private static final int LEAST = 10;
    private static final int MOST_FOR_CELLS = 5000;
    private static final int ROUNDS = 30;

    private DataCopying() {}

    /** 0 where no cell has enough samples. */
    static double ct(
            Features train, Features unseen, double[] unseenSquared, Features fake, double[] fakeSquared, int cells) {
        int step = Math.max(1, train.count() / MOST_FOR_CELLS);
        int[] some = java.util.stream.IntStream.range(0, train.count())
                .filter(i -> i % step == 0)
                .toArray();
        try (Features part = train.select(some);
                Features centres = KMeans.centres(part, Math.min(cells, some.length), ROUNDS, 0)) {
            int[] ofTrain = Neighbours.nearest(part, centres, 1).rows();
            int[] ofUnseen = Neighbours.nearest(unseen, centres, 1).rows();
            int[] ofFake = Neighbours.nearest(fake, centres, 1).rows();
            double sum = 0;
            double weight = 0;
            for (int c = 0; c < centres.count(); c++) {
                double[] a = in(c, ofFake, fakeSquared);
                double[] b = in(c, ofUnseen, unseenSquared);
                if (a.length >= LEAST && b.length >= LEAST) {
                    int cell = c;
                    double members =
                            Arrays.stream(ofTrain).filter(t -> t == cell).count();
                    sum += members * z(a, b);
                    weight += members;
                }
            }
            return weight == 0 ? 0 : sum / weight;
        }
    }

    private static double[] in(int cell, int[] cells, double[] values) {
        return java.util.stream.IntStream.range(0, cells.length)
                .filter(i -> cells[i] == cell)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    /** How far the U of pairs with a above b is from its mean, in standard deviations; a tie counts a half. */
    static double z(double[] a, double[] b) {
        double[] sorted = b.clone();
        Arrays.sort(sorted);
        double u = 0;
        for (double value : a) {
            u += below(sorted, value, false) + 0.5 * (below(sorted, value, true) - below(sorted, value, false));
        }
        double pairs = (double) a.length * b.length;
        return (u - pairs / 2) / Math.sqrt(pairs * (a.length + b.length + 1) / 12);
    }

    /** How many values are less than {@code value}, or equal too. */
    private static int below(double[] sorted, double value, boolean equalToo) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || equalToo && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
