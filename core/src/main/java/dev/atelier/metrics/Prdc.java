package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.BitSet;
import org.bytedeco.pytorch.Tensor;

/**
 * Precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991; reference: the authors' code), density and coverage (Naeem et al.
 * 2020, arXiv 2002.09797; reference: prdc), as counts. The ball of a sample reaches to its k-th nearest other of its own set.
 *
 * <p>Two rules for a sample on the rim of a ball are in use. The plain names follow their papers: precision and recall take the rim
 * as inside (≤), density and coverage as outside (&lt;); the other variants are here too. They differ where samples are copies.
 *
 * @param real number of real samples
 * @param fake number of fake samples
 * @param within counts with the rim
 * @param strict counts without
 */
public record Prdc(int k, int real, int fake, Counts within, Counts strict) {
    /**
     * @param precision fakes in some real ball
     * @param recall reals in some fake ball
     * @param density pairs of a fake in a real's ball
     * @param coverage reals with a fake in their ball
     */
    public record Counts(long precision, long recall, long density, long coverage) {}

    /** Of two sets with more than k samples each. */
    public static Prdc of(Features real, Features fake, int k) {
        if (k < 1 || real.count() <= k || fake.count() <= k) {
            throw new BadInput("k is " + k + ", with " + real.count() + " real and " + fake.count()
                    + " fake samples; allowed: 1 to " + (Math.min(real.count(), fake.count()) - 1));
        }
        Balls ofReal = Balls.count(real, radii(real, k), fake);
        Balls ofFake = Balls.count(fake, radii(fake, k), real);
        return new Prdc(
                k,
                real.count(),
                fake.count(),
                new Counts(
                        ofReal.inside.cardinality(),
                        ofFake.inside.cardinality(),
                        ofReal.pairs,
                        ofReal.filled.cardinality()),
                new Counts(
                        ofReal.insideStrict.cardinality(),
                        ofFake.insideStrict.cardinality(),
                        ofReal.pairsStrict,
                        ofReal.filledStrict.cardinality()));
    }

    /** Share of fakes in some real ball, rim included. */
    public double precision() {
        return (double) within.precision() / fake;
    }

    /** Share of reals in some fake ball, rim included. */
    public double recall() {
        return (double) within.recall() / real;
    }

    /** Mean number of real balls that a fake is in, over k, rim left out. */
    public double density() {
        return (double) strict.density() / ((double) k * fake);
    }

    /** Share of reals with a fake in their ball, rim left out. */
    public double coverage() {
        return (double) strict.coverage() / real;
    }

    /** {@link #precision} without the rim. */
    public double precisionStrict() {
        return (double) strict.precision() / fake;
    }

    /** {@link #recall} without the rim. */
    public double recallStrict() {
        return (double) strict.recall() / real;
    }

    /** {@link #density} with the rim. */
    public double densityWithin() {
        return (double) within.density() / ((double) k * fake);
    }

    /** {@link #coverage} with the rim. */
    public double coverageWithin() {
        return (double) within.coverage() / real;
    }

    /** Squared distance of each sample to its k-th nearest other. */
    private static double[] radii(Features set, int k) {
        double[] squared = Neighbours.within(set, k).squared();
        double[] radii = new double[set.count()];
        for (int i = 0; i < radii.length; i++) {
            radii[i] = squared[i * k + k - 1];
        }
        return radii;
    }

    /** Which points lie in which balls, summed up. */
    private static final class Balls {
        private final BitSet inside = new BitSet();
        private final BitSet insideStrict = new BitSet();
        private final BitSet filled = new BitSet();
        private final BitSet filledStrict = new BitSet();
        private long pairs;
        private long pairsStrict;

        static Balls count(Features centres, double[] squaredRadii, Features points) {
            Balls balls = new Balls();
            try (TensorScope scope = TensorScope.open()) {
                Distances distances = Distances.between(centres, points);
                for (int at = 0; at < centres.count(); at += distances.rowsAtOnce()) {
                    try (TensorScope block = TensorScope.open()) {
                        int some = Math.min(distances.rowsAtOnce(), centres.count() - at);
                        balls.add(distances, at, some, squaredRadii);
                    }
                }
            }
            return balls;
        }

        private void add(Distances distances, int at, int some, double[] squaredRadii) {
            double[] radii = Arrays.copyOfRange(squaredRadii, at, at + some);
            Tensor reach = Tensors.of(radii, some, 1);
            Tensor doubt = Tensors.of(distances.doubt(at, some), some, 1);
            Tensor over = distances.rough(at, some).sub_(reach);
            Tensor sure = over.lt(doubt.neg());
            add(sure, at);
            Tensor open = over.abs_().le(doubt).nonzero();
            long[] pairs = Tensors.toLongs(open);
            decide(distances, at, pairs, radii);
        }

        /** Pairs that are inside whatever the rounding. */
        private void add(Tensor sure, int at) {
            long total = sure.sum().item_long();
            pairs += total;
            pairsStrict += total;
            for (long point : Tensors.toLongs(sure.any(0).nonzero())) {
                inside.set((int) point);
                insideStrict.set((int) point);
            }
            for (long centre : Tensors.toLongs(sure.any(1).nonzero())) {
                filled.set(at + (int) centre);
                filledStrict.set(at + (int) centre);
            }
        }

        private void decide(Distances distances, int at, long[] pairs, double[] radii) {
            long[] centres = new long[pairs.length / 2];
            long[] points = new long[pairs.length / 2];
            for (int i = 0; i < centres.length; i++) {
                centres[i] = at + pairs[2 * i];
                points[i] = pairs[2 * i + 1];
            }
            double[] squared = distances.exact(centres, points);
            for (int i = 0; i < centres.length; i++) {
                int centre = (int) centres[i];
                int point = (int) points[i];
                double radius = radii[centre - at];
                if (squared[i] <= radius) {
                    this.pairs++;
                    inside.set(point);
                    filled.set(centre);
                }
                if (squared[i] < radius) {
                    pairsStrict++;
                    insideStrict.set(point);
                    filledStrict.set(centre);
                }
            }
        }
    }
}
