package dev.atelier.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void theHighestPointIsHighestOnThePage() {
        String svg = Chart.svg(List.of(new Chart.Line("a", List.of(point(0, 1), point(10, 3), point(20, 2)))));
        // y grows downwards: 5 % margin of the range 2 on both sides, 184 pixels high from 14 on
        assertThat(svg).contains("M58.0 189.6L302.0 22.4L546.0 106.0");
    }

    @Test
    void aPointThatIsNotFiniteBreaksTheLine() {
        String svg = Chart.svg(List.of(
                new Chart.Line("a", List.of(point(0, 1), point(1, 2), point(2, Double.NaN), point(3, 1), point(4, 2)))));
        assertThat(svg.split("M[0-9]")).hasSize(3);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void nothingIsDrawnOfOnePoint() {
        assertThat(Chart.svg(List.of(new Chart.Line("a", List.of(point(0, 1)))))).isEmpty();
    }

    @Test
    void manyPointsAreThinned() {
        List<double[]> points =
                IntStream.range(0, 10_000).mapToObj(i -> point(i, Math.sin(i))).toList();
        assertThat(Chart.svg(List.of(new Chart.Line("a", points))).length()).isLessThan(10_000);
    }

    @Test
    void ticksAreRoundNumbers() {
        assertThat(Chart.ticks(0, 1)).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0);
        assertThat(Chart.ticks(0, 1000)).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0);
        assertThat(Chart.ticks(-3, 5)).containsExactly(-2.0, 0.0, 2.0, 4.0);
    }

    @Test
    void namesAreEscaped() {
        String svg = Chart.svg(List.of(new Chart.Line("<b>&", List.of(point(0, 1), point(1, 2)))));
        assertThat(svg).contains("&lt;b>&amp;").doesNotContain("<b>");
    }

    private static double[] point(double x, double y) {
        return new double[] {x, y};
    }
}
