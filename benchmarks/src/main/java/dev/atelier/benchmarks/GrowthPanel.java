package dev.atelier.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** One panel of a picture: two logarithmic axes, and lines with dots in them. */
final class GrowthPanel {
    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xe4e4e4);
    private static final double RADIUS = 4.5;

    private final Graphics2D pen;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final LogScale x;
    private final LogScale y;

    GrowthPanel(Graphics2D pen, int left, int top, int width, int height, LogScale x, LogScale y) {
        this.pen = pen;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.x = x;
        this.y = y;
    }

    private double x(double value) {
        return left + x.at(value) * width;
    }

    private double y(double value) {
        return top + (1 - y.at(value)) * height;
    }

    /** Frame, grid and labels; the x axis is marked where there are values. */
    void axes(List<Double> xTicks, String xLabel, String yLabel) {
        pen.setFont(FONT);
        pen.setStroke(new BasicStroke(1));
        for (double tick : y.ticks()) {
            pen.setColor(GRID);
            pen.draw(new Line2D.Double(left, y(tick), left + width, y(tick)));
            pen.setColor(INK);
            String label = number(tick);
            pen.drawString(label, left - 8 - pen.getFontMetrics().stringWidth(label), (float) y(tick) + 5);
        }
        for (double tick : xTicks) {
            pen.setColor(GRID);
            pen.draw(new Line2D.Double(x(tick), top, x(tick), top + height));
            pen.setColor(INK);
            centred(number(tick), x(tick), top + height + 19);
        }
        pen.setColor(Color.LIGHT_GRAY);
        pen.drawRect(left, top, width, height);
        pen.setColor(INK);
        centred(xLabel, left + width / 2.0, top + height + 40);
        upright(yLabel);
    }

    private void upright(String label) {
        AffineTransform before = pen.getTransform();
        pen.rotate(-Math.PI / 2, left - 58, top + height / 2.0);
        centred(label, left - 58, top + height / 2.0);
        pen.setTransform(before);
    }

    private void centred(String text, double at, double line) {
        pen.drawString(text, (float) (at - pen.getFontMetrics().stringWidth(text) / 2.0), (float) line);
    }

    /** Without an exponent and without digits that say nothing. */
    static String number(double value) {
        return new BigDecimal(value, new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    /** Through points {x, y}, dashed where they are not measured. */
    void line(List<double[]> points, Color colour, boolean dashed) {
        Path2D path = new Path2D.Double();
        for (double[] point : points) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(x(point[0]), y(point[1]));
            } else {
                path.lineTo(x(point[0]), y(point[1]));
            }
        }
        pen.setColor(colour);
        pen.setStroke(stroke(dashed));
        pen.draw(path);
    }

    static BasicStroke stroke(boolean dashed) {
        return dashed
                ? new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0)
                : new BasicStroke(2f);
    }

    /** From the least to the most of a point. */
    void whisker(double at, Spread spread, Color colour) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(1.4f));
        pen.draw(new Line2D.Double(x(at), y(spread.least()), x(at), y(spread.most())));
    }

    void dot(double at, double value, Color colour, boolean filled) {
        dot(pen, x(at), y(value), colour, filled);
    }

    /** A dot anywhere on a picture, as in its legend. */
    static void dot(Graphics2D pen, double x, double y, Color colour, boolean filled) {
        Ellipse2D circle = new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        pen.setColor(filled ? colour : Color.WHITE);
        pen.fill(circle);
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(1.8f));
        pen.draw(circle);
    }
}
