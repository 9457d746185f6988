package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@link Prdc} of two sets and of what is left of both without each group of rows in turn, row i of either in group i mod {@code groups},
 * for little more than the price of one. Distances are taken once; radii without a group are found among more neighbours than k; a pair
 * that is inside or outside under all of these radii, as nearly all are, is counted once for all, by the groups that it is of.
 */
final class GroupedPrdc {
    /** Neighbours beyond k, so that k are left without a group; where they do not do, the group is searched anew. */
    private static final int SPARE = 18;

    private final int k;
    private final int groups;

    private GroupedPrdc(int k, int groups) {
        this.k = k;
        this.groups = groups;
    }

    /** Without group 0, 1, …, and last of all rows. */
    static List<Prdc> of(Features real, Features fake, int k, int groups) {
        Prdc.require(real, fake, k);
        if (groups > 0) { // the first group is the largest
            int leastReal = Grouped.without(0, real.count(), groups).length;
            int leastFake = Grouped.without(0, fake.count(), groups).length;
            if (Math.min(leastReal, leastFake) <= k) {
                throw new IllegalArgumentException(leastReal + " and " + leastFake + " rows left for k " + k);
            }
        }
        GroupedPrdc work = new GroupedPrdc(k, groups);
        List<Supplier<Tally>> halves =
                List.of(() -> work.count(real, work.radii(real), fake), () -> work.count(fake, work.radii(fake), real));
        List<Tally> tallies = Workers.map(2, i -> halves.get(i).get());
        List<Prdc> all = new ArrayList<>();
        for (int g = 0; g <= groups; g++) {
            all.add(work.prdc(g, real.count(), fake.count(), tallies.get(0), tallies.get(1)));
        }
        return all;
    }

    private Prdc prdc(int g, int real, int fake, Tally ofReal, Tally ofFake) {
        return new Prdc(
                k,
                left(real, g),
                left(fake, g),
                counts(ofReal.within, ofFake.within, g),
                counts(ofReal.strict, ofFake.strict, g));
    }

    private static Prdc.Counts counts(Rule ofReal, Rule ofFake, int g) {
        return new Prdc.Counts(ofReal.inside(g), ofFake.inside(g), ofReal.pairs(g), ofReal.filled(g));
    }

    private int left(int rows, int g) {
        return g == groups ? rows : Grouped.without(g, rows, groups).length;
    }

    private boolean isOf(int row, int g) {
        return g < groups && row % groups == g;
    }

    /** [groups + 1][rows]: squared radii without each group and last of all; NaN of rows that are of the group. */
    private double[][] radii(Features set) {
        int many = Math.min(set.count() - 1, k + SPARE);
        Neighbours.Nearest near = Neighbours.within(set, many);
        double[][] radii = new double[groups + 1][];
        for (int g = 0; g <= groups; g++) {
            radii[g] = among(near, g, set.count());
            if (radii[g].length == 0) {
                radii[g] = anew(set, g);
            }
        }
        return radii;
    }

    /** Empty where some row has fewer than k neighbours that are not of the group. */
    private double[] among(Neighbours.Nearest near, int g, int rows) {
        double[] radii = new double[rows];
        for (int i = 0; i < rows; i++) {
            int found = 0;
            int at = i * near.k();
            radii[i] = Double.NaN;
            for (; !isOf(i, g) && found < k && at < (i + 1) * near.k(); at++) {
                if (!isOf(near.rows()[at], g)) {
                    found++;
                    radii[i] = near.squared()[at];
                }
            }
            if (!isOf(i, g) && found < k) {
                return new double[0];
            }
        }
        return radii;
    }

    private double[] anew(Features set, int g) {
        int[] rows = Grouped.without(g, set.count(), groups);
        double[] radii = new double[set.count()];
        Arrays.fill(radii, Double.NaN);
        try (Features left = set.select(rows)) {
            double[] squared = Neighbours.within(left, k).squared();
            for (int i = 0; i < rows.length; i++) {
                radii[rows[i]] = squared[i * k + k - 1];
            }
        }
        return radii;
    }

    private Tally count(Features centres, double[][] radii, Features points) {
        Tally tally = new Tally(centres.count(), points.count());
        double[] least = new double[centres.count()];
        double[] most = new double[centres.count()];
        for (int i = 0; i < least.length; i++) {
            least[i] = Double.POSITIVE_INFINITY;
            for (double[] of : radii) {
                if (!Double.isNaN(of[i])) {
                    least[i] = Math.min(least[i], of[i]);
                    most[i] = Math.max(most[i], of[i]);
                }
            }
        }
        try (TensorScope scope = TensorScope.open()) {
            Distances distances = Distances.between(centres, points);
            for (int at = 0; at < least.length; at += distances.rowsAtOnce()) {
                try (TensorScope block = TensorScope.open()) {
                    int some = Math.min(distances.rowsAtOnce(), least.length - at);
                    double[] rough = Tensors.toDoubles(distances.rough(at, some));
                    Open open = new Open(distances, tally, radii);
                    double[] doubt = distances.doubt(at, some);
                    for (int i = 0; i < some; i++) {
                        double sure = least[at + i] - doubt[i];
                        double never = most[at + i] + doubt[i];
                        for (int j = 0, p = i * points.count(); j < points.count(); j++, p++) {
                            if (rough[p] < sure) {
                                tally.sure(at + i, j);
                            } else if (rough[p] <= never) {
                                open.add(at + i, j);
                            }
                        }
                    }
                    open.decide();
                }
            }
        }
        return tally;
    }

    /** Pairs that rounding or the group leaves open, decided by direct differences. */
    private static final class Open {
        private static final int MOST = 1 << 20;

        private final Distances distances;
        private final Tally tally;
        private final double[][] radii;
        private long[] centres = new long[1 << 12];
        private long[] points = new long[1 << 12];
        private int size;

        Open(Distances distances, Tally tally, double[][] radii) {
            this.distances = distances;
            this.tally = tally;
            this.radii = radii;
        }

        void add(int centre, int point) {
            if (size == centres.length) {
                centres = Arrays.copyOf(centres, 2 * size);
                points = Arrays.copyOf(points, 2 * size);
            }
            centres[size] = centre;
            points[size++] = point;
            if (size == MOST) {
                decide();
            }
        }

        void decide() {
            double[] squared = distances.exact(Arrays.copyOf(centres, size), Arrays.copyOf(points, size));
            for (int i = 0; i < size; i++) {
                for (int g = 0; g < radii.length; g++) {
                    double radius = radii[g][(int) centres[i]];
                    if (squared[i] <= radius) {
                        tally.within.add((int) centres[i], (int) points[i], g);
                    }
                    if (squared[i] < radius) {
                        tally.strict.add((int) centres[i], (int) points[i], g);
                    }
                }
            }
            size = 0;
        }
    }

    /** Under both rules for the rim. */
    private final class Tally {
        private final Rule within;
        private final Rule strict;

        Tally(int centres, int points) {
            within = new Rule(centres, points);
            strict = new Rule(centres, points);
        }

        void sure(int centre, int point) {
            within.sure(centre, point);
            strict.sure(centre, point);
        }
    }

    /** Pairs, balls and points under one rule. Bit g of a mask is group g; the last bit is all rows. */
    private final class Rule {
        private final long[] ofCentre = new long[Math.max(1, groups)];
        private final long[] ofPoint = new long[Math.max(1, groups)];
        private final long[] ofBoth = new long[Math.max(1, groups)];
        private final long[] open = new long[groups + 1];
        private long all;

        /** Groups of the centres that have a point inside whatever the group, and of the points that a ball has so. */
        private final int[] around;

        private final int[] holds;

        /** Groups without which a point is inside, a ball is filled, by pairs that depend on it. */
        private final int[] aroundWithout;

        private final int[] holdsWithout;

        Rule(int centres, int points) {
            around = new int[points];
            holds = new int[centres];
            aroundWithout = new int[points];
            holdsWithout = new int[centres];
        }

        void sure(int centre, int point) {
            int c = groups == 0 ? 0 : centre % groups;
            int p = groups == 0 ? 0 : point % groups;
            all++;
            ofCentre[c]++;
            ofPoint[p]++;
            if (c == p) {
                ofBoth[c]++;
            }
            around[point] |= 1 << c;
            holds[centre] |= 1 << p;
        }

        void add(int centre, int point, int g) {
            if (!isOf(centre, g) && !isOf(point, g)) {
                open[g]++;
                aroundWithout[point] |= 1 << g;
                holdsWithout[centre] |= 1 << g;
            }
        }

        long pairs(int g) {
            return open[g] + all - (g == groups ? 0 : ofCentre[g] + ofPoint[g] - ofBoth[g]);
        }

        long inside(int g) {
            return count(around, aroundWithout, g);
        }

        long filled(int g) {
            return count(holds, holdsWithout, g);
        }

        private long count(int[] groupsOf, int[] without, int g) {
            int others = g == groups ? -1 : ~(1 << g);
            long count = 0;
            for (int i = 0; i < groupsOf.length; i++) {
                count += !isOf(i, g) && ((groupsOf[i] & others) != 0 || (without[i] >> g & 1) != 0) ? 1 : 0;
            }
            return count;
        }
    }
}
