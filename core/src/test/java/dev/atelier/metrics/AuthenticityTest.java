package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthenticityTest {
    private static final double[][] TRAIN = Sets.normal(80, 4, 1);

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    private static double percent(double[][] train, double[][] fake) {
        return Authenticity.percent(Sets.of(train), Sets.of(fake));
    }

    /**
     * 0, 1 and 10 have others 1, 1 and 9 away. 3 is 2 from 1 and 20 is 10 from 10: their own. 15 is 5 from 10, −1 as far from 0 as 1 is,
     * 0 a copy: not.
     */
    @Test
    void byHand() {
        assertThat(Authenticity.percent(Sets.line(0, 1, 10), Sets.line(3, 20, 15, -1, 0)))
                .isEqualTo(40);
    }

    /** More fakes than training samples, and the gap is that of the nearest training sample, not of the one with the fake's number. */
    @Test
    void theGapIsThatOfTheNearest() {
        assertThat(Authenticity.percent(Sets.line(100, 0, 1), Sets.line(98, 97, 96, 95, 3, 4, 5)))
                .isEqualTo(100 * 3 / 7.0);
    }

    /** A training sample with a copy has no gap: whatever is not that copy too is its own. */
    @Test
    void copiesAmongTheTrainingSamples() {
        assertThat(Authenticity.percent(Sets.line(0, 0, 10), Sets.line(0.001, 0)))
                .isEqualTo(50);
    }

    @Test
    void copiesAreNotAuthenticFarSamplesAre() {
        assertThat(percent(TRAIN, TRAIN)).isZero();
        assertThat(percent(TRAIN, Sets.shifted(TRAIN, 1e-3, -1e-3))).isZero();
        assertThat(percent(TRAIN, Sets.shifted(TRAIN, 100))).isEqualTo(100);
        double[][] mixed = Arrays.copyOf(TRAIN, 40);
        System.arraycopy(Sets.shifted(TRAIN, 100), 0, mixed, 20, 20);
        assertThat(percent(TRAIN, mixed)).isEqualTo(50);
    }

    /** Where distances of 10⁻³ are looked for 10⁴ from the origin, products in float32 see none. */
    @Test
    void farFromTheOriginToo() {
        double[][] fake = Sets.normal(60, 4, 2);
        double percent = percent(TRAIN, fake);
        assertThat(percent).isBetween(20.0, 80.0);
        assertThat(percent(Sets.shifted(TRAIN, 1e4), Sets.shifted(fake, 1e4))).isEqualTo(percent);
        assertThat(percent(Sets.turned(TRAIN), Sets.turned(fake))).isEqualTo(percent);
        assertThat(percent(Sets.scaled(TRAIN, 1e-4), Sets.scaled(fake, 1e-4))).isEqualTo(percent);
        assertThat(percent(Sets.shuffled(TRAIN, 1), Sets.shuffled(fake, 2))).isEqualTo(percent);
    }

    /** Fresh samples of the same distribution: about 54 % in six dimensions, not half. */
    @Test
    void theNullIsNotAHalf() {
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            sum += percent(Sets.normal(300, 6, 100 + i), Sets.normal(300, 6, 200 + i)) / 20;
        }
        assertThat(sum).isCloseTo(54, within(2.0));
    }
}
