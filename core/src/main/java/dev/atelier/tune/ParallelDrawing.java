package dev.atelier.tune;

import dev.atelier.Counted;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The picture itself: an upright line for each searched key, one for the rounds and one for the metric; a trial is a curve through all
 * of them. The better a trial, the later it is drawn; the best is on top in black and colour. Failed trials are grey dashes that end
 * before the metric.
 */
final class ParallelDrawing {
    private static final int HEIGHT = 620;
    private static final int APART = 170;
    private static final int LEFT = 110;
    private static final int RIGHT = 150;
    private static final int TOP = 130;
    private static final int FOOT = 60;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font BOLD = FONT.deriveFont(Font.BOLD);
    private static final Color INK = new Color(0x222222);
    private static final Color FAILED = new Color(0xb0b0b0);

    /** Viridis (Smith and van der Walt 2015) at ninths, good to bad. */
    private static final int[] COLOURS = {
        0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xf0e442
    };

    private final Graphics2D pen;
    private final Standings standings;
    private final List<Scale> scales;
    private final int width;

    private ParallelDrawing(Graphics2D pen, Standings standings, List<Scale> scales, int width) {
        this.pen = pen;
        this.standings = standings;
        this.scales = scales;
        this.width = width;
    }

    static BufferedImage draw(Standings standings) {
        Search search = standings.search();
        double[] measured = standings.trials().stream()
                .flatMapToDouble(trial -> trial.value().stream())
                .toArray();
        List<Scale> scales = new ArrayList<>();
        search.space().axes().forEach(axis -> scales.add(Scale.of(axis)));
        scales.add(Scale.rounds(search.budgets()));
        scales.add(Scale.of(search.metric(), measured));
        int width = LEFT + RIGHT + Math.max(500, APART * (scales.size() - 1));
        BufferedImage picture = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, HEIGHT);
        new ParallelDrawing(pen, standings, scales, width).all();
        pen.dispose();
        return picture;
    }

    private void all() {
        heading();
        List<Outcome> trials = new ArrayList<>(standings.trials());
        java.util.Collections.reverse(trials);
        trials.forEach(this::curve);
        standings.best().ifPresent(this::emphasise);
        for (int i = 0; i < scales.size(); i++) {
            line(i);
        }
        standings.best().ifPresent(this::label);
        colourBar();
    }

    private void heading() {
        Search search = standings.search();
        pen.setColor(INK);
        pen.setFont(FONT.deriveFont(Font.BOLD, 16f));
        pen.drawString(
                search.base().name() + ": " + Counted.of(standings.trials().size(), "trial"), 24, 34);
        pen.setFont(FONT);
        String better = search.metric() + ", " + (search.maximise() ? "higher" : "lower") + " is better";
        long failed = standings.trials().stream()
                .filter(trial -> trial.value().isEmpty())
                .count();
        String lost = failed == 0 ? "" : "; " + failed + " failed (dashed)";
        String best = standings
                .best()
                .map(trial -> "; best: trial " + trial.trial() + ", "
                        + Standings.number(trial.value().orElse(Double.NaN)) + " after "
                        + Counted.of(trial.step(), "round"))
                .orElse("");
        pen.drawString(better + best + lost, 24, 56);
    }

    private double x(int scale) {
        return LEFT + scale * (double) (width - LEFT - RIGHT) / (scales.size() - 1);
    }

    private static double y(double at) {
        return HEIGHT - FOOT - at * (HEIGHT - TOP - FOOT);
    }

    /** Where a trial crosses each line; a failed one has no metric. */
    private double[] heights(Outcome trial) {
        double[] point = standings.search().space().point(trial.values());
        List<Double> values = new ArrayList<>();
        List<Axis> axes = standings.search().space().axes();
        for (int d = 0; d < point.length; d++) {
            boolean number = axes.get(d) instanceof Axis.Interval;
            values.add(number ? Double.parseDouble(axes.get(d).value(point[d])) : point[d]);
        }
        values.add((double) trial.step());
        trial.value().ifPresent(values::add);
        double[] heights = new double[values.size()];
        for (int i = 0; i < heights.length; i++) {
            heights[i] = scales.get(i).at(values.get(i));
        }
        return heights;
    }

    private Path2D path(double[] heights) {
        Path2D path = new Path2D.Double();
        path.moveTo(x(0), y(heights[0]));
        for (int i = 1; i < heights.length; i++) {
            double middle = (x(i - 1) + x(i)) / 2;
            path.curveTo(middle, y(heights[i - 1]), middle, y(heights[i]), x(i), y(heights[i]));
        }
        return path;
    }

    private void curve(Outcome trial) {
        double[] heights = heights(trial);
        if (trial.value().isEmpty()) {
            pen.setColor(FAILED);
            pen.setStroke(
                    new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
        } else {
            Color colour = colour(heights[heights.length - 1]);
            pen.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 190));
            pen.setStroke(new BasicStroke(1.3f + 0.5f * trial.rung()));
        }
        pen.draw(path(heights));
    }

    private void emphasise(Outcome trial) {
        double[] heights = heights(trial);
        Color colour = colour(heights[heights.length - 1]);
        pen.setColor(Color.BLACK);
        pen.setStroke(new BasicStroke(6.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(path(heights));
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(3.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(path(heights));
    }

    /** The best trial's values, each beside its line, above the curve where there is room. */
    private void label(Outcome trial) {
        double[] heights = heights(trial);
        Color colour = colour(heights[heights.length - 1]);
        List<String> labels = Stream.concat(
                        standings.search().space().axes().stream()
                                .map(axis -> trial.values().getOrDefault(axis.key(), "")),
                        Stream.of(
                                Long.toString(trial.step()),
                                Standings.number(trial.value().orElse(Double.NaN))))
                .toList();
        for (int i = 0; i < heights.length; i++) {
            pen.setColor(Color.BLACK);
            pen.fill(new Ellipse2D.Double(x(i) - 6, y(heights[i]) - 6, 12, 12));
            pen.setColor(colour);
            pen.fill(new Ellipse2D.Double(x(i) - 3.5, y(heights[i]) - 3.5, 7, 7));
            boxed(labels.get(i), x(i) + 9, y(heights[i]) + (heights[i] > 0.95 ? 22 : -11));
        }
    }

    /** Text on white, so that it can be read over curves. */
    private void boxed(String text, double x, double y) {
        pen.setFont(BOLD);
        FontMetrics size = pen.getFontMetrics();
        pen.setColor(new Color(255, 255, 255, 225));
        pen.fillRoundRect(
                (int) x - 2, (int) y - size.getAscent() - 1, size.stringWidth(text) + 5, size.getHeight(), 6, 6);
        pen.setColor(Color.BLACK);
        pen.drawString(text, (float) x, (float) y);
    }

    private void line(int i) {
        Scale scale = scales.get(i);
        pen.setStroke(new BasicStroke(1.4f));
        pen.setColor(INK);
        pen.draw(new java.awt.geom.Line2D.Double(x(i), y(0), x(i), y(1)));
        pen.setFont(BOLD);
        for (int row = 0; row < scale.title().size(); row++) {
            int up = scale.title().size() - 1 - row;
            centred(scale.title().get(row), x(i), TOP - 18 - 16 * up);
        }
        pen.setFont(FONT);
        if (scale.log() && i < scales.size() - 2) {
            pen.setColor(Color.GRAY);
            centred("log", x(i), HEIGHT - FOOT + 24);
        }
        scale.ticks().forEach((value, label) -> {
            double y = y(scale.at(value));
            pen.setColor(INK);
            pen.draw(new java.awt.geom.Line2D.Double(x(i) - 5, y, x(i), y));
            double w = pen.getFontMetrics().stringWidth(label);
            pen.setColor(new Color(255, 255, 255, 200));
            pen.fillRect((int) (x(i) - 10 - w), (int) y - 8, (int) w + 3, 16);
            pen.setColor(INK);
            pen.drawString(label, (float) (x(i) - 9 - w), (float) y + 5);
        });
    }

    private void centred(String text, double x, double y) {
        pen.drawString(text, (float) (x - pen.getFontMetrics().stringWidth(text) / 2.0), (float) y);
    }

    /** Beside the metric's line and on its scale. */
    private void colourBar() {
        int x = width - 46;
        int top = (int) y(1);
        int foot = (int) y(0);
        for (int y = top; y <= foot; y++) {
            pen.setColor(colour((foot - y) / (double) (foot - top)));
            pen.fillRect(x, y, 18, 1);
        }
        pen.setColor(INK);
        pen.setStroke(new BasicStroke(1f));
        pen.drawRect(x, top, 18, foot - top);
        pen.setFont(FONT);
        boolean high = standings.search().maximise();
        centred(high ? "best" : "worst", x + 9, top - 8);
        centred(high ? "worst" : "best", x + 9, foot + 20);
    }

    /** Dark is good, bright is bad. */
    private Color colour(double height) {
        double bad = Math.max(0, Math.min(1, standings.search().maximise() ? 1 - height : height));
        double place = bad * (COLOURS.length - 1);
        int below = Math.min(COLOURS.length - 2, (int) place);
        return mix(new Color(COLOURS[below]), new Color(COLOURS[below + 1]), place - below);
    }

    private static Color mix(Color a, Color b, double share) {
        return new Color(
                (int) Math.round(a.getRed() + share * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + share * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + share * (b.getBlue() - a.getBlue())));
    }
}
