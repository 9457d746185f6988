package dev.atelier.benchmarks;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Draws {@code growth.png}, rate and memory along each axis, and {@code scale.png}, what is computed for more cores. All scales are
 * logarithmic, and one row of panels has one scale upwards, so that slopes can be compared. A hollow dot is no measured result.
 */
final class GrowthPlot {
    private static final Color RATE = new Color(0x2166ac);
    private static final Color MEMORY = new Color(0xd6604d);
    /** Of threads, machines and processes. */
    private static final List<Color> COLOURS = List.of(new Color(0x1b7837), RATE, MEMORY);

    private static final int MOST = 64;
    private static final int LEFT = 96;
    private static final int TOP = 106;
    private static final int WIDE = 270;
    private static final int HIGH = 230;
    private static final int APART_X = 90;
    private static final int APART_Y = 76;

    private final GrowthResults results;

    private GrowthPlot(GrowthResults results) {
        this.results = results;
    }

    /** Pictures in {@code folder}; false, and nothing written, on a machine that cannot draw text, as one without any font. */
    static boolean write(Path folder, GrowthResults results, Optional<GrowthModel> model) throws IOException {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        if (!drawsText()) {
            return false;
        }
        GrowthPlot plot = new GrowthPlot(results);
        List<GrowthAxis> axes = results.axes().keySet().stream()
                .filter(axis -> !plot.measured(axis).isEmpty())
                .toList();
        if (!axes.isEmpty()) {
            int width = Math.max(800, LEFT + axes.size() * (WIDE + APART_X) - APART_X + 40);
            save(folder.resolve("growth.png"), width, TOP + 2 * (HIGH + APART_Y) - 12, pen -> plot.growth(pen, axes));
        }
        if (model.isPresent()) {
            save(folder.resolve("scale.png"), 900, TOP + 420 + 64, pen -> plot.scale(pen, model.get()));
        }
        return true;
    }

    /** Tries it: the lack shows in many ways. */
    private static boolean drawsText() {
        try {
            Graphics2D pen = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
            pen.setFont(GrowthPanel.FONT);
            pen.drawString("n", 0, 8);
            pen.dispose();
            return true;
        } catch (LinkageError | InternalError | AWTError | RuntimeException e) {
            return false;
        }
    }

    private static void save(Path png, int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        drawing.accept(pen);
        pen.dispose();
        ImageIO.write(picture, "png", png.toFile());
    }

    private List<GrowthPoint> measured(GrowthAxis axis) {
        return results.along(axis).stream()
                .filter(point -> point.trouble().isEmpty())
                .toList();
    }

    private String training() {
        return results.recipe() + " in " + GrowthTables.precisions(results);
    }

    private static void heading(Graphics2D pen, String title, String... below) {
        pen.setColor(GrowthPanel.INK);
        pen.setFont(GrowthPanel.FONT.deriveFont(Font.BOLD, 17f));
        pen.drawString(title, 24, 34);
        pen.setFont(GrowthPanel.FONT);
        for (int line = 0; line < below.length; line++) {
            pen.drawString(below[line], 24, 58 + 20 * line);
        }
    }

    private String machine() {
        return Stream.of("processor", "date", "commit")
                .map(key -> String.valueOf(results.machine().get(key)))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private void growth(Graphics2D pen, List<GrowthAxis> axes) {
        heading(
                pen,
                "Training " + training() + ", " + GrowthPlace.count(results.threads(), "thread", "s"),
                machine() + "; base: " + GrowthPlace.base(1, results.threads()).words(),
                "dots are medians, lines reach from the least to the most; hollow dots were DISTURBED: no results");
        row(pen, axes, TOP, "images/s", RATE, GrowthPoint::imagesPerSecond);
        row(pen, axes, TOP + HIGH + APART_Y, "peak memory, GB", MEMORY, point -> {
            double gigabytes = point.peakBytes() / 1e9;
            return new Spread(gigabytes, gigabytes, gigabytes);
        });
    }

    /** One panel an axis. */
    private void row(
            Graphics2D pen,
            List<GrowthAxis> axes,
            int top,
            String label,
            Color colour,
            Function<GrowthPoint, Spread> value) {
        List<Double> all = new ArrayList<>();
        axes.forEach(axis -> measured(axis).forEach(point -> {
            all.add(value.apply(point).least());
            all.add(value.apply(point).most());
        }));
        if (all.contains(0.0)) {
            return; // memory, where nobody can tell it
        }
        LogScale y = LogScale.over(all);
        for (int i = 0; i < axes.size(); i++) {
            GrowthAxis axis = axes.get(i);
            List<GrowthPoint> points = measured(axis);
            List<Double> xs =
                    points.stream().map(point -> x(axis, point)).sorted().toList();
            int left = LEFT + i * (WIDE + APART_X);
            GrowthPanel panel = new GrowthPanel(pen, left, top, WIDE, HIGH, LogScale.over(xs), y);
            panel.axes(xs, axis.label(), label);
            panel.line(line(points, axis, value), colour, false);
            for (GrowthPoint point : points) {
                panel.whisker(x(axis, point), value.apply(point), colour);
                panel.dot(x(axis, point), value.apply(point).median(), colour, !point.disturbed());
            }
        }
    }

    private static List<double[]> line(List<GrowthPoint> points, GrowthAxis axis, Function<GrowthPoint, Spread> value) {
        return points.stream()
                .map(point -> new double[] {x(axis, point), value.apply(point).median()})
                .sorted(Comparator.comparingDouble(point -> point[0]))
                .toList();
    }

    private static double x(GrowthAxis axis, GrowthPoint point) {
        return Double.parseDouble(point.place().at(axis));
    }

    private void scale(Graphics2D pen, GrowthModel model) {
        boolean disturbed = GrowthModel.points(results).stream().anyMatch(GrowthPoint::disturbed);
        heading(
                pen,
                "What n threads, machines or processes do: filled dots are measured, all else is computed",
                training() + "; " + machine() + (disturbed ? "; DISTURBED: no result" : ""),
                String.format(
                        Locale.ROOT,
                        "serial share %.2f, contention %.2f; gradients averaged at %s GB/s, not in filled dots",
                        model.serialShare(),
                        model.contention(),
                        GrowthPanel.number(model.bandwidth() / 1e9)));
        List<Double> counts =
                Stream.of(1, 2, 4, 8, 16, 32, 64).map(n -> (double) n).toList();
        List<Double> rates = new ArrayList<>();
        for (GrowthModel.Way way : model.ways()) {
            rates.addAll(List.of(rate(way, 1), rate(way, MOST)));
            rates.addAll(way.measured().values());
        }
        GrowthPanel panel = new GrowthPanel(pen, LEFT, TOP, 760, 420, LogScale.over(counts), LogScale.over(rates));
        panel.axes(counts, "n", "images/s");
        for (int i = 0; i < COLOURS.size(); i++) {
            GrowthModel.Way way = model.ways().get(i);
            Color colour = COLOURS.get(i);
            panel.line(curve(way), colour, true);
            GrowthTables.COMPUTED.forEach(n -> panel.dot(n, rate(way, n), colour, false));
            way.measured().forEach((n, rate) -> panel.dot(n, rate, colour, true));
            legend(pen, way.label(), colour, TOP + 24 + 24 * i);
        }
    }

    private static List<double[]> curve(GrowthModel.Way way) {
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(n -> new double[] {n, rate(way, n)})
                .toList();
    }

    private static double rate(GrowthModel.Way way, int n) {
        return way.imagesPerSecond().applyAsDouble(n);
    }

    private static void legend(Graphics2D pen, String label, Color colour, int line) {
        pen.setColor(colour);
        pen.setStroke(GrowthPanel.stroke(true));
        pen.draw(new Line2D.Double(LEFT + 16, line, LEFT + 52, line));
        pen.setColor(GrowthPanel.INK);
        pen.drawString(label, LEFT + 62, line + 5);
    }
}
