package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Which points lie in which balls around centres, summed up under both rules for the rim. A pair that the rounding of a fast product
 * leaves open is decided by direct differences. Copies are looked at once and count as often as they come.
 */
final class Balls {
    /** Squared radius of a ball that holds nothing, not even its centre. */
    private static final double NOTHING = -1;

    private final Distinct centres;
    private final Distinct points;
    private final double[] squaredRadii;
    private final Tally within = new Tally();
    private final Tally strict = new Tally();

    private Balls(Distinct centres, double[] squaredRadii, Distinct points) {
        this.centres = centres;
        this.points = points;
        this.squaredRadii = squaredRadii;
    }

    /** Under one of the rules, by numbers of distinct rows. */
    private static final class Tally {
        private final BitSet inside = new BitSet();
        private final BitSet filled = new BitSet();
        private long pairs;
    }

    /** The ball of a sample reaches to its k-th nearest other of its own set. */
    static Balls count(Distinct centres, int k, Distinct points) {
        return count(centres, radii(centres, k), points);
    }

    /** The same with the larger balls left out: those beyond the median of all samples. */
    static Balls countSmaller(Distinct centres, int k, Distinct points) {
        double[] radii = radii(centres, k);
        double[] ofAll = IntStream.range(0, centres.count())
                .mapToDouble(row -> radii[centres.number(row)])
                .sorted()
                .toArray();
        double median = ofAll[(ofAll.length - 1) / 2];
        return count(
                centres,
                Arrays.stream(radii)
                        .map(radius -> radius <= median ? radius : NOTHING)
                        .toArray(),
                points);
    }

    private static double[] radii(Distinct centres, int k) {
        double[] squared = Neighbours.within(centres, k).squared();
        double[] radii = new double[centres.rows().count()];
        for (int i = 0; i < radii.length; i++) {
            radii[i] = squared[centres.members(i)[0] * k + k - 1]; // copies share it
        }
        return radii;
    }

    private static Balls count(Distinct centres, double[] radii, Distinct points) {
        Balls balls = new Balls(centres, radii, points);
        try (TensorScope scope = TensorScope.open()) {
            Distances distances = Distances.between(centres.rows(), points.rows());
            for (int at = 0; at < radii.length; at += distances.rowsAtOnce()) {
                try (TensorScope block = TensorScope.open()) {
                    balls.add(distances, at, Math.min(distances.rowsAtOnce(), radii.length - at));
                }
            }
        }
        return balls;
    }

    /** Points in some ball. */
    long inside(boolean rim) {
        return points.total(tally(rim).inside);
    }

    /** Balls with some point. */
    long filled(boolean rim) {
        return centres.total(tally(rim).filled);
    }

    /** Pairs of a ball and a point in it. */
    long pairs(boolean rim) {
        return tally(rim).pairs;
    }

    private Tally tally(boolean rim) {
        return rim ? within : strict;
    }

    private void add(Distances distances, int at, int some) {
        Tensor reach = Tensors.of(Arrays.copyOfRange(squaredRadii, at, at + some), some, 1);
        Tensor doubt = Tensors.of(distances.doubt(at, some), some, 1);
        Tensor over = distances.rough(at, some).sub_(reach);
        sure(over.lt(doubt.neg()), at);
        open(distances, at, Tensors.toLongs(over.abs_().le(doubt).nonzero()));
    }

    /** Pairs that are inside whatever the rounding. */
    private void sure(Tensor inside, int at) {
        int some = (int) inside.size(0);
        Tensor copies = Tensors.of(points.weights(0, (int) inside.size(1)), inside.size(1));
        double[] perCentre = Tensors.toDoubles(inside.to(copies.scalar_type()).matmul(copies));
        double[] weights = centres.weights(at, some);
        for (int i = 0; i < some; i++) {
            long pairs = (long) perCentre[i] * (long) weights[i];
            within.pairs += pairs;
            strict.pairs += pairs;
            if (pairs > 0) {
                within.filled.set(at + i);
                strict.filled.set(at + i);
            }
        }
        for (long point : Tensors.toLongs(inside.any(0).nonzero())) {
            within.inside.set((int) point);
            strict.inside.set((int) point);
        }
    }

    private void open(Distances distances, int at, long[] pairs) {
        long[] rows = new long[pairs.length / 2];
        long[] others = new long[pairs.length / 2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = at + pairs[2 * i];
            others[i] = pairs[2 * i + 1];
        }
        double[] squared = distances.exact(rows, others);
        for (int i = 0; i < rows.length; i++) {
            double radius = squaredRadii[(int) rows[i]];
            if (squared[i] <= radius) {
                add(within, (int) rows[i], (int) others[i]);
            }
            if (squared[i] < radius) {
                add(strict, (int) rows[i], (int) others[i]);
            }
        }
    }

    private void add(Tally tally, int centre, int point) {
        tally.filled.set(centre);
        tally.inside.set(point);
        tally.pairs += (long) centres.members(centre).length * points.members(point).length;
    }
}
