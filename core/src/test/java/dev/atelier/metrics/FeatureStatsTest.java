package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments of rows that come in pieces are those of plain sums over all rows. */
class FeatureStatsTest {
    private static final double FAR = 1e6;
    private static final double[][] ROWS = Sets.shifted(Sets.scaled(Sets.normal(50, 3, 1), 1, 4, 0.01), FAR, 0, -FAR);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static void check(FeatureStats stats, double[][] rows) {
        int n = rows.length;
        assertThat(stats.count()).isEqualTo(n);
        double[] mean = stats.mean();
        double[] covariance = stats.covariance(1);
        double[] ofAll = stats.covariance(0);
        for (int a = 0; a < 3; a++) {
            assertThat(mean[a]).isCloseTo(mean(rows, a), within(1e-9));
            for (int b = 0; b < 3; b++) {
                double product = product(rows, a, b);
                double tolerance = 1e-6 * Math.sqrt(product(rows, a, a) * product(rows, b, b)) / n;
                assertThat(covariance[3 * a + b]).isCloseTo(product / (n - 1), within(tolerance));
                assertThat(ofAll[3 * a + b]).isCloseTo(product / n, within(tolerance));
            }
        }
    }

    /** Of the differences to the first row, which are exact enough far from the origin. */
    private static double mean(double[][] rows, int a) {
        return rows[0][a]
                + Arrays.stream(rows).mapToDouble(row -> row[a] - rows[0][a]).sum() / rows.length;
    }

    private static double product(double[][] rows, int a, int b) {
        double x = mean(rows, a);
        double y = mean(rows, b);
        return Arrays.stream(rows)
                .mapToDouble(row -> (row[a] - x) * (row[b] - y))
                .sum();
    }

    @Test
    void threeRowsByHand() {
        FeatureStats stats = FeatureStats.of(Sets.of(new double[][] {{0, 1}, {2, 1}, {4, 4}}));
        assertThat(stats.mean()).containsExactly(new double[] {2, 2}, within(1e-15));
        assertThat(stats.covariance(1)).containsExactly(new double[] {4, 3, 3, 3}, within(1e-14));
        assertThat(stats.covariance(0)).containsExactly(new double[] {8 / 3.0, 2, 2, 2}, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 1000})
    void inPieces(int piece) {
        FeatureStats stats = new FeatureStats(3);
        for (int from = 0; from < ROWS.length; from += piece) {
            stats.add(Sets.of(Arrays.copyOfRange(ROWS, from, Math.min(ROWS.length, from + piece))));
        }
        check(stats, ROWS);
    }

    /** One to many, many to one, fewer rows than columns, nothing at all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 25, 49, 50})
    void mergedIsWhole(int cut) {
        FeatureStats left = stats(Arrays.copyOf(ROWS, cut));
        FeatureStats right = stats(Arrays.copyOfRange(ROWS, cut, ROWS.length));
        check(left.merge(right), ROWS);
        check(right.merge(left), ROWS);
        assertThat(left.count()).isEqualTo(cut); // both stay what they were
        assertThat(right.count()).isEqualTo(ROWS.length - cut);
    }

    private static FeatureStats stats(double[][] rows) {
        FeatureStats stats = new FeatureStats(3);
        if (rows.length > 0) {
            stats.add(Sets.of(rows));
        }
        return stats;
    }

    /** Rows that come after moments were asked for count too, in the merged and in the first. */
    @Test
    void goesOnAfterAnAnswer() {
        FeatureStats stats = stats(Arrays.copyOf(ROWS, 20));
        check(stats, Arrays.copyOf(ROWS, 20));
        stats.add(Sets.of(Arrays.copyOfRange(ROWS, 20, 30)));
        check(stats, Arrays.copyOf(ROWS, 30));
        FeatureStats merged = stats.merge(stats(Arrays.copyOfRange(ROWS, 30, 40)));
        merged.add(Sets.of(Arrays.copyOfRange(ROWS, 40, 50)));
        check(merged, ROWS);
        check(stats, Arrays.copyOf(ROWS, 30));
    }

    @Test
    void theMeanIsNotTheCallersToChange() {
        FeatureStats stats = stats(ROWS);
        stats.mean()[0] = 0;
        check(stats, ROWS);
    }

    @Test
    void otherLengthsAreRefused() {
        assertBadInput(() -> stats(ROWS).add(Sets.line(1, 2))).hasMessage("features of 1 numbers, the others have 3");
        assertBadInput(() -> stats(ROWS).merge(new FeatureStats(2)));
    }
}
