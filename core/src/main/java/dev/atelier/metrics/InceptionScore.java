package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * How surely and how variously a classifier names generated images (Salimans et al. 2016, arXiv 1606.03498, section 4; reference: the
 * authors' improved-gan code): exp(mean KL(p(y|x) ‖ p(y))) over slices [i·n/S, (i + 1)·n/S) in the order given; natural logarithm, 0·ln 0 = 0.
 * Says nothing of real images, and compares only with equal n, S and classifier.
 *
 * @param mean over slices
 * @param deviation over slices, divided by S
 */
public record InceptionScore(double mean, double deviation) {
    private static final double SUM_TOLERANCE = 1e-3;

    /** Of rows of probabilities [n, classes]. */
    public static InceptionScore of(Features probabilities, int splits) {
        return of(probabilities, splits, false);
    }

    /** Of logits [n, classes], which become probabilities in float64. */
    public static InceptionScore ofLogits(Features logits, int splits) {
        return of(logits, splits, true);
    }

    private static InceptionScore of(Features rows, int splits, boolean logits) {
        int n = rows.count();
        if (splits < 1 || splits > n) {
            throw new BadInput("is: " + splits + " splits of " + n + " rows; allowed: 1 to " + n);
        }
        double[] scores = new double[splits];
        for (int i = 0; i < splits; i++) {
            int from = (int) ((long) i * n / splits);
            int to = (int) ((long) (i + 1) * n / splits);
            scores[i] = slice(rows, from, to, logits);
        }
        double mean = 0;
        for (double score : scores) {
            mean += score / splits;
        }
        double squares = 0;
        for (double score : scores) {
            squares += (score - mean) * (score - mean) / splits;
        }
        return new InceptionScore(mean, Math.sqrt(squares));
    }

    /** exp(H(mean p) − mean H(p)), which is the mean divergence. */
    private static double slice(Features rows, int from, int to, boolean logits) {
        int classes = rows.size();
        int chunk = Math.max(1, (1 << 20) / classes);
        double[] mean = new double[classes];
        double entropies = 0;
        for (int at = from; at < to; at += chunk) {
            int some = Math.min(chunk, to - at);
            double[] p = probabilities(rows, at, some, logits);
            for (int i = 0; i < some; i++) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    double share = p[i * classes + c];
                    sum += share;
                    mean[c] += share;
                    entropies += entropy(share);
                    if (share < 0) {
                        throw new BadInput("probabilities: row " + (at + i) + " has " + share + "; allowed: 0 to 1");
                    }
                }
                if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                    throw new BadInput("probabilities: row " + (at + i) + " adds up to " + sum + "; allowed: 1");
                }
            }
        }
        double whole = 0;
        for (double share : mean) {
            whole += entropy(share / (to - from));
        }
        return Math.exp(whole - entropies / (to - from));
    }

    private static double entropy(double share) {
        return share > 0 ? -share * Math.log(share) : 0;
    }

    private static double[] probabilities(Features rows, int from, int count, boolean logits) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor values = rows.rows(from, count);
            return Tensors.toDoubles(logits ? values.softmax(1) : values);
        }
    }
}
