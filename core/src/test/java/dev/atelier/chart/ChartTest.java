package dev.atelier.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ChartTest {
    private static final int BLUE = Colours.line(0);
    private static final int ORANGE = Colours.line(1);

    @Test
    void theHighestPointIsHighestOnThePage() {
        // y grows downwards; no name and no titles leave 54 and 24 pixels beside and 14 and 30 above and below
        Panel panel = new Panel(
                "",
                Scale.counting("", 0, 20),
                Scale.linear("", 1, 3),
                List.of(line("", Point.of(0, 1), Point.of(10, 3), Point.of(20, 2))));
        assertThat(Chart.of(panel, 278, 144).drawing().svg("a")).contains("M54 114L154 14L254 64");
    }

    @Test
    void aPointThatIsNotFiniteBreaksTheLine() {
        String svg =
                svg(line("a", Point.of(0, 1), Point.of(1, 2), Point.of(2, Double.NaN), Point.of(3, 1), Point.of(4, 2)));
        String path = svg.substring(svg.indexOf("stroke=\"#0072b2\"") - 100, svg.indexOf("stroke=\"#0072b2\""));
        assertThat(svg).doesNotContain("NaN");
        assertThat(svg).contains("stroke=\"#0072b2\"");
        assertThat(path.substring(path.indexOf("d=\"")).split("M[0-9]")).hasSize(3);
    }

    @Test
    void aPointBetweenGapsIsADotOnAnyLine() {
        Point[] points = IntStream.range(0, 200)
                .mapToObj(i -> Point.of(i, i == 100 || i == 102 ? Double.NaN : 1))
                .toArray(Point[]::new);
        assertThat(svg(line("a", points)).split("<circle")).hasSize(2);
    }

    @Test
    void manyPointsAreThinned() {
        Point[] points = IntStream.range(0, 10_000)
                .mapToObj(i -> Point.of(i, Math.sin(i)))
                .toArray(Point[]::new);
        assertThat(svg(line("a", points)).length()).isLessThan(12_000);
    }

    @Test
    void manyPointsAreFaintUnderTheirMeans() {
        Point[] points = IntStream.range(0, 10_000)
                .mapToObj(i -> Point.of(i, Math.sin(i)))
                .toArray(Point[]::new);
        assertThat(svg(line("a", points))).containsSubsequence("stroke-opacity=\"0.4\"", "stroke-width=\"2\"");
        assertThat(svg(line("a", Point.of(0, 1), Point.of(1, 2)))).doesNotContain("stroke-opacity");
    }

    @Test
    void anSvgIsOneNamedPictureAndGoodXml() throws Exception {
        String svg = Chart.of(panel(line("<b>&\"", Point.of(0, 1), Point.of(1, 2))), 560, 250)
                .drawing()
                .svg("losses of \"a\" & <b>");
        assertThat(svg).contains("&lt;b>&amp;").doesNotContain("<b>");
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getAttribute("aria-label")).isEqualTo("losses of \"a\" & <b>");
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 560 250");
        assertThat(svg).doesNotContain("href", "class=", "url(");
    }

    @Test
    void pictureAndSvgShowTheSame() {
        assumeTrue(hasFont(), "no font here");
        Line dots = Line.of("b", 1, List.of(Point.of(0, 2), Point.of(1, 2))).with(Line.Stroke.NONE);
        Drawing drawing = Chart.of(panel(line("a", Point.of(0, 1), Point.of(1, 1)), dots), 300, 200)
                .drawing();
        String svg = drawing.svg("two lines");
        assertThat(svg).contains("#0072b2", "#d55e00");
        BufferedImage image = drawing.image();
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(300, 200);
        assertThat(pixels(image, BLUE)).isGreaterThan(200);
        assertThat(pixels(image, ORANGE)).isBetween(20, 200); // dots alone
    }

    @Test
    void anAccentMakesTheOthersPaleAndIsDrawnLast() {
        String svg = svg(
                line("best", Point.of(0, 1), Point.of(1, 2)).accented(),
                Line.of("other", 1, List.of(Point.of(0, 2), Point.of(1, 1))));
        String pale = String.format(Locale.ROOT, "#%06x", Colours.mix(ORANGE, Colours.PAPER, 0.6));
        assertThat(svg).contains(pale).doesNotContain("#d55e00");
        assertThat(svg.indexOf("stroke=\"#0072b2\" stroke-width=\"3\"")).isGreaterThan(svg.indexOf("stroke=\"" + pale));
    }

    @Test
    void aLegendThatIsTooLongForOneRowGetsAnother() {
        Line[] lines = IntStream.range(0, 9)
                .mapToObj(i -> Line.of("line number " + i, i, List.of(Point.of(0, i), Point.of(1, i))))
                .toArray(Line[]::new);
        String svg = svg(lines);
        assertThat(svg).contains("y=\"20\" font-size=\"12\" fill=\"#4b5563\">line number 0", "y=\"60\"");
    }

    @Test
    void saysNoWhereTheMachineCannotDrawText(@TempDir Path folder) throws IOException {
        Path png = Files.writeString(folder.resolve("loss.png"), "old");
        Drawing drawing = Chart.of(panel(line("a", Point.of(0, 1), Point.of(1, 2))), 300, 200)
                .drawing();
        for (Throwable lack : List.of(
                new UnsatisfiedLinkError("libfreetype.so.6"),
                new NoClassDefFoundError("sun.awt.X11FontManager"),
                new InternalError("no fonts"),
                new NullPointerException("Fontconfig head is null"))) {
            assertThat(drawing.write(png, () -> sneak(lack))).isFalse();
            assertThat(png).hasContent("old");
        }
    }

    @Test
    void scalesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Scale.linear("a", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scale.log("a", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scale.linear("a", 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void sneak(Throwable lack) {
        if (lack instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) lack;
    }

    private static String svg(Line... lines) {
        return Chart.of(panel(lines), 560, 250).drawing().svg("a chart");
    }

    private static Panel panel(Line... lines) {
        return new Panel(
                "",
                Scale.counting("step", 0, lines[0].points().size() - 1),
                Scale.over(
                        "y",
                        List.of(lines).stream()
                                .flatMap(line -> line.points().stream())
                                .mapToDouble(Point::y)),
                List.of(lines));
    }

    private static Line line(String name, Point... points) {
        return Line.of(name, 0, List.of(points));
    }

    private static int pixels(BufferedImage picture, int rgb) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean hasFont() {
        try {
            Painter.tryText();
            return true;
        } catch (LinkageError | InternalError | RuntimeException e) {
            return false;
        }
    }
}
