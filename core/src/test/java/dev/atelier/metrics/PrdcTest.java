package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Precision, recall, density and coverage of point sets worked by hand, and what must not change them. */
class PrdcTest {
    private static final double[][] REAL = Sets.normal(60, 3, 1);
    private static final double[][] FAKE = Sets.shifted(Sets.scaled(Sets.normal(50, 3, 2), 1, 0.5, 1.5), 0.5);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static Prdc prdc(double[][] real, double[][] fake, int k) {
        return Prdc.of(Sets.of(real), Sets.of(fake), k);
    }

    private static Prdc.Counts counts(long precision, long recall, long density, long coverage) {
        return new Prdc.Counts(precision, recall, density, coverage);
    }

    /**
     * Reals 0, 1, 3, 6 reach 1, 1, 2, 3 far; fakes −1, 2, 4, 10 reach 3, 2, 2, 6 far. −1 is on the rim of 0, 2 on the rim of 1; 2 and 4
     * are inside that of 3, 4 inside that of 6; 10 is in none. Reals 0 and 6 are on rims too, but inside other balls.
     */
    @Test
    void fourPointsByHand() {
        Prdc prdc = Prdc.of(Sets.line(0, 1, 3, 6), Sets.line(-1, 2, 4, 10), 1);
        assertThat(prdc.within()).isEqualTo(counts(3, 4, 5, 4));
        assertThat(prdc.strict()).isEqualTo(counts(2, 4, 3, 2));
        assertThat(prdc.precision()).isEqualTo(0.75);
        assertThat(prdc.recall()).isEqualTo(1);
        assertThat(prdc.density()).isEqualTo(0.75);
        assertThat(prdc.coverage()).isEqualTo(0.5);
        assertThat(prdc.precisionStrict()).isEqualTo(0.5);
        assertThat(prdc.recallStrict()).isEqualTo(1);
        assertThat(prdc.densityWithin()).isEqualTo(1.25);
        assertThat(prdc.coverageWithin()).isEqualTo(1);
    }

    /** The third-nearest other of 0, 1, 3, 6, 10 is 6, 5, 3, 5, 9 away; of 2, 8, 20, 21 it is 19, 13, 18, 19. */
    @Test
    void theThirdNearestOtherByHand() {
        Prdc prdc = Prdc.of(Sets.line(0, 1, 3, 6, 10), Sets.line(2, 8, 20, 21), 3);
        // 2: in 0, 1, 3, 6, 10; 8: in 6, 10; 20 and 21: in none
        assertThat(prdc.within()).isEqualTo(counts(2, 5, 7, 5));
        assertThat(prdc.strict()).isEqualTo(counts(2, 5, 7, 5));
        assertThat(prdc.density()).isEqualTo(7 / 12.0);
        assertThat(prdc.coverage()).isEqualTo(1);
    }

    /**
     * Three copies of 0 have balls without extent, which hold exact copies with the rim and nothing without; 5 reaches to 0. Fakes 0, 1,
     * 5 reach 1, 1, 4 far.
     */
    @Test
    void copiesAndRimsByHand() {
        Prdc prdc = Prdc.of(Sets.line(0, 0, 0, 5), Sets.line(0, 1, 5), 1);
        assertThat(prdc.within()).isEqualTo(counts(3, 4, 6, 4));
        assertThat(prdc.strict()).isEqualTo(counts(2, 4, 2, 1));
    }

    /** A 3-4-5 triangle and a unit square: ties in two dimensions. */
    @Test
    void tiesInThePlaneByHand() {
        double[][] real = {{0, 0}, {1, 0}, {0, 1}, {1, 1}}; // each reaches 1 far
        double[][] fake = {{0.5, 0.5}, {2, 0}, {3, 4}}; // reach √2.5, √2.5, √17 far
        Prdc prdc = prdc(real, fake, 1);
        // the middle is inside all four; (2, 0) on the rim of (1, 0); of the fakes' balls the first holds all corners
        assertThat(prdc.within()).isEqualTo(counts(2, 4, 5, 4));
        assertThat(prdc.strict()).isEqualTo(counts(1, 4, 4, 4));
    }

    @Test
    void aSetIsInItself() {
        Prdc same = prdc(REAL, REAL, 3);
        assertThat(same.precision()).isEqualTo(1);
        assertThat(same.recall()).isEqualTo(1);
        assertThat(same.coverage()).isEqualTo(1);
        // each ball holds its centre and two of three without the rim, the third with it
        assertThat(same.strict().density()).isEqualTo(3L * 60);
        assertThat(same.within().density()).isEqualTo(4L * 60);
    }

    @Test
    void farApartNothingIsInside() {
        Prdc apart = prdc(REAL, Sets.shifted(FAKE, 1e6), 5);
        assertThat(apart.within()).isEqualTo(counts(0, 0, 0, 0));
        assertThat(apart.strict()).isEqualTo(counts(0, 0, 0, 0));
    }

    @Test
    void precisionIsRecallOfTheOtherSide() {
        Prdc there = prdc(REAL, FAKE, 3);
        Prdc back = prdc(FAKE, REAL, 3);
        assertThat(there.within().precision()).isEqualTo(back.within().recall()).isBetween(10L, 49L);
        assertThat(there.within().recall()).isEqualTo(back.within().precision()).isBetween(10L, 59L);
        assertThat(there.within().recall()).isNotEqualTo(there.within().precision());
        assertThat(there.strict().precision()).isEqualTo(back.strict().recall());
        assertThat(there.strict().recall()).isEqualTo(back.strict().precision());
    }

    @Test
    void blindToOrderPlaceAxesAndScale() {
        Prdc.Counts counts = prdc(REAL, FAKE, 4).within();
        assertThat(prdc(Sets.shuffled(REAL, 1), Sets.shuffled(FAKE, 2), 4).within())
                .isEqualTo(counts);
        assertThat(prdc(Sets.turned(REAL), Sets.turned(FAKE), 4).within()).isEqualTo(counts);
        assertThat(prdc(Sets.scaled(REAL, 1e-3), Sets.scaled(FAKE, 1e-3), 4).within())
                .isEqualTo(counts);
        assertThat(prdc(Sets.scaled(REAL, -1e5), Sets.scaled(FAKE, -1e5), 4).within())
                .isEqualTo(counts);
        assertThat(prdc(Sets.shifted(REAL, 1e4), Sets.shifted(FAKE, 1e4), 4).within())
                .isEqualTo(counts);
    }

    /** Copies of real rows are right, whichever; a single one of them is all that is found. */
    @Test
    void aPartOfTheRealsIsPreciseACollapseHasNoRecall() {
        assertThat(prdc(REAL, Arrays.copyOf(REAL, 10), 3).precision()).isEqualTo(1);
        double[][] collapsed = new double[20][];
        Arrays.fill(collapsed, REAL[7]);
        Prdc prdc = prdc(REAL, collapsed, 3);
        assertThat(prdc.precision()).isEqualTo(1);
        assertThat(prdc.within().recall()).isEqualTo(1); // the row itself, on the rim of balls without extent
        assertThat(prdc.strict().recall()).isZero();
        Arrays.fill(collapsed, new double[] {0.01, 0.02, 0.03});
        assertThat(prdc(REAL, collapsed, 3).within().recall()).isZero();
    }

    /** Of three modes apart, all fakes in one: the reals of that mode are covered, no others, and density does not show it. */
    @Test
    void oneModeOfThreeCoversAThird() {
        double[][] mode = Sets.normal(50, 2, 3);
        double[][] real = Stream.of(mode, Sets.shifted(Sets.normal(50, 2, 4), 1e3), Sets.shifted(mode, -1e3))
                .flatMap(Stream::of)
                .toArray(double[][]::new);
        Prdc prdc = prdc(real, Sets.normal(150, 2, 5), 5);
        assertThat(prdc.coverage()).isBetween(0.3, 1 / 3.0);
        assertThat(prdc.density()).isGreaterThan(0.9);
        assertThat(prdc.precision()).isGreaterThan(0.9);
    }

    /** An outlier's ball takes in any nonsense: precision believes it, density counts one ball of k. */
    @Test
    void anOutlierFoolsPrecisionNotDensity() {
        double[][] nonsense = Sets.shifted(Sets.normal(50, 3, 6), 30);
        assertThat(prdc(REAL, nonsense, 5).precision()).isZero();
        double[][] withOutlier = Arrays.copyOf(REAL, 61);
        withOutlier[60] = new double[] {60, 60, 60};
        Prdc prdc = prdc(withOutlier, nonsense, 5);
        assertThat(prdc.precision()).isEqualTo(1);
        assertThat(prdc.density()).isCloseTo(0.2, within(1e-15));
        assertThat(prdc.strict().coverage()).isEqualTo(1);
    }

    @Test
    void largerBallsHoldMore() {
        Prdc last = prdc(REAL, FAKE, 1);
        for (int k = 2; k < 50; k++) {
            Prdc next = prdc(REAL, FAKE, k);
            assertThat(next.within().precision())
                    .isGreaterThanOrEqualTo(last.within().precision());
            assertThat(next.within().recall())
                    .isGreaterThanOrEqualTo(last.within().recall());
            assertThat(next.within().density())
                    .isGreaterThanOrEqualTo(last.within().density());
            assertThat(next.within().coverage())
                    .isGreaterThanOrEqualTo(last.within().coverage());
            assertThat(next.strict().density())
                    .isLessThanOrEqualTo(next.within().density());
            last = next;
        }
        assertThat(last.precision()).isGreaterThan(prdc(REAL, FAKE, 1).precision());
    }

    /** Density 1, coverage 1 − Π(n − t)/(n + m − t) over t = 1 … k, whatever the distribution. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void ofOneDistributionTheMeansAreKnown(int d) {
        int n = 300;
        int m = 200;
        int k = 5;
        double missed = IntStream.rangeClosed(1, k)
                .mapToDouble(t -> (double) (n - t) / (n + m - t))
                .reduce(1, (a, b) -> a * b);
        assertThat(1 - missed).isCloseTo(0.92379, within(1e-5));
        double density = 0;
        double coverage = 0;
        for (int i = 0; i < 80; i++) {
            Prdc prdc = prdc(Sets.normal(n, d, 100 + i), Sets.normal(m, d, 200 + i), k);
            density += prdc.density() / 80;
            coverage += prdc.coverage() / 80;
        }
        assertThat(density).isCloseTo(1, within(0.03));
        assertThat(coverage).isCloseTo(1 - missed, within(0.01));
    }

    @Test
    void kMustLeaveAnother() {
        assertThat(Prdc.of(Sets.line(0, 1, 2), Sets.line(0, 1, 2), 2).k()).isEqualTo(2);
        for (int k : new int[] {0, 3}) {
            assertBadInput(() -> Prdc.of(Sets.line(0, 1, 2), Sets.line(0, 1, 2, 3), k))
                    .hasMessage("k is " + k + ", with 3 real and 4 fake samples; allowed: 1 to 2");
        }
    }
}
