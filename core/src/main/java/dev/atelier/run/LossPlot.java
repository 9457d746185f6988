package dev.atelier.run;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws {@code loss.png}: both losses over the steps and, where the rows have it, the discriminator's accuracy on real and on fake
 * images below. Values that are not finite leave a gap.
 */
final class LossPlot {
    static final int WIDTH = 1000;
    static final int HEIGHT = 600;
    static final int MAX_POINTS = 1000;
    private static final String HEADLESS = "java.awt.headless";

    /** The points of one line, NaN where it has a gap. */
    record Curve(double[] steps, double[] values) {
        int drawn() {
            return (int) Arrays.stream(values).filter(Double::isFinite).count();
        }
    }

    private LossPlot() {}

    /**
     * Replaces the picture at {@code png}.
     *
     * @return false, with the file untouched, on a machine that cannot draw text, as one without any font
     */
    static boolean write(Path png, List<StatsRow> rows, String title) throws IOException {
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
        return write(png, rows, title, Drawing::tryText);
    }

    /** As above, where {@code attempt} tries what the machine may lack. It shows the lack in many ways, which all end here. */
    static boolean write(Path png, List<StatsRow> rows, String title, Runnable attempt) throws IOException {
        try {
            attempt.run();
        } catch (LinkageError | InternalError | AWTError | RuntimeException e) {
            return false;
        }
        replace(png, encode(Drawing.draw(rows, title)));
        return true;
    }

    /** Keeps each bucket's lowest and highest value in the order they came in, so that no spike is lost. */
    static Curve curve(List<StatsRow> rows, String name) {
        int size = rows.size();
        int bucket = size <= MAX_POINTS ? 1 : (size + MAX_POINTS / 2 - 1) / (MAX_POINTS / 2);
        int[] picked = IntStream.iterate(0, begin -> begin < size, begin -> begin + bucket)
                .flatMap(begin -> extremes(rows, name, begin, Math.min(size, begin + bucket)))
                .toArray();
        return new Curve(
                Arrays.stream(picked).mapToDouble(i -> rows.get(i).step()).toArray(),
                Arrays.stream(picked).mapToDouble(i -> value(rows, i, name)).toArray());
    }

    private static IntStream extremes(List<StatsRow> rows, String name, int begin, int end) {
        int low = begin;
        int high = begin;
        for (int i = begin + 1; i < end; i++) {
            double value = value(rows, i, name);
            low = Double.isNaN(value) || value >= value(rows, low, name) ? low : i;
            high = Double.isNaN(value) || value <= value(rows, high, name) ? high : i;
        }
        return IntStream.of(Math.min(low, high), Math.max(low, high)).distinct();
    }

    private static double value(List<StatsRow> rows, int row, String name) {
        double value = rows.get(row).value(name);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        }
        return bytes.toByteArray();
    }

    private static void replace(Path png, byte[] bytes) throws IOException {
        Path draft = png.resolveSibling("." + png.getFileName() + ".tmp");
        try {
            Files.write(draft, bytes);
            Files.move(draft, png, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** All that touches AWT: its classes may fail to load, and then only {@code write} must know. */
    private static final class Drawing {
        private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        private static final Color GRID = new Color(0xe4e4e4);
        private static final Color DISCRIMINATOR = new Color(0x2166ac);
        private static final Color GENERATOR = new Color(0xd6604d);
        private static final int ACCURACY_HEIGHT = 250;
        private static final int LEFT = 70;
        private static final int FEW_POINTS = 40;
        private static final int MAX_LABELS = 10;

        static BufferedImage draw(List<StatsRow> rows, String title) {
            XYChart losses = chart(rows, "loss");
            add(losses, "discriminator", DISCRIMINATOR, curve(rows, "lossD"));
            add(losses, "generator", GENERATOR, curve(rows, "lossG"));
            losses.getStyler().setChartTitleVisible(true);
            losses.setTitle(losses.getSeriesCollection().isEmpty() ? title + " (no losses yet)" : title);
            XYChart accuracy = chart(rows, "accuracy");
            accuracy.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
            add(accuracy, "discriminator on real images", DISCRIMINATOR, curve(rows, "accuracyReal"));
            add(accuracy, "on fake images", GENERATOR, curve(rows, "accuracyFake"));

            BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = picture.createGraphics();
            int below = accuracy.getSeriesCollection().isEmpty() ? 0 : ACCURACY_HEIGHT;
            losses.paint(graphics, WIDTH, HEIGHT - below);
            if (below > 0) {
                graphics.translate(0, HEIGHT - below);
                accuracy.paint(graphics, WIDTH, below);
            }
            graphics.dispose();
            return picture;
        }

        private static XYChart chart(List<StatsRow> rows, String yTitle) {
            XYChart chart = new XYChart(WIDTH, HEIGHT);
            chart.setXAxisTitle("step");
            chart.setYAxisTitle(yTitle);
            XYStyler style = chart.getStyler();
            style.setBaseFont(FONT);
            style.setAxisTitleFont(FONT).setAxisTickLabelsFont(FONT).setLegendFont(FONT);
            style.setChartTitleFont(FONT.deriveFont(Font.BOLD, 14f)).setChartTitleVisible(false);
            style.setChartBackgroundColor(Color.WHITE).setLegendBorderColor(Color.WHITE);
            style.setPlotBorderColor(Color.LIGHT_GRAY).setLegendPadding(6);
            style.setPlotGridLinesStroke(new BasicStroke(1)).setPlotGridLinesColor(GRID);
            style.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
            style.setYAxisLeftWidthHint(LEFT);
            long last =
                    rows.isEmpty() ? 1 : Math.max(1, rows.get(rows.size() - 1).step());
            style.setXAxisMin(0.0).setXAxisMax((double) last);
            long apart = labelDistance(last);
            style.setXAxisTickLabelsFormattingFunction(
                    step -> step % apart == 0 ? String.format(Locale.ROOT, "%,.0f", step) : "");
            style.setYAxisTickLabelsFormattingFunction(Drawing::valueLabel);
            return chart;
        }

        /** The least of 1, 2, 5, 10, 20, … that gives at most eleven labels. */
        private static long labelDistance(long last) {
            long unit = 1;
            while (10 * MAX_LABELS * unit < last) {
                unit *= 10;
            }
            return LongStream.of(unit, 2 * unit, 5 * unit)
                    .filter(d -> d * MAX_LABELS >= last)
                    .findFirst()
                    .orElse(10 * unit);
        }

        private static String valueLabel(double value) {
            double size = Math.abs(value);
            if (size >= 1e4 || size > 0 && size < 1e-3) {
                return String.format(Locale.ROOT, "%.1e", value);
            }
            String pattern = size >= 10 ? "%.0f" : size >= 0.1 || size == 0 ? "%.2f" : "%.3f";
            return String.format(Locale.ROOT, pattern, value);
        }

        private static void add(XYChart chart, String name, Color colour, Curve curve) {
            if (curve.drawn() == 0) {
                return;
            }
            XYSeries series = chart.addSeries(name, curve.steps, curve.values);
            series.setLineColor(colour).setLineStyle(new BasicStroke(1.5f));
            series.setMarkerColor(colour)
                    .setMarker(curve.drawn() <= FEW_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }

        static void tryText() {
            Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.setFont(FONT);
            graphics.drawString("loss", 0, 8);
            graphics.dispose();
        }
    }
}
