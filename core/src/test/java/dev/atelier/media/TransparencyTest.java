package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransparencyTest {
    private static final Map<String, Image> GOLDEN = Fixtures.arrays("resample");

    static Stream<String> cases() {
        return GOLDEN.keySet().stream().filter(name -> name.contains("@"));
    }

    // golden: benchmarks/peers/pillow_resample.py
    @ParameterizedTest
    @MethodSource("cases")
    void givesPillowsBytes(String name) {
        Image wanted = GOLDEN.get(name);
        Image source = GOLDEN.get(name.substring(0, name.indexOf('@')));
        Image got = Transparency.resize(Resample.BICUBIC, source, wanted.height(), wanted.width());
        assertThat(got).hasToString(wanted.toString());
        assertThat(got.pixels()).isEqualTo(wanted.pixels());
    }

    @Test
    void whatIsClearDoesNotBleed() {
        // a clear white pixel beside an opaque black one: half clear, and black
        Image image = new Image(2, 1, 2, new byte[] {-1, 0, 0, -1});
        Image got = Transparency.resize(Resample.BILINEAR, image, 1, 1);
        assertThat(got.at(0, 0, 0)).isZero();
        assertThat(got.at(1, 0, 0)).isEqualTo(128);
    }

    @Test
    void withoutAlphaOrAtItsSizeItIsTheFilterAlone() {
        Image colour = GOLDEN.get("colour");
        assertThat(Transparency.resize(Resample.BICUBIC, colour, 20, 31))
                .isEqualTo(Resample.BICUBIC.resize(colour, 20, 31));
        Image clear = GOLDEN.get("clear");
        assertThat(Transparency.resize(Resample.BICUBIC, clear, 37, 53)).isSameAs(clear);
    }
}
