package dev.atelier.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void everyPointIsKeptWhereThereAreFewEnough() {
        Line line = line(1000, i -> 1);
        assertThat(line.thinned(1000)).isSameAs(line);
    }

    @Test
    void longLinesAreThinnedAndKeepTheirSpikes() {
        Line thin = line(12_345, i -> i == 7001 ? 99 : i == 3 ? -99 : 1).thinned(1000);
        assertThat(thin.points()).hasSizeLessThanOrEqualTo(1000);
        assertThat(thin.points()).extracting(Point::y).contains(99.0, -99.0);
        assertThat(thin.points()).extracting(Point::x).isSorted().contains(7001.0, 3.0);
    }

    @Test
    void aThinnedLineHasAGapOnlyWhereAWholeStretchIsOne() {
        Line thin = line(1000, i -> i % 2 == 0 ? Double.NaN : i >= 500 && i < 520 ? Double.NaN : i)
                .thinned(100);
        assertThat(thin.finite()).isEqualTo(98);
        assertThat(thin.points()).filteredOn(point -> !point.finite()).hasSize(1);
    }

    @Test
    void meansLeaveOutWhatIsNotFinite() {
        Line means = line(6, i -> i < 2 ? Double.NaN : i == 3 ? Double.POSITIVE_INFINITY : i)
                .means(3);
        assertThat(means.points()).extracting(Point::x).containsExactly(0.5, 2.5, 4.5);
        assertThat(means.points()).extracting(Point::y).containsExactly(Double.NaN, 2.0, 4.5);
    }

    private static Line line(int count, IntToDoubleFunction y) {
        List<Point> points = IntStream.range(0, count)
                .mapToObj(i -> Point.of(i, y.applyAsDouble(i)))
                .toList();
        return Line.of("a", 0, points);
    }
}
