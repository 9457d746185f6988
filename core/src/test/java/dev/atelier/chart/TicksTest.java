package dev.atelier.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void linearTicksAreRoundNumbersInsideTheScale() {
        assertThat(Ticks.linear(0, 0.9, 0)).hasSize(5).startsWith(0.0).allMatch(tick -> tick >= 0 && tick <= 0.9);
        assertThat(Ticks.linear(7, 48, 0)).containsExactly(10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0);
        assertThat(Ticks.linear(0, 1000, 0)).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0);
        assertThat(Ticks.linear(-3, 5, 0)).containsExactly(-2.0, 0.0, 2.0, 4.0);
    }

    @Test
    void numbersThatNeverEndDoNotKeepAnybodyWaiting() {
        assertThat(Ticks.linear(0.7, Math.nextUp(0.7), 0)).hasSizeLessThanOrEqualTo(8);
        assertThat(Ticks.linear(1e20, Math.nextUp(1e20), 0)).hasSizeLessThanOrEqualTo(8);
        Scale alike = Scale.over("", DoubleStream.of(0.7, Math.nextUp(0.7), Double.NaN, Double.MAX_VALUE));
        assertThat(alike.low()).isLessThan(0.65);
        assertThat(alike.ticks().size()).isBetween(3, 8);
        assertThat(Scale.over("", DoubleStream.empty()).ticks()).hasSize(6);
    }

    @Test
    void countedTicksAreWhole() {
        assertThat(Ticks.linear(0, 3, 1)).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(Ticks.counted(Ticks.linear(0, 3_000_000, 1)).values())
                .startsWith("0", "500,000", "1,000,000")
                .endsWith("3,000,000");
    }

    @Test
    void logTicksArePowersOfTenAndMultiplesWhereThereIsRoom() {
        assertThat(Ticks.labelledApart(Ticks.log(1, 100)).values())
                .containsExactly("1", "2", "5", "10", "20", "50", "100");
        assertThat(Ticks.labelledApart(Ticks.log(1e-5, 1e-2)).values())
                .containsExactly("1e-5", "3e-5", "1e-4", "3e-4", "1e-3", "3e-3", "0.01");
        assertThat(Ticks.log(0.3, 0.95)).containsExactly(0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
        assertThat(Ticks.log(1e-12, 1e12)).hasSizeLessThanOrEqualTo(8).contains(1.0);
        assertThat(Ticks.log(101, 103)).hasSizeGreaterThan(2).allMatch(tick -> tick >= 101 && tick <= 103);
    }

    @Test
    void numbersAreWrittenShort() {
        assertThat(List.of(
                        Ticks.label(0), Ticks.label(0.25), Ticks.label(250_000), Ticks.label(-3), Ticks.label(60000)))
                .containsExactly("0", "0.25", "2.5e5", "-3", "60,000");
    }

    @Test
    void numbersOfOneScaleAreWrittenInOneWay() {
        assertThat(Ticks.labelled(Ticks.linear(0.64, 0.82, 0)).values())
                .containsExactly("0.65", "0.70", "0.75", "0.80");
        assertThat(Ticks.labelled(Ticks.linear(0, 150_000, 0)).values())
                .containsExactly("0", "2e4", "4e4", "6e4", "8e4", "1e5", "1.2e5", "1.4e5");
    }

    @Test
    void theMachinesLanguageDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Ticks.label(1234.5)).isEqualTo("1,234.5");
            assertThat(Ticks.counted(List.of(12345.0)).values()).containsExactly("12,345");
        } finally {
            Locale.setDefault(before);
        }
    }
}
