package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResampleTest {
    private static final Map<String, Image> GOLDEN = Fixtures.arrays("resample");

    static Stream<String> cases() {
        return GOLDEN.keySet().stream().filter(name -> name.contains(":"));
    }

    // golden: benchmarks/peers/pillow_resample.py
    @ParameterizedTest
    @MethodSource("cases")
    void givesPillowsBytes(String name) {
        Image wanted = GOLDEN.get(name);
        String[] parts = name.split(":");
        Image got = Resample.valueOf(parts[1]).resize(GOLDEN.get(parts[0]), wanted.height(), wanted.width());
        assertThat(got.pixels()).isEqualTo(wanted.pixels());
    }

    @Test
    void theGoldensCoverEveryFilter() {
        for (Resample filter : Resample.values()) {
            assertThat(cases().filter(name -> name.contains(filter.name()))).hasSize(8);
        }
    }

    @Test
    void sameSizeIsTheSameImage() {
        Image grey = GOLDEN.get("grey");
        assertThat(Resample.LANCZOS.resize(grey, 28, 28)).isSameAs(grey);
    }

    @Test
    void treatsEachOfAnyNumberOfChannelsAlone() {
        Image colour = GOLDEN.get("colour");
        byte[] five = new byte[5 * 37 * 53];
        System.arraycopy(colour.pixels(), 0, five, 2 * 37 * 53, 3 * 37 * 53);
        Image got = Resample.BICUBIC.resize(new Image(5, 37, 53, five), 20, 31);
        Image alone = Resample.BICUBIC.resize(colour, 20, 31);
        assertThat(Arrays.copyOfRange(got.pixels(), 2 * 20 * 31, 5 * 20 * 31)).isEqualTo(alone.pixels());
        assertThat(Arrays.copyOf(got.pixels(), 2 * 20 * 31)).containsOnly(0);
    }

    @Test
    void anEmptySizeIsRefused() {
        assertThatThrownBy(() -> Resample.BICUBIC.resize(GOLDEN.get("grey"), 0, 4))
                .hasMessageContaining("0×4");
    }
}
