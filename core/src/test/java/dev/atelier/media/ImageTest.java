package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageTest {
    @Test
    void refusesPixelsThatDoNotFillItsShape() {
        assertThatThrownBy(() -> new Image(3, 2, 2, new byte[11])).hasMessage("3×2×2 pixels expected, got 11");
        assertThatThrownBy(() -> new Image(1, 0, 2, new byte[0])).hasMessageContaining("1×0×2");
    }

    @Test
    void cropsEveryChannel() {
        byte[] pixels = new byte[2 * 3 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        Image part = new Image(2, 3, 4, pixels).crop(1, 2, 2, 2);
        assertThat(part).isEqualTo(new Image(2, 2, 2, new byte[] {6, 7, 10, 11, 18, 19, 22, 23}));
        assertThat(part.at(1, 1, 0)).isEqualTo(22);
        assertThatThrownBy(() -> part.crop(1, 0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
