package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveStrengthTest {
    /** A hundred images from 0 to 1, a step every second step. */
    private final AdaptiveStrength strength = new AdaptiveStrength(0.6, 0.1, 2);

    @Test
    void aSequenceIsWorkedByHand() {
        observe(0.8, 10, 0); // no step yet
        observe(1.0, 10, 0.2); // mean 0.9: up by 20 of 100
        observe(0.0, 10, 0.2);
        observe(0.9, 30, 0.6); // each image counts the same: 27 / 40 is above the target, though (0 + 0.9) / 2 is not
        observe(-1.0, 5, 0.6);
        observe(1.0, 5, 0.5); // mean 0: down by 10
        observe(1.0, 40, 0.5);
        observe(1.0, 40, 1); // not beyond 1
        observe(0.0, 60, 1);
        observe(0.0, 60, 0); // nor below 0
    }

    @Test
    void onTargetNothingMoves() {
        AdaptiveStrength balanced = new AdaptiveStrength(0.5, 0.1, 1);
        balanced.observe(1, 10);
        balanced.observe(0.5, 30);
        assertThat(balanced.strength()).isEqualTo(0.1);
    }

    @Test
    void thePapersNumbersAreTheDefaults() {
        AdaptiveStrength defaults = AdaptiveStrength.defaults();
        for (int round = 0; round < 3; round++) {
            defaults.observe(0.61, 64);
        }
        assertThat(defaults.strength()).isZero();
        defaults.observe(0.61, 64);
        assertThat(defaults.strength()).isCloseTo(256 / 500_000.0, within(1e-15));
        for (int round = 0; round < 4; round++) {
            defaults.observe(0.59, 32);
        }
        assertThat(defaults.strength()).isCloseTo(128 / 500_000.0, within(1e-15));
    }

    @Test
    void goesOnFromASavedStateAsIfNeverStopped() {
        strength.observe(0.9, 10);
        strength.observe(0.7, 20);
        strength.observe(0.55, 7); // in the middle of an interval
        AdaptiveStrength resumed = new AdaptiveStrength(0.6, 0.1, 2);
        resumed.load(strength.save());
        assertThat(resumed.save()).isEqualTo(strength.save());
        for (double sign : new double[] {0.7, -0.1, 0.3, 0.65, 0.9}) {
            strength.observe(sign, 9);
            resumed.observe(sign, 9);
            assertThat(resumed.strength()).isEqualTo(strength.strength());
        }
        assertThat(resumed.save()).isEqualTo(strength.save());
    }

    @Test
    void aStateWithoutANumberIsRefusedWhole() {
        observe(0.9, 10, 0);
        Map<String, Double> before = strength.save();
        Map<String, Double> torn = new HashMap<>(Map.of("strength", 0.5, "signs", 3.0, "images", 4.0));
        assertThatThrownBy(() -> strength.load(torn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the saved state of the augmentation strength has no number called 'rounds'");
        assertThat(strength.save()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"1.1, 4", "-1.1, 4", "NaN, 4", "0.5, 0"})
    void whatIsNoMeanSignIsRefused(double sign, long count) {
        assertThatThrownBy(() -> strength.observe(sign, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mean sign in [-1, 1] of at least one image is expected, got " + sign + " of " + count);
    }

    @ParameterizedTest
    @CsvSource({"1, 500, 4", "-1, 500, 4", "NaN, 500, 4", "0.6, 0, 4", "0.6, NaN, 4", "0.6, 500, 0"})
    void settingsThatCannotWorkAreRefused(double target, double kimg, int interval) {
        assertThatThrownBy(() -> new AdaptiveStrength(target, kimg, interval))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + (interval == 0 ? "0" : kimg == 500 ? "" + target : "" + kimg));
    }

    private void observe(double sign, long images, double expected) {
        strength.observe(sign, images);
        assertThat(strength.strength()).isCloseTo(expected, within(1e-12));
    }
}
