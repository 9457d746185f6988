package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static Image pixel(int... values) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) values[i];
        }
        return new Image(values.length, 1, 1, pixels);
    }

    @Test
    void greyIsPillowsLuma() {
        Map<String, Image> golden = Fixtures.arrays("resample");
        assertThat(Channels.convert(golden.get("colour"), 1)).isEqualTo(golden.get("luma"));
    }

    @Test
    void lostAlphaShowsWhite() {
        assertThat(Channels.convert(pixel(10, 20, 30, 0), 3)).isEqualTo(pixel(255, 255, 255));
        assertThat(Channels.convert(pixel(10, 20, 30, 255), 3)).isEqualTo(pixel(10, 20, 30));
        assertThat(Channels.convert(pixel(0, 128), 1)).isEqualTo(pixel(127));
        assertThat(Channels.convert(pixel(0, 128), 3)).isEqualTo(pixel(127, 127, 127));
    }

    @Test
    void gainedAlphaIsOpaqueAndKeptAlphaIsKept() {
        assertThat(Channels.convert(pixel(7), 2)).isEqualTo(pixel(7, 255));
        assertThat(Channels.convert(pixel(1, 2, 3), 4)).isEqualTo(pixel(1, 2, 3, 255));
        assertThat(Channels.convert(pixel(7, 9), 4)).isEqualTo(pixel(7, 7, 7, 9));
        assertThat(Channels.convert(pixel(255, 255, 255, 9), 2)).isEqualTo(pixel(255, 9));
    }

    @Test
    void greyRepeatsAndSameIsSame() {
        Image grey = pixel(5);
        assertThat(Channels.convert(grey, 3)).isEqualTo(pixel(5, 5, 5));
        assertThat(Channels.convert(grey, 1)).isSameAs(grey);
    }
}
