package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;

/**
 * How often a classifier names each class: which modes a generator finds, and how far its balance is from another one. Natural
 * logarithms; 0·ln 0 = 0. Of a perfect generator {@link #klToUniform} is still about (K − 1)/(2n) (a finite sample is never even).
 *
 * @param classes their names
 * @param counts samples of each
 */
public record ClassHistogram(List<String> classes, long[] counts) {
    private static final int BLOCK = 8192;

    public ClassHistogram {
        classes = List.copyOf(classes);
        if (classes.size() != counts.length) {
            throw new IllegalArgumentException(classes.size() + " classes, " + counts.length + " counts");
        }
        if (Arrays.stream(counts).anyMatch(count -> count < 0)
                || Arrays.stream(counts).sum() == 0) {
            throw new BadInput(
                    "class counts are " + Arrays.toString(counts) + "; allowed: 0 and more, at least one sample");
        }
    }

    /** Of logits or probabilities [n, classes]: the largest of a row is its class, the first of equal ones. */
    public static ClassHistogram of(Features logits, List<String> classes) {
        if (logits.size() != classes.size()) {
            throw new BadInput("logits name " + logits.size() + " classes, but there are " + classes.size()
                    + " names; allowed: equally many");
        }
        long[] counts = new long[classes.size()];
        for (int name : named(logits)) {
            counts[name]++;
        }
        return new ClassHistogram(classes, counts);
    }

    /** The class of each row. */
    public static int[] named(Features logits) {
        int[] named = new int[logits.count()];
        for (int from = 0; from < named.length; from += BLOCK) {
            try (TensorScope scope = TensorScope.open()) {
                int some = Math.min(BLOCK, named.length - from);
                long[] part = Tensors.toLongs(logits.rows(from, some).argmax(new LongOptional(1), false));
                for (int i = 0; i < some; i++) {
                    named[from + i] = (int) part[i];
                }
            }
        }
        return named;
    }

    /** Samples in all. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** Share of one class. */
    public double share(int c) {
        return (double) counts[c] / total();
    }

    /** Classes that come at least once. */
    public int captured() {
        int captured = 0;
        for (long count : counts) {
            captured += count > 0 ? 1 : 0;
        }
        return captured;
    }

    /** KL(p ‖ uniform) = Σ p ln(K·p) (Metz et al. 2017, arXiv 1611.02163, section 3.3.1; PacGAN's direction): ln K for a single class. */
    public double klToUniform() {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            double p = share(c);
            sum += p > 0 ? p * Math.log(counts.length * p) : 0;
        }
        return Math.max(0, sum);
    }

    /** KL(p ‖ q) to another histogram of the same classes; infinite where this one has a class that the other lacks. */
    public double klTo(ClassHistogram other) {
        requireSame(other);
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c] > 0 ? share(c) * Math.log(share(c) / other.share(c)) : 0;
        }
        return Math.max(0, sum);
    }

    /** Jensen-Shannon divergence from another histogram of the same classes: 0 for equal shares, ln 2 for none in common. */
    public double js(ClassHistogram other) {
        requireSame(other);
        double[] p = new double[counts.length];
        double[] q = new double[counts.length];
        for (int c = 0; c < p.length; c++) {
            p[c] = share(c);
            q[c] = other.share(c);
        }
        return js(p, q);
    }

    private void requireSame(ClassHistogram other) {
        if (!classes.equals(other.classes)) {
            throw new BadInput("classes are " + classes + " and " + other.classes + "; allowed: the same in one order");
        }
    }

    static double js(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = (p[i] + q[i]) / 2;
            sum += (p[i] > 0 ? p[i] * Math.log(p[i] / middle) : 0) + (q[i] > 0 ? q[i] * Math.log(q[i] / middle) : 0);
        }
        return Math.max(0, sum / 2);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassHistogram histogram
                && classes.equals(histogram.classes)
                && Arrays.equals(counts, histogram.counts);
    }

    @Override
    public int hashCode() {
        return classes.hashCode() * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "ClassHistogram" + classes + Arrays.toString(counts);
    }
}
