package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.atelier.tensor.Engine;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Fréchet distance of sets whose moments are known, and what must not change it. */
class FidTest {
    private static final double[][] REAL = Sets.normal(40, 5, 1);
    private static final double[][] FAKE = Sets.shifted(Sets.scaled(Sets.normal(30, 5, 2), 1.5, 0.5, 2), 0.3);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static double fid(double[][] real, double[][] fake) {
        return Fid.between(FeatureStats.of(Sets.of(real)), FeatureStats.of(Sets.of(fake)));
    }

    private static double ddof0(double[][] real, double[][] fake) {
        return Fid.ddof0(FeatureStats.of(Sets.of(real)), FeatureStats.of(Sets.of(fake)));
    }

    private static void close(double value, double expected) {
        assertThat(value).isCloseTo(expected, within(1e-11 * Math.max(1, expected)));
    }

    /** Means 1 and 7; variances 2 and 18 divided by n − 1, 1 and 9 divided by n. */
    @Test
    void oneDimensionByHand() {
        double[][] real = {{0}, {2}};
        double[][] fake = {{4}, {10}};
        close(fid(real, fake), 36 + 8);
        close(ddof0(real, fake), 36 + 4);
    }

    /** A point at ±a on each axis: mean 0, covariance diagonal with 2a²/(2d − 1), or a²/d divided by n. */
    private static double[][] cross(double... a) {
        int d = a.length;
        return IntStream.range(0, 2 * d)
                .mapToObj(i -> IntStream.range(0, d)
                        .mapToDouble(j -> j == i / 2 ? (i % 2 == 0 ? a[j] : -a[j]) : 0)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void knownMeansAndDiagonalCovariances() {
        double[] a = {1, 2, 3, 0};
        double[] b = {4, 0.5, 3, 2};
        double[] v = {1, -2, 0.5, 3};
        double[][] real = cross(a);
        double[][] fake = Sets.shifted(cross(b), v);
        double means = 1 + 4 + 0.25 + 9;
        double roots = 9 + 2.25 + 0 + 4; // (a − b)²
        close(fid(real, fake), means + roots * 2 / 7);
        close(ddof0(real, fake), means + roots / 4);
        double[][] twice = Stream.of(fake, fake).flatMap(Stream::of).toArray(double[][]::new);
        // now 4b²/15
        double unequal = IntStream.range(0, 4)
                .mapToDouble(j -> Math.pow(Math.sqrt(2 / 7.0) * a[j] - Math.sqrt(4 / 15.0) * b[j], 2))
                .sum();
        close(fid(real, twice), means + unequal);
        close(ddof0(real, twice), means + roots / 4);
        // turned together they commute, without being diagonal
        close(fid(Sets.turned(real), Sets.turned(fake)), means + roots * 2 / 7);
    }

    /** The root of a 2×2 matrix M has the trace √(tr M + 2 √(det M)), so covariances that do not commute can be worked too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void twoDimensionsInClosedForm(long seed) {
        double[][] real = Sets.map(Sets.normal(9, 2, seed), row -> new double[] {row[0], 3 * row[0] + row[1]});
        double[][] fake = Sets.map(Sets.normal(7, 2, seed + 10), row -> new double[] {row[0] - 2 * row[1], row[1] + 1});
        double[] s = covariance(real);
        double[] t = covariance(fake);
        double apart = Math.pow(mean(real, 0) - mean(fake, 0), 2) + Math.pow(mean(real, 1) - mean(fake, 1), 2);
        double product = s[0] * t[0] + 2 * s[1] * t[1] + s[2] * t[2];
        double determinants = (s[0] * s[2] - s[1] * s[1]) * (t[0] * t[2] - t[1] * t[1]);
        double root = Math.sqrt(product + 2 * Math.sqrt(determinants));
        close(fid(real, fake), apart + s[0] + s[2] + t[0] + t[2] - 2 * root);
    }

    private static double mean(double[][] rows, int j) {
        return Arrays.stream(rows).mapToDouble(row -> row[j]).average().orElseThrow();
    }

    /** xx, xy, yy, divided by n − 1. */
    private static double[] covariance(double[][] rows) {
        double x = mean(rows, 0);
        double y = mean(rows, 1);
        double n = rows.length - 1;
        return new double[] {
            Stream.of(rows).mapToDouble(r -> (r[0] - x) * (r[0] - x)).sum() / n,
            Stream.of(rows).mapToDouble(r -> (r[0] - x) * (r[1] - y)).sum() / n,
            Stream.of(rows).mapToDouble(r -> (r[1] - y) * (r[1] - y)).sum() / n
        };
    }

    @Test
    void aShiftAloneIsItsSquare() {
        close(fid(REAL, Sets.shifted(REAL, 1, -2, 0.5, 0, 3)), 1 + 4 + 0.25 + 9);
        double[][] few = Sets.normal(3, 5, 4); // of rank 2
        close(fid(few, Sets.shifted(few, 1, -2, 0.5, 0, 3)), 1 + 4 + 0.25 + 9);
    }

    @Test
    void nothingLiesBetweenASetAndItself() {
        assertThat(fid(REAL, REAL)).isBetween(0.0, 1e-12);
        assertThat(fid(REAL, Sets.shuffled(REAL, 3))).isBetween(0.0, 1e-12);
        double[][] few = Sets.normal(4, 20, 3);
        assertThat(fid(few, few)).isBetween(0.0, 1e-12);
        double[][] far = Sets.shifted(REAL, 1e6);
        assertThat(fid(far, far)).isBetween(0.0, 1e-12);
        double[][] one = {{1, 2}, {1, 2}, {1, 2}};
        assertThat(fid(one, one)).isZero();
    }

    @Test
    void symmetricAndBlindToOrderPlaceAndAxes() {
        double fid = fid(REAL, FAKE);
        assertThat(fid).isGreaterThan(1);
        close(fid(FAKE, REAL), fid);
        close(fid(Sets.shuffled(REAL, 1), Sets.shuffled(FAKE, 2)), fid);
        close(fid(Sets.turned(REAL), Sets.turned(FAKE)), fid);
        close(fid(Sets.shifted(REAL, 5, -7, 1), Sets.shifted(FAKE, 5, -7, 1)), fid);
        // only what is done to both alike
        assertThat(fid(Sets.turned(REAL), FAKE)).isNotCloseTo(fid, withinPercentage(1));
        assertThat(fid(Sets.shifted(REAL, 5), FAKE)).isNotCloseTo(fid, withinPercentage(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.25, 1000})
    void scaleGoesInSquared(double s) {
        double fid = fid(REAL, FAKE);
        assertThat(fid(Sets.scaled(REAL, s), Sets.scaled(FAKE, s))).isCloseTo(s * s * fid, withinPercentage(1e-9));
    }

    /** The same whole numbers, stored in 4 bytes or in 8. */
    @Test
    void theContainerDoesNotMatter() {
        double[][] real = Sets.integers(20, 3, 9, 1);
        double[][] fake = Sets.integers(20, 3, 5, 2);
        double narrow = Fid.between(FeatureStats.of(float32(real)), FeatureStats.of(float32(fake)));
        assertThat(narrow).isEqualTo(fid(real, fake));
    }

    private static Features float32(double[][] rows) {
        double[] flat = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
        float[] values = new float[flat.length];
        for (int i = 0; i < flat.length; i++) {
            values[i] = (float) flat[i];
        }
        return Features.of(values, rows.length, "narrow");
    }

    @Test
    void moreNoiseIsFurtherAway() {
        double[][] noise = Sets.normal(40, 5, 9);
        double last = 0;
        for (double strength : new double[] {0.1, 0.3, 1, 3}) {
            double[][] noisy = IntStream.range(0, 40)
                    .mapToObj(i -> IntStream.range(0, 5)
                            .mapToDouble(j -> REAL[i][j] + strength * noise[i][j])
                            .toArray())
                    .toArray(double[][]::new);
            double fid = fid(REAL, noisy);
            assertThat(fid).isGreaterThan(last);
            last = fid;
        }
    }

    /** Two samples of N(0, I) are d(1/n + 1/m) + (d² + d)/4·(1/(n − 1) + 1/(m − 1)) apart in the mean, to first order. */
    @Test
    void theBiasOfFiniteSamples() {
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            sum += fid(Sets.normal(400, 16, 100 + i), Sets.normal(400, 16, 200 + i));
        }
        assertThat(sum / 20).isCloseTo(0.427, within(0.015));
    }

    @Test
    void oneSampleHasNoCovariance() {
        double[][] one = {{1, 2, 3, 4, 5}};
        assertBadInput(() -> fid(one, FAKE)).hasMessage("fid: 1 real and 30 fake samples; allowed: at least 2 of each");
        assertBadInput(() -> ddof0(REAL, one));
        assertBadInput(() -> fid(REAL, Sets.normal(4, 6, 1)))
                .hasMessage("real features have 5 numbers, fake ones 6; allowed: equally many");
    }
}
