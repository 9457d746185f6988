package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureProbeTest {
    private static Image picture(int... values) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) values[i];
        }
        return new Image(1, 1, values.length, pixels);
    }

    /** By hand: (0, 0, 200, 200) and (0, 200, 0, 200) have nothing in common; (0, 100, 200) and (0, 200, 100) half. */
    @Test
    void correlationIsOfLightnessOverAllPictures() {
        List<Image> some = List.of(picture(0, 0), picture(200, 200));
        assertThat(PictureProbe.correlation(some, some).orElseThrow()).isEqualTo(1, within(1e-12));
        assertThat(PictureProbe.correlation(some, List.of(picture(255, 255), picture(55, 55)))
                        .orElseThrow())
                .isEqualTo(-1, within(1e-12));
        assertThat(PictureProbe.correlation(some, List.of(picture(0, 200), picture(0, 200)))
                        .orElseThrow())
                .isEqualTo(0, within(1e-12));
        assertThat(PictureProbe.correlation(List.of(picture(0, 100, 200)), List.of(picture(0, 200, 100)))
                        .orElseThrow())
                .isEqualTo(0.5, within(1e-12));
        assertThat(PictureProbe.correlation(some, List.of(picture(9, 9), picture(9, 9))))
                .isEmpty();
    }
}
