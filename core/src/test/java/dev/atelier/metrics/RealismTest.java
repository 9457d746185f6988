package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RealismTest {
    private static Features line(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Features.of(floats, values.length, "line");
    }

    /** Radii 1, 1, 1, 1, 7, 10, 20; the median is 1. 3.875 is in the ball of 3; 4.5 and 12 are only in the wide ball of 10. */
    @Test
    void wideBallsAreLeftOut() {
        try (Features real = line(0, 1, 2, 3, 10, 20, 40);
                Features fake = line(0.5, 3.875, 4.5, 12)) {
            assertThat(Realism.share(real, fake, 1)).isEqualTo(0.5);
            assertThat(Prdc.of(real, fake, 1).precision()).isEqualTo(1);
        }
    }

    /** Each copy counts: three at 5 have radius 0, so the median of six radii is 0 and only what equals them is real. */
    @Test
    void copiesCountAsOftenAsTheyCome() {
        try (Features real = line(5, 5, 5, 0, 1, 2);
                Features fake = line(5, 5, 0.5, 1)) {
            assertThat(Realism.share(real, fake, 1)).isEqualTo(0.5);
        }
    }

    @Test
    void tooFewSamplesAreRefused() {
        try (Features real = line(0, 1);
                Features fake = line(0, 1, 2)) {
            assertBadInput(() -> Realism.share(real, fake, 2))
                    .hasMessageContaining("k is 2, with 2 real and 3 fake samples");
        }
    }
}
