package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.systems.StatSeries;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossPlotTest {
    private static final int BLUE = 0x0072b2;
    private static final int RED = 0xd55e00;

    @TempDir
    Path folder;

    @Test
    void drawsBothLossesAboveAndBothAccuraciesBelow() throws IOException {
        BufferedImage picture = picture(rows(50));
        assertThat(picture.getWidth()).isEqualTo(1000);
        assertThat(picture.getHeight()).isEqualTo(600);
        assertThat(pixels(picture, BLUE, 70, 330)).isGreaterThan(200);
        assertThat(pixels(picture, RED, 70, 330)).isGreaterThan(200);
        assertThat(pixels(picture, BLUE, 390, 560)).isGreaterThan(200);
        assertThat(pixels(picture, RED, 390, 560)).isGreaterThan(200);
    }

    @Test
    void givesTheLossesAllTheRoomWhereThereIsNoAccuracy() throws IOException {
        BufferedImage picture = picture(List.of(row(0, "lossD", 1, "lossG", 5), row(10, "lossD", 1, "lossG", 5)));
        assertThat(pixels(picture, RED, 70, 120)).isGreaterThan(200);
        assertThat(pixels(picture, BLUE, 400, 560)).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void drawsAsFewRowsAsThereAre(int count) throws IOException {
        int coloured = pixels(picture(rows(count)), BLUE, 70, 330);
        if (count == 0) {
            assertThat(coloured).isZero();
        } else {
            assertThat(coloured).isPositive();
        }
    }

    @Test
    void leavesAGapWhereAValueIsNotFinite() throws IOException {
        BufferedImage picture = picture(List.of(
                row(0, "lossD", 1),
                row(10, "lossD", 1),
                row(20, "lossD", Double.NaN),
                row(30, "lossD", Double.POSITIVE_INFINITY),
                row(40, "lossD", 1),
                row(50, "lossD", 1)));
        assertThat(pixels(picture.getSubimage(150, 0, 80, 540), BLUE, 0, 540))
                .as("steps 3 to 7")
                .isPositive();
        assertThat(pixels(picture.getSubimage(360, 0, 320, 540), BLUE, 0, 540))
                .as("steps 15 to 34")
                .isZero();
    }

    @Test
    void drawsAnEmptyPlotWhereNoValueIsFinite() throws IOException {
        List<StatsRow> rows =
                List.of(row(1, "lossD", Double.NaN, "lossG", Double.NaN), row(2, "lossD", Double.NEGATIVE_INFINITY));
        BufferedImage picture = picture(rows);
        assertThat(pixels(picture, BLUE, 0, 600)).isZero();
        assertThat(pixels(picture, RED, 0, 600)).isZero();
    }

    @Test
    void aRunCanSayItsOwnPanels() {
        List<LossPlot.Curves> panels = List.of(
                new LossPlot.Curves("words", "bits", false, List.of(new LossPlot.Curve("perplexity", "of a word"))));
        List<StatsRow> rows = List.of(row(0, "perplexity", 5, "lossD", 1), row(10, "perplexity", 3, "lossD", 1));
        assertThat(LossPlot.drawing(rows, "a title", panels).svg("losses"))
                .contains(">a title<", ">words<", ">bits<", ">of a word<", ">10<")
                .doesNotContain("discriminator", "generator", "no losses yet");
        assertThat(LossPlot.drawing(rows.subList(0, 0), "a title", panels).svg("losses"))
                .contains("a title (no losses yet)", ">words<");
    }

    @Test
    void replacesTheFormerPictureAndLeavesNothingBeside() throws IOException {
        Path png = Files.writeString(folder.resolve("loss.png"), "old");
        draw(png, rows(3));
        assertThat(ImageIO.read(png.toFile())).isNotNull();
        assertThat(folder.toFile().list()).containsExactly("loss.png");
    }

    @Test
    void leavesNothingBehindWhereItCannotWrite() {
        assumeTrue(hasFont(), "no font here");
        Path png = folder.resolve("missing").resolve("loss.png");
        assertThatThrownBy(() -> LossPlot.write(png, rows(3), "title", LossPlot.panels(StatSeries.ONE_GAME)))
                .isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private BufferedImage picture(List<StatsRow> rows) throws IOException {
        Path png = folder.resolve("loss.png");
        draw(png, rows);
        return ImageIO.read(png.toFile());
    }

    /** A machine without fonts has no picture to look at. */
    private static void draw(Path png, List<StatsRow> rows) throws IOException {
        boolean font = hasFont();
        assertThat(LossPlot.write(png, rows, "a title", LossPlot.panels(StatSeries.ONE_GAME)))
                .isEqualTo(font);
        assumeTrue(font, "no font here");
    }

    private static boolean hasFont() {
        try {
            BufferedImage canvas = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
            return canvas.createGraphics().getFontMetrics().stringWidth("a") > 0;
        } catch (LinkageError | InternalError | RuntimeException e) {
            return false;
        }
    }

    private static int pixels(BufferedImage picture, int rgb, int top, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    private static List<StatsRow> rows(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> row(10 * i, "lossD", 1, "lossG", 1.5 + i % 2, "accuracyReal", 0.75, "accuracyFake", 0.5))
                .toList();
    }

    private static StatsRow row(long step, Object... values) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            map.put((String) values[i], ((Number) values[i + 1]).doubleValue());
        }
        return new StatsRow(step, 0, step * 64, step * 0.1, 640, map);
    }
}
