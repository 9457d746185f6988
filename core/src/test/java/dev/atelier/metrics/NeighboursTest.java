package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Neighbours and balls are those of plain loops over all pairs: numbers, order of ties, counts; distances to the last digits. */
class NeighboursTest {
    private record Case(String name, Features real, Features fake, int k) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("normal", normal(80, 7, 0, 1, 1), normal(60, 7, 0.3, 1, 2), 5),
                new Case("one dimension", normal(80, 1, 0, 1, 1), normal(60, 1, 0.3, 1, 2), 3),
                new Case("wide", normal(30, 700, 0, 1, 1), normal(40, 700, 0.3, 1, 2), 3),
                new Case("far away", normal(80, 3, 1e4, 1, 1), normal(60, 3, 1e4, 1.1, 2), 4),
                new Case("lattice", lattice(90, 2, 4, 1), lattice(70, 2, 4, 2), 3),
                new Case("lattice, sparse", lattice(90, 6, 2, 1), lattice(70, 6, 2, 2), 7),
                new Case("all others", normal(20, 4, 0, 1, 1), normal(21, 4, 0, 1, 2), 19),
                copies("copies of real rows", 50, 40, 5, 3),
                copies("copies of real rows, wide", 40, 40, 333, 2),
                new Case("collapsed", normal(60, 5, 0, 1, 1), integers(40, 5, (i, j) -> j), 5),
                new Case("two points", integers(30, 5, (i, j) -> i % 2), integers(40, 5, (i, j) -> 0), 5),
                outlier());
    }

    private static Features lattice(int n, int d, int sides, long seed) {
        RandomStream stream = RandomStream.of(seed, "lattice");
        return integers(n, d, (i, j) -> stream.nextInt(sides));
    }

    /** Each fake is a real row, so balls have rows of the other set exactly on their rims. */
    private static Case copies(String name, int n, int m, int d, int k) {
        Features real = normal(n, d, 0.1, 1, 5);
        RandomStream stream = RandomStream.of(6, "copies");
        int[] rows = IntStream.range(0, m).map(i -> stream.nextInt(n)).toArray();
        return new Case(name, real, real.select(rows), k);
    }

    /** One row so far away that the bound on the rounding of all others is coarse. */
    private static Case outlier() {
        float[] values = normals(50 * 3, 7);
        values[4] = 1e9f;
        return new Case("an outlier", Features.of(values, 50, "outlier"), normal(40, 3, 0, 1, 8), 3);
    }

    private static Features integers(int n, int d, IntBinaryOperator value) {
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsInt(i / d, i % d);
        }
        return Features.of(values, n, "integers");
    }

    private static Features normal(int n, int d, double mean, double deviation, long seed) {
        float[] values = normals(n * d, seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * values[i]);
        }
        return Features.of(values, n, "normal");
    }

    private static float[] normals(int count, long seed) {
        float[] values = new float[count];
        RandomStream.of(seed, "samples").fillNormal(values, 0, count);
        return values;
    }

    private static Features line(float... values) {
        return Features.of(values, values.length, "line");
    }

    private static double[][] values(Features features) {
        try (TensorScope scope = TensorScope.open()) {
            double[] flat = Tensors.toDoubles(features.rows(0, features.count()));
            return IntStream.range(0, features.count())
                    .mapToObj(i -> Arrays.copyOfRange(flat, i * features.size(), (i + 1) * features.size()))
                    .toArray(double[][]::new);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nearestOfTheOtherSet(Case c) {
        check(Neighbours.nearest(c.fake, c.real, c.k), values(c.fake), values(c.real), c.k, false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nearestOthersOfTheSameSet(Case c) {
        check(Neighbours.within(c.real, c.k), values(c.real), values(c.real), c.k, true);
        check(Neighbours.within(c.fake, c.k), values(c.fake), values(c.fake), c.k, true);
    }

    private static void check(Neighbours.Nearest found, double[][] from, double[][] to, int k, boolean within) {
        for (int i = 0; i < from.length; i++) {
            int row = i;
            int[] expected = IntStream.range(0, to.length)
                    .filter(j -> !within || j != row)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(j -> squared(from[row], to[j]))
                            .thenComparing(j -> j))
                    .mapToInt(j -> j)
                    .limit(k)
                    .toArray();
            for (int r = 0; r < k; r++) {
                assertThat(found.rows()[i * k + r]).as("row %d, rank %d", i, r).isEqualTo(expected[r]);
                double exact = squared(from[i], to[expected[r]]);
                assertThat(Math.abs(found.squared()[i * k + r] - exact)).isLessThanOrEqualTo(1e-13 * exact);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ballsHoldWhatPlainLoopsFindInThem(Case c) {
        Prdc prdc = Prdc.of(c.real, c.fake, c.k);
        assertThat(prdc.within()).isEqualTo(counts(c, true));
        assertThat(prdc.strict()).isEqualTo(counts(c, false));
    }

    private static Prdc.Counts counts(Case c, boolean rim) {
        boolean[][] ofReal = inside(values(c.real), values(c.fake), c.k, rim);
        boolean[][] ofFake = inside(values(c.fake), values(c.real), c.k, rim);
        return new Prdc.Counts(
                columns(ofReal),
                columns(ofFake),
                Stream.of(ofReal).mapToLong(NeighboursTest::trues).sum(),
                Stream.of(ofReal).filter(row -> trues(row) > 0).count());
    }

    private static boolean[][] inside(double[][] centres, double[][] points, int k, boolean rim) {
        boolean[][] inside = new boolean[centres.length][points.length];
        for (int i = 0; i < centres.length; i++) {
            int row = i;
            double radius = IntStream.range(0, centres.length)
                    .filter(j -> j != row)
                    .mapToDouble(j -> squared(centres[row], centres[j]))
                    .sorted()
                    .toArray()[k - 1];
            for (int j = 0; j < points.length; j++) {
                double apart = squared(centres[i], points[j]);
                inside[i][j] = rim ? apart <= radius : apart < radius;
            }
        }
        return inside;
    }

    private static long trues(boolean[] row) {
        return IntStream.range(0, row.length).filter(j -> row[j]).count();
    }

    private static long columns(boolean[][] inside) {
        return IntStream.range(0, inside[0].length)
                .filter(j -> Stream.of(inside).anyMatch(row -> row[j]))
                .count();
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /** More rows than are looked at at once at this width; the nearest on a line are known. */
    @Test
    void blocksJoin() {
        int n = 400;
        int[] rows = Neighbours.within(integers(n, 3000, (i, j) -> j == 0 ? i : 3), 3)
                .rows();
        for (int i = 2; i < n - 2; i++) {
            assertThat(Arrays.copyOfRange(rows, 3 * i, 3 * i + 3))
                    .as("row %d", i)
                    .containsExactly(i - 1, i + 1, i - 2);
        }
    }

    /** Hours and gigabytes where each of the equal rows is compared with each. */
    @Test
    void aCollapsedSetIsItsOwnNeighbour() {
        int n = 20_000;
        Neighbours.Nearest found = Neighbours.within(integers(n, 64, (i, j) -> 3 * j), 2);
        assertThat(found.squared()).hasSize(2 * n).containsOnly(0.0);
        assertThat(found.rows()).startsWith(1, 2, 0, 2, 0, 1, 0, 1).endsWith(0, 1);
    }

    @Test
    void minusZeroIsZero() {
        assertThat(Neighbours.within(line(0f, -0f, 5f, 0f), 2).rows()).containsExactly(1, 3, 0, 3, 0, 1, 0, 1);
    }

    @Test
    void refusesWhatHasTooFewOthers() {
        Features three = line(1, 2, 3);
        assertThat(Neighbours.nearest(three, three, 3).rows()).startsWith(0, 1, 2);
        assertBadInput(() -> Neighbours.within(three, 3))
                .hasMessage("k is 3, but a sample has 2 others; allowed: 1 to 2");
        assertBadInput(() -> Neighbours.within(three, 0));
        Features wide = integers(2, 2, (i, j) -> i);
        assertBadInput(() -> Neighbours.nearest(three, wide, 1)).hasMessageContaining("1 and 2 numbers");
        assertBadInput(() -> Prdc.of(three, wide, 1)).hasMessageContaining("1 numbers, fake ones 2");
    }

    /** The rounding of the fast product stays within the doubt that is claimed for it, and the doubt is small. */
    @Test
    void theDoubtCoversTheRounding() {
        Features from = normal(40, 200, 1e4, 30, 1);
        Features to = normal(50, 200, 1.01e4, 3000, 2);
        double[][] a = values(from);
        double[][] b = values(to);
        try (TensorScope scope = TensorScope.open()) {
            Distances distances = Distances.between(from, to);
            double[] rough = Tensors.toDoubles(distances.rough(0, 40));
            double[] doubt = distances.doubt(0, 40);
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < b.length; j++) {
                    double exact = squared(a[i], b[j]);
                    assertThat(Math.abs(rough[i * b.length + j] - exact)).isLessThan(doubt[i]);
                    assertThat(doubt[i]).isLessThan(1e-9 * exact);
                }
            }
        }
    }
}
