package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atelier data pairs}: what pairs with what. */
class DataPairsTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void setUp() {
        data = folder.resolve("data");
    }

    private void picture(String name, int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        new Random(name.hashCode()).nextBytes(pixels);
        ImageFiles.writePng(new Image(channels, height, width, pixels), data.resolve(name), Map.of());
    }

    private void pairs() {
        for (String split : new String[] {"train", "test"}) {
            for (int i = 0; i < 3; i++) {
                picture(split + "A/" + i + ".png", 1, 8, 10);
                picture(split + "B/" + i + ".png", 3, 8, 10);
            }
        }
    }

    @Test
    void reportsWhatPairsWithWhatAndWritesNothing() throws IOException {
        pairs();
        picture("trainA/lonely.png", 1, 8, 10);
        picture("trainB/0.png", 3, 9, 10);
        Files.writeString(data.resolve("testB/1.png"), "no picture");
        var before = RunFiles.tree(folder);
        String out = Cli.run("data", "pairs", data).done().out();
        assertThat(out.lines())
                .containsExactly(
                        "data          " + data,
                        "layout        trainA/ and trainB/, testA/ and testB/, pairs by equal names",
                        "",
                        "train split   3 pairs",
                        "  sizes       10×8 (2), 10×8 and 10×9 (1)",
                        "  channels    A 1 (3); B 3 (3)",
                        "  A alone     1: lonely.png",
                        "  two sizes   1: trainA/0.png is 10×8, trainB/0.png 10×9",
                        "",
                        "test split    3 pairs",
                        "  sizes       10×8 (2)",
                        "  channels    A 1 (2); B 3 (2)",
                        "  unreadable  1: " + data.resolve("testB/1.png")
                                + ": text; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP");
        assertThat(RunFiles.tree(folder).keySet()).isEqualTo(before.keySet());
    }

    /** Ten drawings in two copies; the tenth that is held out has copies of what is learned from, unless families stay together. */
    @Test
    void tellsOfVariantsOnBothSidesAndKeepsFamiliesTogether() throws IOException {
        for (int i = 0; i < 10; i++) {
            for (String kind : List.of("A/d", "B/d")) {
                picture(kind + i + "-one.png", 1, 16, 16);
                Files.copy(data.resolve(kind + i + "-one.png"), data.resolve(kind + i + "-two.png"));
            }
        }
        assertThat(Cli.run("data", "pairs", data).done().out())
                .contains("look almost like one that is learned from (d");
        assertThat(Cli.run("data", "pairs", data, "--family", "-").done().out())
                .contains("by the hash of its name up to the first '-'")
                .doesNotContain("look almost like");
        pairs();
        assertRefused(folder, List.of("data", "pairs", data, "--family", "-"), "has splits of its own; allowed: none");
    }

    @Test
    void drawsASheetWhereOneIsAskedForThatIsNoData() {
        pairs();
        Path sheet = data.resolve("sheet.png");
        assertThat(Cli.run("data", "pairs", data, "-o", sheet).done().out()).contains("sheet of pairs: " + sheet);
        assertThat(DrawnSheet.is(sheet)).isTrue();
        Image drawn = ImageFiles.read(sheet);
        assertThat(drawn.channels()).isEqualTo(3);
        assertThat(drawn.width()).as("four pairs at most side by side").isEqualTo(4 + 8 * (70 + 4));
        assertThat(drawn.height()).isEqualTo(20 + 4 + 2 * (56 + 4));
        assertThat(Cli.run("data", "pairs", data).done().out())
                .contains("3 pairs", "1 sheet of pictures that Atelier drew passed over (sheet.png)");
    }

    @Test
    void makesPairsOfOneFolderAndSpeaksJson() {
        for (int i = 0; i < 4; i++) {
            picture(i + ".png", 3, 8, 8);
        }
        String out = Cli.run("data", "pairs", data, "--derive", "edges", "--json")
                .done()
                .out();
        assertThat(out)
                .contains("\"layout\" : \"A derived of each picture B: edges\"", "\"clean\" : true", "\"channelsA\"");
    }

    @Test
    void refusesWhatIsNoPairs() throws IOException {
        picture("1.png", 3, 8, 8);
        assertRefused(
                folder, List.of("data", "pairs", data), "no pairs of pictures in a known layout", "--derive edges");
        assertRefused(folder, List.of("data", "pairs", data, "--derive", "sketch"), "unknown derivation 'sketch'");
        assertRefused(folder, List.of("data", "pairs", data, "-o", folder.resolve("x.jpg")), "ends in .png");
        assertRefused(folder, List.of("data", "pairs", folder.resolve("gone")), "no such file or folder");
        assertRefused(folder, List.of("data", "pairs", "fashion-mnist"), "no folder or zip of pictures");
    }
}
