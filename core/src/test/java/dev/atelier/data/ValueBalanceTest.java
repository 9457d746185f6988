package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.BalanceShift.Change;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Balance, association and shift on tables small enough to work by hand. */
class ValueBalanceTest {
    private static ValueBalance of(long... counts) {
        return new ValueBalance(
                "class",
                IntStream.range(0, counts.length).mapToObj(i -> "v" + i).toList(),
                counts);
    }

    @Test
    void tailOfChiSquareIsTheTables() {
        assertThat(ChiSquare.tail(3.841458820694124, 1)).isCloseTo(0.05, within(1e-12));
        assertThat(ChiSquare.tail(18.307038053275146, 10)).isCloseTo(0.05, within(1e-12));
        assertThat(ChiSquare.tail(2, 2)).isCloseTo(Math.exp(-1), within(1e-14));
        assertThat(ChiSquare.tail(10, 4)).isCloseTo(6 * Math.exp(-5), within(1e-14));
        assertThat(ChiSquare.tail(1000, 1000)).isBetween(0.49, 0.5);
        assertThat(ChiSquare.tail(1e5, 3)).isZero();
        assertThat(ChiSquare.tail(0, 3)).isEqualTo(1);
        assertThat(ChiSquare.twoSided(-1.959963984540054)).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void evenCountsAreBalanced() {
        ValueBalance even = of(50, 50, 50, 50);
        assertThat(even.evenness()).isCloseTo(1, within(1e-15));
        assertThat(even.ratio()).isEqualTo(1);
        assertThat(even.chiSquare()).isZero();
        assertThat(even.chance()).isEqualTo(1);
        assertThat(even.text()).isEqualTo("balanced: 50 images for each of 4 values");
    }

    @Test
    void unevenCountsAreToldByTheirRatio() {
        ValueBalance uneven = of(300, 100);
        assertThat(uneven.evenness())
                .isCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / Math.log(2), within(1e-15));
        assertThat(uneven.chiSquare()).isEqualTo(100);
        assertThat(uneven.text()).isEqualTo("unbalanced: 3.0 to 1, 'v0' has 75.0 %, 'v1' 25.0 %");
        assertThat(of(1100, 100).text()).startsWith("very unbalanced: 11.0 to 1");
        assertThat(of(140, 100).text()).startsWith("balanced, or nearly: 'v0' has 58.3 %");
        assertThat(of(40, 0, 7).text()).isEqualTo("very unbalanced: 'v1' has no image");
        assertThat(of(40, 0, 0).text()).isEqualTo("very unbalanced: 2 of 3 values have no image, as 'v1'");
        assertThat(of(40, 0).ratio()).isInfinite();
        assertThat(of(40, 0).json()).doesNotContainKey("ratio").containsEntry("evenness", 0.0);
    }

    @Test
    void fewImagesTellNothing() {
        assertThat(of(5, 2).text()).isEqualTo("too few images to tell: 7 for 2 values");
        // 9 to 4 is no more than chance gives
        assertThat(of(9, 4).text()).startsWith("balanced, or nearly");
        assertThat(of(0, 0).text()).isEqualTo("too few images to tell: 0 for 2 values");
        assertThat(of(3).text()).isEqualTo("one value only: 'v0'");
    }

    private static Association associated(long[][] counts) {
        return Association.of(
                new Attribute.Categorical("hair", List.of("blond", "dark")),
                new Attribute.Categorical("gender", List.of("female", "male")),
                counts);
    }

    @Test
    void associationIsCramersV() {
        // χ² = 200 · (90·70 − 30·10)² / (120 · 80 · 100 · 100), worked by hand: 75
        Association tied = associated(new long[][] {{90, 30}, {10, 70}});
        assertThat(tied.strength()).isCloseTo(Math.sqrt(75.0 / 200), within(1e-12));
        assertThat(tied.chance()).isLessThan(1e-15);
        assertThat(tied.text())
                .isEqualTo(
                        "hair and gender are strongly tied (V 0.61): 90 % of gender=female have hair=blond, of all images 60 %");
    }

    @Test
    void associationEndsAtNothingAndAtAll() {
        assertThat(associated(new long[][] {{30, 60}, {10, 20}}).strength()).isCloseTo(0, within(1e-12));
        assertThat(associated(new long[][] {{30, 0}, {0, 20}}).strength()).isCloseTo(1, within(1e-12));
        assertThat(associated(new long[][] {{30, 20}, {0, 0}}).strength()).isZero();
        assertThat(associated(new long[][] {{0, 0}, {0, 0}}).strength()).isZero();
    }

    @Test
    void outputAsTheDataIsEven() {
        BalanceShift same = BalanceShift.between(of(100, 300), of(10, 30));
        assertThat(same.totalVariation()).isCloseTo(0, within(1e-15));
        assertThat(same.even()).isTrue();
        assertThat(same.text()).startsWith("as in the data");
    }

    @Test
    void tellsWhatComesTooOftenTooSeldomAndNever() {
        BalanceShift shift = BalanceShift.between(of(1000, 1000, 1000, 1000), of(1800, 980, 0, 1220));
        assertThat(shift.totalVariation()).isCloseTo(0.255, within(1e-12));
        assertThat(shift.rows().stream().map(BalanceShift.Row::change))
                .containsExactly(Change.OVER, Change.NONE, Change.MISSING, Change.OVER);
        // pooled share 2800/8000, standard error √(p(1 − p)/2000), difference 0.2
        assertThat(shift.rows().get(0).z()).isCloseTo(0.2 / Math.sqrt(0.35 * 0.65 / 2000), within(1e-12));
        assertThat(shift.text())
                .isEqualTo("missing 'v2' 0.0 % instead of 25.0 %; too often 'v0' 45.0 % instead of 25.0 %, "
                        + "'v3' 30.5 % instead of 25.0 % (25.5 % of the images would have to change)");
    }

    @Test
    void aDifferenceThatChanceExplainsDoesNotCount() {
        assertThat(BalanceShift.between(of(5000, 5000), of(12, 20)).even()).isTrue();
        // and one that chance does not explain, but that is small, neither
        assertThat(BalanceShift.between(of(500_000, 500_000), of(510_000, 490_000))
                        .even())
                .isTrue();
        assertThat(BalanceShift.between(of(500_000, 500_000), of(560_000, 440_000))
                        .even())
                .isFalse();
    }
}
