package dev.atelier.media;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelRangeTest {
    @ParameterizedTest
    @EnumSource
    void everyByteComesBack(PixelRange range) {
        float[] table = range.table();
        for (int v = 0; v < 256; v++) {
            assertThat(table[v]).isEqualTo(range.toFloat(v));
            assertThat(range.toByte(table[v]) & 0xFF).isEqualTo(v);
        }
    }

    @Test
    void rangesEndWhereTheirNamesSay() {
        assertThat(PixelRange.UNIT.toFloat(0)).isEqualTo(0f);
        assertThat(PixelRange.UNIT.toFloat(255)).isEqualTo(1f);
        assertThat(PixelRange.SYMMETRIC.toFloat(0)).isEqualTo(-1f);
        assertThat(PixelRange.SYMMETRIC.toFloat(255)).isEqualTo(1f);
        assertThat(PixelRange.SYMMETRIC.toFloat(51)).isEqualTo(-0.6f);
    }

    @Test
    void roundsHalfUpAndClamps() {
        assertThat(PixelRange.UNIT.toByte(0.5f) & 0xFF).isEqualTo(128);
        assertThat(PixelRange.SYMMETRIC.toByte(0f) & 0xFF).isEqualTo(128);
        assertThat(PixelRange.UNIT.toByte(1.7f) & 0xFF).isEqualTo(255);
        assertThat(PixelRange.SYMMETRIC.toByte(Float.NEGATIVE_INFINITY) & 0xFF).isZero();
        assertThat(PixelRange.UNIT.toByte(Float.NaN) & 0xFF).isZero();
    }

    @Test
    void aNameFindsItsRange() {
        assertThat(PixelRange.of("-1..1")).isSameAs(PixelRange.SYMMETRIC);
        assertBadInput(() -> PixelRange.of("0-1")).hasMessage("unknown pixel range '0-1'; known: 0..1, -1..1");
    }
}
