package dev.atelier.run;

import dev.atelier.chart.Chart;
import dev.atelier.chart.Drawing;
import dev.atelier.chart.Line;
import dev.atelier.chart.Panel;
import dev.atelier.chart.Point;
import dev.atelier.chart.Scale;
import dev.atelier.systems.StatSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws {@code loss.png}: the numbers of a run's rows over its steps, in panels below each other. Values that are not finite leave a
 * gap.
 */
final class LossPlot {
    static final int WIDTH = 1000;
    static final int HEIGHT = 600;
    private static final int FIRST_SHARE = 7;
    private static final int SHARE = 5;

    /** A number of the rows by its name there, and what the legend calls it. */
    record Curve(String row, String label) {}

    /**
     * Curves on one scale.
     *
     * @param axis what they measure
     * @param shares whether they are shares, on a scale from 0 to 1; others get a scale that fits
     */
    record Curves(String title, String axis, boolean shares, List<Curve> curves) {
        Curves {
            curves = List.copyOf(curves);
        }
    }

    /** A panel for each group of series. */
    static List<Curves> panels(List<StatSeries> series) {
        List<Curves> panels = new ArrayList<>();
        StatSeries.grouped(series)
                .forEach((group, members) -> panels.add(new Curves(
                        group.title(),
                        group.axis(),
                        group.shares(),
                        members.stream()
                                .map(each -> new Curve(each.name(), each.role()))
                                .toList())));
        return panels;
    }

    private LossPlot() {}

    /**
     * Replaces the picture at {@code png}.
     *
     * @param panels the first one is always there, others where the rows have numbers for them
     * @return false, with the file untouched, on a machine that cannot draw text, as one without any font
     */
    static boolean write(Path png, List<StatsRow> rows, String title, List<Curves> panels) throws IOException {
        return drawing(rows, title, panels).write(png);
    }

    static Drawing drawing(List<StatsRow> rows, String title, List<Curves> panels) {
        List<Chart.Row> drawn = new ArrayList<>();
        boolean empty = true;
        for (Curves panel : panels) {
            List<Line> lines = lines(rows, panel);
            empty &= lines.isEmpty();
            if (drawn.isEmpty() || !lines.isEmpty()) {
                drawn.add(new Chart.Row(drawn.isEmpty() ? FIRST_SHARE : SHARE, List.of(drawn(panel, rows, lines))));
            }
        }
        return new Chart(empty ? title + " (no losses yet)" : title, List.of(), WIDTH, HEIGHT, drawn).drawing();
    }

    private static List<Line> lines(List<StatsRow> rows, Curves panel) {
        return IntStream.range(0, panel.curves().size())
                .mapToObj(i -> line(rows, panel.curves().get(i), i))
                .filter(line -> line.finite() > 0)
                .toList();
    }

    private static Line line(List<StatsRow> rows, Curve curve, int colour) {
        return Line.of(
                curve.label(),
                colour,
                rows.stream()
                        .map(row -> Point.of(row.step(), row.value(curve.row())))
                        .toList());
    }

    private static Panel drawn(Curves panel, List<StatsRow> rows, List<Line> lines) {
        long last = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step();
        Scale y = panel.shares()
                ? Scale.linear(panel.axis(), 0, 1)
                : Scale.over(
                        panel.axis(),
                        lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y));
        return new Panel(panel.title(), Scale.counting("step", 0, last), y, lines);
    }
}
