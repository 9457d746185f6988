package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "1e-400",
                "-0.1e-320",
                "NaN",
                "inf",
                "Infinity",
                "1,5",
                "0x10",
                "1f",
                "1d",
                "",
                ".",
                " 1",
                "1 "
            })
    void whatADoubleWouldMakeAnotherNumberIsNone(String text) {
        assertThat(TypedNumber.of(text)).isEmpty();
        assertThat(TypedNumber.fitsFloat(text)).isFalse();
    }

    @Test
    void numbersAreAsTyped() {
        assertThat(TypedNumber.of("0.0e-999")).hasValue(0);
        assertThat(TypedNumber.of("-0")).hasValue(-0.0);
        assertThat(TypedNumber.of("+1.5E3")).hasValue(1500);
        assertThat(TypedNumber.of(".5")).hasValue(0.5);
        assertThat(TypedNumber.of("1e-300")).hasValue(1e-300);
    }

    @Test
    void aFloatHoldsLess() {
        assertThat(TypedNumber.fitsFloat("1e-300")).isFalse();
        assertThat(TypedNumber.fitsFloat("1e39")).isFalse();
        assertThat(TypedNumber.fitsFloat("1e38")).isTrue();
        assertThat(TypedNumber.fitsFloat("0")).isTrue();
        assertThat(TypedNumber.isDecimal("1e400")).isTrue();
    }
}
