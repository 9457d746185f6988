package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static Function<Image, Levels> each(Function<Float, Float> change) {
        return image -> {
            Levels levels = Levels.of(image);
            for (int i = 0; i < levels.values().length; i++) {
                levels.values()[i] = change.apply(levels.values()[i]);
            }
            return levels;
        };
    }

    @Test
    void isTheMeanDifferenceAfterRounding() {
        List<Image> pictures = List.of(Image.filled(1, 4, 4, 100), Image.filled(1, 2, 3, 200));
        // there: half and a third of a level more, which rounding takes away; back: twice and 3 more
        RoundTrip trip = RoundTrip.of(pictures, each(v -> v / 2 + 0.33f), each(v -> 2 * v + 3), 1);
        assertThat(trip.exact()).isEqualTo(new PairMean(3 / 255.0, 2, 0));
    }

    /** 100 in each picture of 16, 200 in the other, of other sizes: the mean is over pictures, not over pixels. */
    @Test
    void eachPictureCountsAlike() {
        List<Image> pictures = List.of(Image.filled(1, 4, 4, 0), Image.filled(1, 1, 1, 40));
        RoundTrip trip = RoundTrip.of(pictures, each(v -> v), each(v -> 0f), 1);
        assertThat(trip.exact().mean()).isCloseTo(20 / 255.0, within(1e-12));
    }

    /** A translation that keeps its input in the last bit, and reads it there: a little noise and it is gone. */
    @Test
    void noiseTellsHiddenCode() {
        List<Image> pictures = List.of(Image.filled(1, 20, 20, 0), Image.filled(1, 20, 20, 255));
        Function<Image, Levels> hiding = each(v -> 128f + (v > 127 ? 1 : 0));
        Function<Image, Levels> reading = each(v -> v % 2 == 1 ? 255f : 0f);
        RoundTrip hidden = RoundTrip.of(pictures, hiding, reading, 1);
        assertThat(hidden.exact().mean()).isZero();
        assertThat(hidden.noisy().mean()).isCloseTo(0.5, within(0.05));
        RoundTrip open = RoundTrip.of(pictures, each(v -> 64 + v / 2), each(v -> 2 * (v - 64)), 1);
        assertThat(open.noisy().mean() - open.exact().mean()).isBetween(0.0, 0.02);
        assertThat(RoundTrip.of(pictures, hiding, reading, 1))
                .as("the same noise again")
                .isEqualTo(hidden);
    }

    /** Of N(0, 2): E|x| = 2·√(2/π) = 1.596 levels, and a little more for the rounding. */
    @Test
    void theNoiseIsTwoLevelsWide() {
        RoundTrip trip = RoundTrip.of(List.of(Image.filled(3, 64, 64, 128)), each(v -> v), each(v -> v), 7);
        assertThat(255 * trip.noisy().mean()).isCloseTo(1.596, within(0.05));
        assertThat(trip.exact().mean()).isZero();
    }

    @Test
    void identityIsWhatATranslationDoesToItsOwnDomain() {
        PairMean mean = RoundTrip.identity(List.of(Image.filled(1, 3, 3, 10)), each(v -> v + 5.4f));
        assertThat(mean).isEqualTo(new PairMean(5 / 255.0, 1, 0));
    }
}
