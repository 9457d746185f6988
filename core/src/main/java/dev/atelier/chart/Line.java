package dev.atelier.chart;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A line through points, in the order they are given.
 *
 * @param name what the legend calls it; a line without a name is not in the legend
 * @param colour which one of the line colours, counted from 0
 * @param accent whether it is the one to look at: it is drawn last and thick, and others without an accent are pale
 */
public record Line(String name, List<Point> points, int colour, Stroke stroke, boolean accent) {
    /** How points are joined. */
    public enum Stroke {
        SOLID,
        DASHED,
        /** Not at all: dots alone. */
        NONE
    }

    public Line {
        points = List.copyOf(points);
    }

    public static Line of(String name, int colour, List<Point> points) {
        return new Line(name, points, colour, Stroke.SOLID, false);
    }

    public Line with(Stroke other) {
        return new Line(name, points, colour, other, accent);
    }

    public Line accented() {
        return new Line(name, points, colour, stroke, true);
    }

    /** How many points are to be seen. */
    public long finite() {
        return points.stream().filter(Point::finite).count();
    }

    /** Of long lines each stretch's lowest and highest point in the order they came in, so that no spike is lost. */
    Line thinned(int most) {
        if (points.size() <= most) {
            return this;
        }
        int stretches = Math.max(1, most / 2);
        int stretch = (points.size() + stretches - 1) / stretches;
        List<Point> kept = IntStream.iterate(0, begin -> begin < points.size(), begin -> begin + stretch)
                .flatMap(begin -> extremes(begin, Math.min(points.size(), begin + stretch)))
                .mapToObj(points::get)
                .toList();
        return new Line(name, kept, colour, stroke, accent);
    }

    /** The means of so many stretches; a stretch without a number is a gap. */
    Line means(int stretches) {
        int stretch = (points.size() + stretches - 1) / stretches;
        List<Point> means = IntStream.iterate(0, begin -> begin < points.size(), begin -> begin + stretch)
                .mapToObj(begin -> mean(points.subList(begin, Math.min(points.size(), begin + stretch))))
                .toList();
        return new Line(name, means, colour, stroke, accent);
    }

    private static Point mean(List<Point> some) {
        List<Point> finite = some.stream().filter(Point::finite).toList();
        return Point.of(
                some.stream().mapToDouble(Point::x).average().orElse(Double.NaN),
                finite.stream().mapToDouble(Point::y).average().orElse(Double.NaN));
    }

    private IntStream extremes(int begin, int end) {
        int low = begin;
        int high = begin;
        for (int i = begin + 1; i < end; i++) {
            Point point = points.get(i);
            if (point.finite()) {
                low = points.get(low).finite() && point.y() >= points.get(low).y() ? low : i;
                high = points.get(high).finite()
                                && point.y() <= points.get(high).y()
                        ? high
                        : i;
            }
        }
        return IntStream.of(Math.min(low, high), Math.max(low, high)).distinct();
    }
}
