package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.atelier.tensor.Engine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel distance in fractions by hand and in whole numbers by plain loops, its closed forms, and what must not change it. */
class KidTest {
    private static final double[][] REAL = Sets.normal(12, 4, 1);
    private static final double[][] FAKE = Sets.shifted(Sets.normal(9, 4, 2), 0.5);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static double kid(double[][] real, double[][] fake) {
        return Kid.unbiased(Sets.of(real), Sets.of(fake));
    }

    private static void close(double value, double expected) {
        assertThat(value).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    }

    /** k(a, b) = (ab + 1)³: k(0, ·) = 1, k(1, 1) = 8, k(1, 2) = 27, k(2, 2) = 125. */
    @Test
    void oneDimensionByHand() {
        Features real = Sets.line(0, 1);
        Features fake = Sets.line(1, 2);
        close(Kid.unbiased(real, fake), 1 + 27 - 2 * 37 / 4.0);
        close(Kid.biased(real, fake), 11 / 4.0 + 187 / 4.0 - 2 * 37 / 4.0);
        // 3(Δm₁)² + 3(Δm₂)² + (Δm₃)² in raw moments
        close(Kid.biased(real, fake), 3 * 1 + 3 * 4 + 16);
    }

    /** Products are 0, 1, 1; 0; 2, 0, 0, 0, 2, 0 over d = 2: 31/12 + 1 − 2·20/6, below zero and left so. */
    @Test
    void twoDimensionsByHandAndNegative() {
        double[][] real = {{1, 0}, {0, 1}, {1, 1}};
        double[][] fake = {{2, 0}, {0, 0}};
        close(kid(real, fake), -37 / 12.0);
    }

    /** More rows than one block; Σ(a·b + d)³ over whole numbers loses nothing. */
    @ParameterizedTest
    @CsvSource({"2,3,3", "5,7,2", "1030,1024,2", "2,1025,3", "2050,3,1"})
    void wholeNumbersByPlainLoops(int n, int m, int d) {
        double[][] real = Sets.integers(n, d, 9, 1);
        double[][] fake = Sets.integers(m, d, 7, 2);
        double inner = mean(real, real, true) + mean(fake, fake, true);
        close(kid(real, fake), inner - 2 * mean(real, fake, false));
        double all = mean(real, real, false) + mean(fake, fake, false);
        close(Kid.biased(Sets.of(real), Sets.of(fake)), all - 2 * mean(real, fake, false));
    }

    private static double mean(double[][] a, double[][] b, boolean others) {
        BigInteger sum = BigInteger.ZERO;
        long d = a[0].length;
        for (int i = 0; i < a.length; i++) {
            long row = 0;
            for (int j = 0; j < b.length; j++) {
                long product = d;
                for (int k = 0; k < d; k++) {
                    product += (long) (a[i][k] * b[j][k]);
                }
                row += others && i == j ? 0 : product * product * product;
            }
            sum = sum.add(BigInteger.valueOf(row));
        }
        double pairs = (double) a.length * (others ? b.length - 1 : b.length);
        return sum.doubleValue() / (pairs * d * d * d);
    }

    /** Unbiased: the mean over every pair of subsets is the value of all. */
    @Test
    void theMeanOverAllSubsetsIsTheWhole() {
        Features real = Sets.of(Sets.normal(5, 3, 7));
        Features fake = Sets.of(Sets.normal(6, 3, 8));
        double sum = 0;
        int pairs = 0;
        for (int[] left : triples(5)) {
            for (int[] right : triples(6)) {
                sum += Kid.subset(real, left, fake, right);
                pairs++;
            }
        }
        assertThat(pairs).isEqualTo(200);
        close(sum / pairs, Kid.unbiased(real, fake));
    }

    private static List<int[]> triples(int n) {
        List<int[]> triples = new ArrayList<>();
        for (int a = 0; a < n; a++) {
            for (int b = a + 1; b < n; b++) {
                for (int c = b + 1; c < n; c++) {
                    triples.add(new int[] {a, b, c});
                }
            }
        }
        return triples;
    }

    /** Against itself the cross mean has the diagonal, the inner ones have not: (2/n)(mean of the others − mean of the diagonal). */
    @Test
    void aSetAgainstItselfIsBelowZero() {
        double[][] rows = Sets.integers(6, 2, 5, 4);
        double others = mean(rows, rows, true);
        double diagonal = 0;
        for (double[] row : rows) {
            diagonal += mean(new double[][] {row}, new double[][] {row}, false) / rows.length;
        }
        assertThat(kid(rows, rows)).isNegative();
        close(kid(rows, rows), 2.0 / rows.length * (others - diagonal));
        assertThat(Kid.biased(Sets.of(rows), Sets.of(rows))).isCloseTo(0, within(1e-10));
    }

    @Test
    void symmetricAndBlindToOrderAndAxes() {
        double kid = kid(REAL, FAKE);
        close(kid(FAKE, REAL), kid);
        close(kid(Sets.shuffled(REAL, 1), Sets.shuffled(FAKE, 2)), kid);
        close(kid(Sets.turned(REAL), Sets.turned(FAKE)), kid);
    }

    /** The kernel has an origin: in one dimension moments about another one are others. */
    @Test
    void theOriginMatters() {
        // {1, 2} and {2, 3}: Δm₁ = 1, Δm₂ = 4, Δm₃ = 13
        close(Kid.biased(Sets.line(1, 2), Sets.line(2, 3)), 3 + 3 * 16 + 169);
    }

    /** Populations N(0, I) and N(0, t²I): 3(1 − t²)²/d. */
    @Test
    void spreadInClosedForm() {
        double kid = kid(Sets.normal(4000, 4, 1), Sets.scaled(Sets.normal(4000, 4, 2), 1.5));
        assertThat(kid).isCloseTo(3 * 1.25 * 1.25 / 4, withinPercentage(10));
    }

    /** Populations N(0, I) and N(μ, I), a = |μ|²: 3a/d + 3a²/d² + (a³ + 6a² + 3(d + 2)a)/d³. */
    @Test
    void shiftInClosedForm() {
        double d = 4;
        double a = 4;
        double expected = 3 * a / d + 3 * a * a / (d * d) + (a * a * a + 6 * a * a + 3 * (d + 2) * a) / (d * d * d);
        double kid = kid(Sets.normal(4000, 4, 1), Sets.shifted(Sets.normal(4000, 4, 2), 1, -1, 1, 1));
        assertThat(kid).isCloseTo(expected, withinPercentage(10));
    }

    /** About as often below zero as above, so that the mean is zero. */
    @Test
    void ofOneDistributionItIsZeroInTheMean() {
        double[] values = IntStream.range(0, 60)
                .mapToDouble(i -> kid(Sets.normal(50, 3, 1000 + i), Sets.normal(50, 3, 2000 + i)))
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 59;
        assertThat(Math.abs(mean)).isLessThan(3 * Math.sqrt(variance / 60));
        assertThat(Arrays.stream(values).filter(v -> v < 0).count()).isBetween(18L, 46L);
    }

    @Test
    void subsetsAreDrawnWithoutReplacementAndAgain() {
        Features real = Sets.of(REAL);
        Features fake = Sets.of(Sets.shifted(Sets.normal(12, 4, 3), 1));
        double whole = Kid.unbiased(real, fake);
        double[] wholes = Kid.subsets(real, fake, 5, 12, 1);
        assertThat(wholes).hasSize(5);
        Arrays.stream(wholes).forEach(value -> close(value, whole));
        double[] some = Kid.subsets(real, fake, 5, 6, 1);
        assertThat(Kid.subsets(real, fake, 5, 6, 1)).isEqualTo(some);
        assertThat(Kid.subsets(real, fake, 5, 6, 2)).isNotEqualTo(some);
        assertThat(Arrays.stream(some).distinct().count()).isEqualTo(5);
        double[] many = Kid.subsets(real, fake, 2000, 6, 3);
        double mean = Arrays.stream(many).average().orElseThrow();
        double variance = Arrays.stream(many).map(v -> (v - mean) * (v - mean)).sum() / 1999;
        assertThat(Math.abs(mean - whole)).isLessThan(3 * Math.sqrt(variance / 2000));
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertBadInput(() -> Kid.unbiased(Sets.line(1), Sets.line(1, 2)))
                .hasMessage("kid: 1 real and 2 fake samples; allowed: at least 2 of each");
        assertBadInput(() -> Kid.unbiased(Sets.line(1, 2), Sets.of(REAL)))
                .hasMessage("real features have 1 numbers, fake ones 4; allowed: equally many");
        assertBadInput(() -> Kid.subsets(Sets.of(REAL), Sets.of(FAKE), 1, 10, 1))
                .hasMessage("kid: subsets of 10; allowed: at most 12 and 9");
    }
}
