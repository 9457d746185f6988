package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;

/**
 * Lloyd's algorithm from centres chosen by k-means++ (Arthur and Vassilvitskii 2007). The same seed and rows give the same centres.
 */
final class KMeans {
    private static final int BLOCK = 4096;

    private KMeans() {}

    /** {@code k} centres of these rows after at most {@code rounds} steps; the caller closes them. */
    static Features centres(Features rows, int k, int rounds, long seed) {
        if (k < 1 || k > rows.count()) {
            throw new BadInput(
                    "k-means: " + k + " centres of " + rows.count() + " rows; allowed: 1 to " + rows.count());
        }
        Features centres = rows.select(begin(rows, k, RandomStream.of(seed, "k-means")));
        int[] before = new int[0];
        for (int round = 0; round < rounds; round++) {
            int[] nearest = Neighbours.nearest(rows, centres, 1).rows();
            if (Arrays.equals(nearest, before)) {
                break;
            }
            Features moved = means(rows, nearest, centres);
            centres.close();
            centres = moved;
            before = nearest;
        }
        return centres;
    }

    /** Each next centre with a probability that grows with the squared distance to the nearest one so far. */
    private static int[] begin(Features rows, int k, RandomStream stream) {
        int[] chosen = new int[k];
        chosen[0] = stream.nextInt(rows.count());
        double[] squared = new double[rows.count()];
        Arrays.fill(squared, Double.POSITIVE_INFINITY);
        for (int c = 1; c < k; c++) {
            try (Features last = rows.select(new int[] {chosen[c - 1]})) {
                double[] apart = Neighbours.nearest(rows, last, 1).squared();
                for (int i = 0; i < squared.length; i++) {
                    squared[i] = Math.min(squared[i], apart[i]);
                }
            }
            chosen[c] = draw(squared, stream);
        }
        return chosen;
    }

    private static int draw(double[] weights, RandomStream stream) {
        double total = Arrays.stream(weights).sum();
        if (!(total > 0)) {
            return stream.nextInt(weights.length);
        }
        double at = stream.nextDouble() * total;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** A centre that lost all its rows stays where it was. */
    private static Features means(Features rows, int[] nearest, Features centres) {
        int d = rows.size();
        double[] sums = new double[centres.count() * d];
        int[] counts = new int[centres.count()];
        try (TensorScope scope = TensorScope.open()) {
            for (int from = 0; from < rows.count(); from += BLOCK) {
                try (TensorScope block = TensorScope.open()) {
                    double[] values = Tensors.toDoubles(rows.rows(from, Math.min(BLOCK, rows.count() - from)));
                    for (int i = 0; i < values.length / d; i++) {
                        int c = nearest[from + i];
                        counts[c]++;
                        for (int j = 0; j < d; j++) {
                            sums[c * d + j] += values[i * d + j];
                        }
                    }
                }
            }
            double[] old = Tensors.toDoubles(centres.rows(0, centres.count()));
            for (int c = 0; c < counts.length; c++) {
                for (int j = c * d; j < (c + 1) * d; j++) {
                    sums[j] = counts[c] == 0 ? old[j] : sums[j] / counts[c];
                }
            }
            return Features.of(Tensors.of(sums, centres.count(), d), "centres");
        }
    }
}
