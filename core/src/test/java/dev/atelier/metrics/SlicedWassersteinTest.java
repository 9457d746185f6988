package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicedWassersteinTest {
    private static final SlicedWasserstein METRIC = new SlicedWasserstein(256, 0);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    /** On a line every direction is +1 or −1: a shift by c is c, and so is the distance. */
    @ParameterizedTest
    @ValueSource(floats = {0.25f, -0.5f})
    void aShiftOnALineIsTheShift(float c) {
        ImageSet a = new ImageSet(new float[] {0, 0.5f, 1, 0.125f}, 4);
        ImageSet b = new ImageSet(new float[] {c, 0.5f + c, 1 + c, 0.125f + c}, 4);
        assertThat(METRIC.distance(a, b)).isCloseTo(Math.abs(c), within(1e-12));
    }

    /** {0, 1} against {¼, ½}: sorted pairs are ¼ and ½ apart; the root of (1/16 + 1/4) / 2. */
    @Test
    void twoPointsByHand() {
        ImageSet a = new ImageSet(new float[] {1, 0}, 2);
        ImageSet b = new ImageSet(new float[] {0.25f, 0.5f}, 2);
        assertThat(METRIC.distance(a, b)).isCloseTo(Math.sqrt(5.0 / 32), within(1e-12));
    }

    /**
     * The corners (0,0), (1,1) against (0,1), (1,0) of a square along the direction (cos t, sin t): sorted projections are 0 and
     * cos t + sin t against cos t and sin t for t in the first quarter, so each pair is min(cos t, sin t) apart. The mean square over
     * all t is ½ − 1/π.
     */
    @Test
    void diagonalsOfASquareByHand() {
        ImageSet a = new ImageSet(new float[] {0, 0, 1, 1}, 2);
        ImageSet b = new ImageSet(new float[] {0, 1, 1, 0}, 2);
        assertThat(Math.pow(new SlicedWasserstein(40_000, 3).distance(a, b), 2))
                .isCloseTo(0.5 - 1 / Math.PI, within(0.005));
    }

    /** Directions are of length one and isotropic: a shift s is worth |s|² / D on average. */
    @Test
    void aShiftOfEverySampleIsAboutTheShift() {
        float[] one = random(50 * 100, 1);
        float[] other = one.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += 0.1f;
        }
        assertThat(new SlicedWasserstein(4096, 1).distance(new ImageSet(one, 50), new ImageSet(other, 50)))
                .isCloseTo(0.1, within(0.004));
    }

    @Test
    void equalSetsInAnyOrderAreNotApart() {
        float[] one = random(30 * 7, 1);
        int[] order = RandomStream.of(5, "order").permutation(30);
        float[] other = new float[one.length];
        for (int i = 0; i < 30; i++) {
            System.arraycopy(one, order[i] * 7, other, i * 7, 7);
        }
        assertThat(METRIC.distance(new ImageSet(one, 30), new ImageSet(one.clone(), 30)))
                .isZero();
        assertThat(METRIC.distance(new ImageSet(one, 30), new ImageSet(other, 30)))
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void isSymmetricAndDependsOnItsSeedAlone() {
        ImageSet a = new ImageSet(random(30 * 7, 1), 30);
        ImageSet b = new ImageSet(random(30 * 7, 2), 30);
        double distance = METRIC.distance(a, b);
        assertThat(distance).isPositive().isEqualTo(METRIC.distance(b, a));
        assertThat(new SlicedWasserstein(256, 0).distance(a, b)).isEqualTo(distance);
        assertThat(new SlicedWasserstein(256, 1).distance(a, b)).isNotEqualTo(distance);
    }

    @Test
    void aNumberThatIsNoneSpreads() {
        ImageSet a = new ImageSet(new float[] {0, Float.NaN}, 2);
        assertThat(METRIC.distance(a, new ImageSet(new float[] {0, 1}, 2))).isNaN();
    }

    @Test
    void refusesSetsThatDoNotMatch() {
        ImageSet two = new ImageSet(new float[4], 2);
        assertThatThrownBy(() -> METRIC.distance(two, new ImageSet(new float[4], 4)))
                .hasMessageContaining("equally large, got 2 images of 2 samples and 4 of 1");
        assertThatThrownBy(() -> new ImageSet(new float[5], 2)).hasMessageContaining("5 samples are not 2 images");
        assertThatThrownBy(() -> new SlicedWasserstein(0, 0)).hasMessageContaining("at least 1");
    }

    private static float[] random(int length, long seed) {
        float[] values = new float[length];
        RandomStream.of(seed, "test").fillUniform(values, 0, length);
        return values;
    }
}
