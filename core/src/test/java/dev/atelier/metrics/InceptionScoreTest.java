package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InceptionScoreTest {
    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    /** Sure of these classes. */
    private static double[][] sure(int classes, int... named) {
        return Arrays.stream(named)
                .mapToObj(c -> IntStream.range(0, classes)
                        .mapToDouble(j -> j == c ? 1 : 0)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] softmax(double[][] logits) {
        return Sets.map(logits, row -> {
            double sum = Arrays.stream(row).map(Math::exp).sum();
            return Arrays.stream(row).map(x -> Math.exp(x) / sum).toArray();
        });
    }

    private static double score(double[][] rows, int splits) {
        return InceptionScore.of(Sets.of(rows), splits).mean();
    }

    private static double entropy(double... p) {
        return -Arrays.stream(p).map(x -> x * Math.log(x)).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10})
    void sureAndBalancedIsTheNumberOfClasses(int classes) {
        double[][] rows = sure(
                classes, IntStream.range(0, 3 * classes).map(i -> i % classes).toArray());
        assertThat(score(rows, 1)).isCloseTo(classes, within(1e-12));
        assertThat(score(rows, 3)).isCloseTo(classes, within(1e-12));
    }

    @Test
    void equalRowsAreOne() {
        double[][] uniform = new double[8][4];
        Arrays.stream(uniform).forEach(row -> Arrays.fill(row, 0.25));
        assertThat(score(uniform, 1)).isCloseTo(1, within(1e-14));
        assertThat(score(sure(4, 2, 2, 2), 1)).isCloseTo(1, within(1e-14));
        double[][] slanted = new double[5][];
        Arrays.fill(slanted, new double[] {0.7, 0.2, 0.1});
        assertThat(score(slanted, 1)).isCloseTo(1, within(1e-14));
        assertThat(score(slanted, 5)).isCloseTo(1, within(1e-14));
    }

    /** exp(H(mean) − mean H): two sure rows of one class, one of another: H(2/3, 1/3). */
    @Test
    void unbalancedByHand() {
        assertThat(score(sure(3, 0, 0, 1), 1)).isCloseTo(Math.exp(entropy(2 / 3.0, 1 / 3.0)), within(1e-14));
        double[][] half = {{0.5, 0.5, 0}, {0, 0.5, 0.5}};
        assertThat(score(half, 1)).isCloseTo(Math.exp(entropy(0.25, 0.5, 0.25) - Math.log(2)), within(1e-14));
    }

    @Test
    void unsureAndBalancedInClosedForm() {
        double e = 0.01;
        double[][] rows = new double[4][4];
        for (int i = 0; i < 4; i++) {
            Arrays.fill(rows[i], e);
            rows[i][i] = 1 - 3 * e;
        }
        double expected = Math.exp(Math.log(4) - entropy(1 - 3 * e, e, e, e));
        assertThat(score(rows, 1)).isCloseTo(expected, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void liesBetweenOneAndTheNumberOfClassesInAnyOrder(long seed) {
        double[][] rows = softmax(Sets.scaled(Sets.normal(30, 6, seed), 3));
        double whole = score(rows, 1);
        assertThat(whole).isBetween(1.0, 6.0);
        assertThat(score(Sets.shuffled(rows, seed), 1)).isCloseTo(whole, within(1e-12));
        assertThat(score(rows, 7)).isBetween(1.0, 6.0);
        assertThat(score(rows, 30)).isCloseTo(1, within(1e-12)); // a row by itself
    }

    /** Slices of 7 rows in 3 begin at 0, 2 and 4, and the last takes the tail: scores 2, 1 and 3. */
    @Test
    void slicesAreThoseOfTheReference() {
        InceptionScore score = InceptionScore.of(Sets.of(sure(3, 0, 1, 0, 0, 0, 1, 2)), 3);
        assertThat(score.mean()).isCloseTo(2, within(1e-12));
        assertThat(score.deviation()).isCloseTo(Math.sqrt(2 / 3.0), within(1e-12));
        assertThat(InceptionScore.of(Sets.of(sure(3, 0, 1, 2)), 1).deviation()).isZero();
    }

    /** Order is kept: samples sorted by class have one class in each slice. */
    @Test
    void sortedByClassTheSlicesCollapse() {
        assertThat(score(sure(3, 0, 0, 0, 1, 1, 1, 2, 2, 2), 3)).isCloseTo(1, within(1e-12));
        assertThat(score(sure(3, 0, 1, 2, 0, 1, 2, 0, 1, 2), 3)).isCloseTo(3, within(1e-12));
    }

    @Test
    void logitsAreSoftmaxed() {
        double[][] logits = Sets.scaled(Sets.normal(20, 5, 3), 4);
        double expected = score(softmax(logits), 4);
        InceptionScore score = InceptionScore.ofLogits(Sets.of(logits), 4);
        assertThat(score.mean()).isCloseTo(expected, within(1e-12));
        double[][] moved = Sets.shifted(logits, 1000);
        assertThat(InceptionScore.ofLogits(Sets.of(moved), 4).mean()).isCloseTo(expected, within(1e-9));
        double[][] huge = {{1e5, 0, -1e5}, {0, 1e5, 0}, {0, 0, 1e5}};
        assertThat(InceptionScore.ofLogits(Sets.of(huge), 1).mean()).isCloseTo(3, within(1e-12));
    }

    /** More rows than are looked at at once. */
    @Test
    void manyRows() {
        int n = 300_000;
        float[] rows = new float[4 * n];
        for (int i = 0; i < n; i++) {
            rows[4 * i + i % 4] = 1;
        }
        try (Features features = Features.of(rows, n, "rows")) {
            assertThat(InceptionScore.of(features, 1).mean()).isCloseTo(4, within(1e-9));
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        refused("is: 0 splits of 3 rows; allowed: 1 to 3", 0, sure(2, 0, 1, 0));
        refused("is: 4 splits of 3 rows; allowed: 1 to 3", 4, sure(2, 0, 1, 0));
        refused("probabilities: row 1 adds up to 0.5; allowed: 1", 1, new double[][] {{0.5, 0.5}, {0.25, 0.25}});
        refused("probabilities: row 0 has -0.5; allowed: 0 to 1", 1, new double[][] {{1.5, -0.5}, {0.5, 0.5}});
    }

    private static void refused(String words, int splits, double[][] rows) {
        assertBadInput(() -> InceptionScore.of(Sets.of(rows), splits)).hasMessage(words);
    }
}
