package dev.atelier.benchmarks;

import dev.atelier.chart.Chart;
import dev.atelier.chart.Line;
import dev.atelier.chart.Panel;
import dev.atelier.chart.Point;
import dev.atelier.chart.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws {@code growth.png}, rate and memory along each axis, and {@code scale.png}, what is computed for more cores. All scales are
 * logarithmic, and one row of panels has one scale upwards, so that slopes can be compared. A hollow dot is no measured result.
 */
final class GrowthPlot {
    private static final int RATE = 0;
    private static final int MEMORY = 1;

    private static final int MOST = 64;
    private static final int WIDE = 360;
    private static final int HIGH = 300;
    private static final int HEADING = 90;

    private final GrowthResults results;

    private GrowthPlot(GrowthResults results) {
        this.results = results;
    }

    /** Pictures in {@code folder}; false, and nothing written, on a machine that cannot draw text, as one without any font. */
    static boolean write(Path folder, GrowthResults results, Optional<GrowthModel> model) throws IOException {
        GrowthPlot plot = new GrowthPlot(results);
        List<GrowthAxis> axes = results.axes().keySet().stream()
                .filter(axis -> !plot.measured(axis).isEmpty())
                .toList();
        boolean drawn = axes.isEmpty() || plot.growth(axes).drawing().write(folder.resolve("growth.png"));
        return drawn && (model.isEmpty() || plot.scale(model.get()).drawing().write(folder.resolve("scale.png")));
    }

    private List<GrowthPoint> measured(GrowthAxis axis) {
        return results.along(axis).stream()
                .filter(point -> point.trouble().isEmpty())
                .toList();
    }

    private String training() {
        return results.recipe() + " in " + GrowthTables.precisions(results);
    }

    private String machine() {
        return Stream.of("processor", "date", "commit")
                .map(key -> String.valueOf(results.machine().get(key)))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private Chart growth(List<GrowthAxis> axes) {
        List<Chart.Row> rows = Stream.of(
                        row(axes, "images/s", RATE, GrowthPoint::imagesPerSecond),
                        row(axes, "peak memory, GB", MEMORY, point -> {
                            double gigabytes = point.peakBytes() / 1e9;
                            return new Spread(gigabytes, gigabytes, gigabytes);
                        }))
                .flatMap(Optional::stream)
                .toList();
        return new Chart(
                "Training " + training() + ", " + GrowthPlace.count(results.threads(), "thread", "s"),
                List.of(
                        machine() + "; base: "
                                + GrowthPlace.base(1, results.threads()).words(),
                        "dots are medians, lines reach from the least to the most; hollow dots were DISTURBED: no results"),
                Math.max(800, axes.size() * WIDE),
                HEADING + rows.size() * HIGH,
                rows);
    }

    /** One panel an axis; none of memory where nobody can tell it. */
    private Optional<Chart.Row> row(
            List<GrowthAxis> axes, String label, int colour, Function<GrowthPoint, Spread> value) {
        List<Double> all = axes.stream()
                .flatMap(axis -> measured(axis).stream())
                .map(value)
                .flatMap(spread -> Stream.of(spread.least(), spread.most()))
                .toList();
        if (all.contains(0.0)) {
            return Optional.empty();
        }
        Scale y = Scale.logOver(label, all);
        return Optional.of(new Chart.Row(
                1, axes.stream().map(axis -> panel(axis, y, colour, value)).toList()));
    }

    /** Marked where there are values. */
    private Panel panel(GrowthAxis axis, Scale y, int colour, Function<GrowthPoint, Spread> value) {
        List<Point> points = measured(axis).stream()
                .map(point -> point(x(axis, point), value.apply(point), point.disturbed()))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        List<Double> xs = points.stream().map(Point::x).toList();
        Scale x = Scale.logOver(axis.label(), xs).marked(xs);
        return new Panel("", x, y, List.of(Line.of("", colour, points)));
    }

    private static Point point(double x, Spread spread, boolean disturbed) {
        Point.Dot dot = disturbed ? Point.Dot.HOLLOW : Point.Dot.FILLED;
        return new Point(x, spread.median(), spread.least(), spread.most(), dot);
    }

    private static double x(GrowthAxis axis, GrowthPoint point) {
        return Double.parseDouble(point.place().at(axis));
    }

    private Chart scale(GrowthModel model) {
        boolean disturbed = GrowthModel.points(results).stream().anyMatch(GrowthPoint::disturbed);
        List<Double> counts =
                Stream.of(1, 2, 4, 8, 16, 32, 64).map(n -> (double) n).toList();
        List<Double> rates = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (GrowthModel.Way way : model.ways()) {
            rates.addAll(List.of(rate(way, 1), rate(way, MOST)));
            rates.addAll(way.measured().values());
            lines.add(computed(way, lines.size()));
        }
        for (int i = 0; i < model.ways().size(); i++) { // over all curves
            lines.add(measured(model.ways().get(i), i));
        }
        Panel panel = new Panel("", Scale.logOver("n", counts).marked(counts), Scale.logOver("images/s", rates), lines);
        return new Chart(
                "What n threads, machines or processes do: filled dots are measured, all else is computed",
                List.of(
                        training() + "; " + machine() + (disturbed ? "; DISTURBED: no result" : ""),
                        String.format(
                                Locale.ROOT,
                                "serial share %.2f, contention %.2f; gradients averaged at %s GB/s, not in filled dots",
                                model.serialShare(),
                                model.contention(),
                                GrowthTables.number(model.bandwidth() / 1e9))),
                900,
                590,
                List.of(new Chart.Row(1, List.of(panel))));
    }

    private static Line computed(GrowthModel.Way way, int colour) {
        List<Point> points = IntStream.rangeClosed(1, MOST)
                .mapToObj(n -> GrowthTables.COMPUTED.contains(n)
                        ? Point.dot(n, rate(way, n), false)
                        : Point.of(n, rate(way, n)))
                .toList();
        return Line.of(way.label(), colour, points).with(Line.Stroke.DASHED);
    }

    private static Line measured(GrowthModel.Way way, int colour) {
        List<Point> points = way.measured().entrySet().stream()
                .map(entry -> Point.dot(entry.getKey(), entry.getValue(), true))
                .toList();
        return Line.of("", colour, points).with(Line.Stroke.NONE);
    }

    private static double rate(GrowthModel.Way way, int n) {
        return way.imagesPerSecond().applyAsDouble(n);
    }
}
