package dev.atelier.chart;

import dev.atelier.chart.Mark.Path;
import dev.atelier.chart.Mark.Pen;
import dev.atelier.chart.Mark.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parallel coordinates (Inselberg 1985): an upright axis for each quantity, and a curve through all of them for each thing that has
 * them. A curve's colour is where it ends: dark is good, bright is bad.
 *
 * @param axes at least two, the last one is the measure; a line break in a title is one
 * @param curves the undermost first; those with an accent are on top
 * @param highIsGood whether the measure is better at its high end
 */
public record Parallel(String title, List<String> notes, List<Scale> axes, List<Curve> curves, boolean highIsGood) {
    /**
     * One thing.
     *
     * @param values one for each axis; without the last it is a pale dashed curve that ends before
     * @param labels what is written where an accented curve crosses each axis
     * @param width pixels
     */
    public record Curve(List<Double> values, List<String> labels, double width, boolean accent) {
        public Curve {
            values = List.copyOf(values);
            labels = List.copyOf(labels);
        }
    }

    private static final int HEIGHT = 620;
    private static final int APART = 170;
    private static final int LEFT = 110;
    private static final int RIGHT = 150;
    private static final int TOP = 130;
    private static final int FOOT = 60;
    private static final int TITLE_LINE = 16;
    private static final int BAR = 18;
    private static final double OPACITY = 0.75;

    public Parallel {
        notes = List.copyOf(notes);
        axes = List.copyOf(axes);
        curves = List.copyOf(curves);
    }

    private int width() {
        return LEFT + RIGHT + Math.max(500, APART * (axes.size() - 1));
    }

    private double x(int axis) {
        return LEFT + axis * (double) (width() - LEFT - RIGHT) / (axes.size() - 1);
    }

    private double y(int axis, double value) {
        return y(axes.get(axis).at(value));
    }

    private static double y(double share) {
        return HEIGHT - FOOT - share * (HEIGHT - TOP - FOOT);
    }

    public Drawing drawing() {
        Sheet sheet = new Sheet();
        sheet.heading(title, notes, 0);
        List<Curve> ordered = new ArrayList<>(curves);
        ordered.sort(Comparator.comparing(Curve::accent));
        ordered.forEach(curve -> draw(curve, sheet));
        for (int i = 0; i < axes.size(); i++) {
            axis(i, sheet);
        }
        ordered.stream().filter(Curve::accent).forEach(curve -> label(curve, sheet));
        bar(sheet);
        return new Drawing(width(), HEIGHT, sheet.marks());
    }

    private boolean whole(Curve curve) {
        return curve.values().size() == axes.size();
    }

    private int colour(Curve curve) {
        int last = axes.size() - 1;
        return whole(curve) ? colour(axes.get(last).at(curve.values().get(last))) : Colours.PALE;
    }

    private int colour(double share) {
        return Colours.viridis(highIsGood ? 1 - share : share);
    }

    private void draw(Curve curve, Sheet sheet) {
        List<Double> values = curve.values();
        Path path = new Path().move(x(0), y(0, values.get(0)));
        for (int i = 1; i < values.size(); i++) {
            path.swing(x(i - 1), y(i - 1, values.get(i - 1)), x(i), y(i, values.get(i)));
        }
        int colour = colour(curve);
        if (curve.accent()) {
            sheet.add(new Mark.Stroke(path, Pen.of(Colours.INK, curve.width() + 3)));
            sheet.add(new Mark.Stroke(path, Pen.of(colour, curve.width())));
        } else {
            boolean whole = whole(curve);
            sheet.add(new Mark.Stroke(path, new Pen(colour, curve.width(), whole ? OPACITY : 1, !whole)));
        }
    }

    private void axis(int i, Sheet sheet) {
        Scale axis = axes.get(i);
        Pen pen = Pen.of(Colours.INK, 1.4);
        sheet.segment(x(i), y(0), x(i), y(1), pen);
        String[] words = axis.title().split("\n");
        for (int row = 0; row < words.length; row++) {
            sheet.bold(words[row], x(i), TOP - 18 - TITLE_LINE * (words.length - 1 - row), Place.MIDDLE);
        }
        if (axis.log()) {
            sheet.text("log", x(i), HEIGHT - FOOT + 24, Place.MIDDLE);
        }
        axis.ticks().forEach((value, label) -> {
            sheet.segment(x(i) - 5, y(i, value), x(i), y(i, value), pen);
            sheet.haloed(label, x(i) - 9, y(i, value) + 4, Place.END, false);
        });
    }

    /** Each value beside its axis, above the curve where there is room. */
    private void label(Curve curve, Sheet sheet) {
        int colour = colour(curve);
        for (int i = 0; i < curve.values().size(); i++) {
            double y = y(i, curve.values().get(i));
            sheet.add(new Mark.Disc(x(i), y, 5, colour, Colours.INK));
            boolean below = y < TOP + 20;
            sheet.haloed(curve.labels().get(i), x(i) + 9, y + (below ? 22 : -11), Place.START, true);
        }
    }

    /** Beside the measure's axis and on its scale. */
    private void bar(Sheet sheet) {
        double x = width() - 46;
        int steps = HEIGHT - TOP - FOOT;
        for (int i = 0; i < steps; i++) {
            double high = Math.min(2, i + 1); // into the one before: no seam shows
            sheet.add(new Mark.Box(x, y((i + 1.0) / steps), BAR, high, colour((i + 0.5) / steps)));
        }
        sheet.text(highIsGood ? "best" : "worst", x + BAR / 2.0, y(1) - 8, Place.MIDDLE);
        sheet.text(highIsGood ? "worst" : "best", x + BAR / 2.0, y(0) + 17, Place.MIDDLE);
    }
}
