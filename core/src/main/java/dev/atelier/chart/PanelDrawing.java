package dev.atelier.chart;

import dev.atelier.chart.Mark.Path;
import dev.atelier.chart.Mark.Pen;
import dev.atelier.chart.Mark.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts a panel on a sheet: title and legend above, axes, then lines with their dots. */
final class PanelDrawing {
    private static final int LEFT = 54;
    private static final int Y_TITLE = 16;
    private static final int RIGHT = 24;
    private static final int LEGEND_ROW = 20;
    private static final int FOOT = 24;
    private static final int X_TITLE = 18;
    private static final int SAMPLE = 22;
    private static final int APART = 14;
    private static final int FEW_POINTS = 40;
    private static final int MANY_POINTS = 300;
    private static final int MEANS = 100;
    private static final double FAINT = 0.4;
    private static final double SMALL = 2.6;
    private static final double LARGE = 4.5;
    private static final double PALE = 0.6;

    /** A name with the middle of its row. */
    private record Entry(Line line, double x, double y) {}

    private final Sheet sheet;
    private final Panel panel;
    private final double left;
    private final double right;
    private final double top;
    private final double foot;
    private final double above;
    private final List<Entry> legend;

    /** Everything, labels too, stays within the box. */
    PanelDrawing(Sheet sheet, Panel panel, double x, double y, double width, double height) {
        this.sheet = sheet;
        this.panel = panel;
        this.left = x + LEFT + (panel.y().title().isEmpty() ? 0 : Y_TITLE);
        this.right = x + width - RIGHT;
        this.above = y;
        this.legend = legend();
        double rows = legend.isEmpty()
                ? panel.title().isEmpty() ? 0 : 1
                : (legend.get(legend.size() - 1).y() - above) / LEGEND_ROW + 0.5;
        this.top = y + 8 + Math.ceil(rows) * LEGEND_ROW;
        this.foot = y + height - FOOT - (panel.x().title().isEmpty() ? 0 : X_TITLE);
    }

    void draw() {
        axes();
        boolean accent = panel.lines().stream().anyMatch(Line::accent);
        panel.lines().stream()
                .sorted(Comparator.comparing(Line::accent))
                .forEach(line -> line(line, colour(line, accent)));
        if (!panel.title().isEmpty()) {
            sheet.bold(panel.title(), left, above + LEGEND_ROW / 2.0 + 4, Place.START);
        }
        for (Entry entry : legend) {
            sample(entry, colour(entry.line(), accent));
        }
    }

    private static int colour(Line line, boolean accent) {
        int colour = Colours.line(line.colour());
        return accent && !line.accent() ? Colours.mix(colour, Colours.PAPER, PALE) : colour;
    }

    private double across(double value) {
        return left + panel.x().at(value) * (right - left);
    }

    private double down(double value) {
        return foot - panel.y().at(value) * (foot - top);
    }

    private List<Entry> legend() {
        List<Entry> entries = new ArrayList<>();
        double start = left + (panel.title().isEmpty() ? 0 : Sheet.width(panel.title()) + APART);
        double x = start;
        double y = above + LEGEND_ROW / 2.0;
        for (Line line : panel.lines()) {
            if (line.name().isEmpty()) {
                continue;
            }
            double wide = SAMPLE + 6 + Sheet.width(line.name());
            if (x > start && x + wide > right) {
                x = start;
                y += LEGEND_ROW;
            }
            entries.add(new Entry(line, x, y));
            x += wide + APART;
        }
        return entries;
    }

    private void sample(Entry entry, int colour) {
        Line line = entry.line();
        if (line.stroke() != Line.Stroke.NONE) {
            sheet.segment(entry.x(), entry.y(), entry.x() + SAMPLE, entry.y(), pen(line, colour, 2));
        } else {
            sheet.add(new Mark.Disc(entry.x() + SAMPLE / 2.0, entry.y(), LARGE, colour, colour));
        }
        sheet.text(line.name(), entry.x() + SAMPLE + 6, entry.y() + 4, Place.START);
    }

    private static Pen pen(Line line, int colour, double width) {
        return new Pen(colour, line.accent() ? width + 1 : width, 1, line.stroke() == Line.Stroke.DASHED);
    }

    private void axes() {
        Pen grid = Pen.of(Colours.GRID, 1);
        panel.y().ticks().forEach((tick, label) -> {
            sheet.segment(left, down(tick), right, down(tick), grid);
            sheet.text(label, left - 7, down(tick) + 4, Place.END);
        });
        double free = Double.NEGATIVE_INFINITY;
        for (var tick : panel.x().ticks().entrySet()) {
            double x = across(tick.getKey());
            double half = Sheet.width(tick.getValue()) / 2;
            sheet.segment(x, top, x, foot, grid);
            if (x - half > free) { // else it would be written over its neighbour
                sheet.text(tick.getValue(), Math.min(x, right + RIGHT - half), foot + 17, Place.MIDDLE);
                free = x + half;
            }
        }
        Path frame = new Path().move(left, top).line(right, top).line(right, foot);
        sheet.add(new Mark.Stroke(frame.line(left, foot).line(left, top), Pen.of(Colours.FRAME, 1)));
        if (!panel.x().title().isEmpty()) {
            sheet.text(panel.x().title(), (left + right) / 2, foot + FOOT + X_TITLE - 6, Place.MIDDLE);
        }
        if (!panel.y().title().isEmpty()) {
            sheet.upright(panel.y().title(), left - LEFT, (top + foot) / 2);
        }
    }

    /** A line of many points is pale, with the means of its stretches over it. */
    private void line(Line whole, int colour) {
        Line line = whole.thinned((int) (right - left));
        boolean many = whole.points().size() > MANY_POINTS;
        if (line.stroke() != Line.Stroke.NONE) {
            Pen pen = pen(line, colour, 2);
            stroke(line, many ? new Pen(colour, 1, FAINT, pen.dashed()) : pen);
            if (many) {
                stroke(whole.means(MEANS), pen);
            }
        }
        dots(line, colour);
    }

    private void stroke(Line line, Pen pen) {
        Path path = path(line);
        if (!path.steps().isEmpty()) {
            sheet.add(new Mark.Stroke(path, pen));
        }
    }

    private void dots(Line line, int colour) {
        boolean dotted = line.finite() <= FEW_POINTS;
        for (int i = 0; i < line.points().size(); i++) {
            Point point = line.points().get(i);
            if (!drawn(point)) {
                continue;
            }
            if (point.low() < point.high()) {
                double x = across(point.x());
                sheet.segment(x, down(point.low()), x, down(point.high()), Pen.of(colour, 1.4));
            }
            if (point.dot() != Point.Dot.PLAIN) {
                int fill = point.dot() == Point.Dot.FILLED ? colour : Colours.PAPER;
                sheet.add(new Mark.Disc(across(point.x()), down(point.y()), LARGE, fill, colour));
            } else if (dotted || alone(line.points(), i)) {
                sheet.add(new Mark.Disc(across(point.x()), down(point.y()), SMALL, colour, colour));
            }
        }
    }

    private Path path(Line line) {
        Path path = new Path();
        boolean down = false;
        for (Point point : line.points()) {
            if (drawn(point) && down) {
                path.line(across(point.x()), down(point.y()));
            } else if (drawn(point)) {
                path.move(across(point.x()), down(point.y()));
            }
            down = drawn(point);
        }
        return path;
    }

    private boolean drawn(Point point) {
        return Double.isFinite(across(point.x())) && Double.isFinite(down(point.y()));
    }

    /** A point between two gaps, of which a line shows nothing. */
    private boolean alone(List<Point> points, int i) {
        boolean before = i > 0 && drawn(points.get(i - 1));
        boolean after = i + 1 < points.size() && drawn(points.get(i + 1));
        return !before && !after;
    }
}
