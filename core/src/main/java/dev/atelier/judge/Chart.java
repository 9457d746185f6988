package dev.atelier.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over training rounds as SVG text, to stand inside a page: axes with round numbers, a legend, at most some hundred points a line. */
final class Chart {
    /** One line; points that are not finite leave a gap. */
    record Line(String name, List<double[]> points) {}

    private static final String[] COLOURS = {"#1f6fb4", "#d1495b", "#3a8f5c", "#b07a1e", "#6b4fa0", "#4b5563"};
    private static final int WIDTH = 560;
    private static final int HEIGHT = 250;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 52;
    private static final int MOST_POINTS = 400;

    private final double[] x;
    private final double[] y;
    private final StringBuilder svg = new StringBuilder();

    private Chart(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** The drawing; empty where no line has two finite points. */
    static String svg(List<Line> lines) {
        List<Line> drawn =
                lines.stream().filter(line -> finite(line).size() >= 2).toList();
        if (drawn.isEmpty()) {
            return "";
        }
        Chart chart = new Chart(range(drawn, 0, false), range(drawn, 1, true));
        return chart.draw(drawn);
    }

    private static List<double[]> finite(Line line) {
        return line.points().stream().filter(p -> Double.isFinite(p[1])).toList();
    }

    /** Least and most of a coordinate; of values a little wider, and never empty. */
    private static double[] range(List<Line> lines, int coordinate, boolean wider) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (double[] point : finite(line)) {
                least = Math.min(least, point[coordinate]);
                most = Math.max(most, point[coordinate]);
            }
        }
        double margin = most > least ? (wider ? (most - least) * 0.05 : 0) : Math.max(1e-3, Math.abs(most) * 0.1);
        return new double[] {least - margin, most + margin};
    }

    private String draw(List<Line> lines) {
        svg.append(text("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT));
        for (double tick : ticks(y[0], y[1])) {
            svg.append(text(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>",
                    LEFT, WIDTH - RIGHT, down(tick), down(tick)));
            svg.append(
                    text("<text x=\"%d\" y=\"%.1f\" class=\"end\">%s</text>", LEFT - 6, down(tick) + 4, number(tick)));
        }
        for (double tick : ticks(x[0], x[1])) {
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" class=\"middle\">%s</text>",
                    across(tick), HEIGHT - BOTTOM + 18, number(tick)));
        }
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), COLOURS[i % COLOURS.length], i, lines.size());
        }
        return svg.append("</svg>").toString();
    }

    private void line(Line line, String colour, int place, int lines) {
        List<double[]> points = thinned(line.points());
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (double[] point : points) {
            if (Double.isFinite(point[1])) {
                path.append(text("%s%.1f %.1f", pen ? "L" : "M", across(point[0]), down(point[1])));
            }
            pen = Double.isFinite(point[1]);
        }
        svg.append(text("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>", path, colour));
        if (points.size() <= 30) {
            for (double[] point : finite(line)) {
                svg.append(text(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"/>",
                        across(point[0]), down(point[1]), colour));
            }
        }
        double left = LEFT + place * ((WIDTH - LEFT - RIGHT) / (double) lines);
        svg.append(
                text("<rect x=\"%.1f\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>", left, HEIGHT - 18, colour));
        svg.append(text("<text x=\"%.1f\" y=\"%d\">%s</text>", left + 17, HEIGHT - 13, escaped(line.name())));
    }

    /** Means of neighbouring points where there are too many of them. */
    private static List<double[]> thinned(List<double[]> points) {
        int block = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        if (block <= 1) {
            return points;
        }
        List<double[]> thin = new ArrayList<>();
        for (int from = 0; from < points.size(); from += block) {
            List<double[]> part = points.subList(from, Math.min(points.size(), from + block));
            thin.add(new double[] {
                part.get(part.size() - 1)[0],
                part.stream().mapToDouble(p -> p[1]).average().orElse(Double.NaN)
            });
        }
        return thin;
    }

    /** Three to seven round numbers within a range. */
    static List<Double> ticks(double least, double most) {
        double rough = (most - least) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(least / step) * step; tick <= most + step * 1e-9; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
        }
        return ticks;
    }

    private double across(double value) {
        return LEFT + (value - x[0]) / (x[1] - x[0]) * (WIDTH - LEFT - RIGHT);
    }

    private double down(double value) {
        return TOP + (y[1] - value) / (y[1] - y[0]) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return Long.toString(Math.round(value));
        }
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
