package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on runs of two steps that make pictures of pictures. */
class EvaluatePicturesTest {
    private static final int SIDE = 16;

    @TempDir
    static Path folder;

    private static Path pairs;
    private static Path domains;
    private static String trained = "";

    @BeforeAll
    static void train() throws IOException {
        Path data = folder.resolve("data");
        for (int i = 0; i < 6; i++) {
            write(data.resolve("trainA"), "p" + i, i);
            write(data.resolve("trainB"), "p" + i, 100 + i);
            write(data.resolve("testA"), "t" + i, 200 + i);
            write(data.resolve("testB"), "t" + i, 300 + i);
        }
        pairs = folder.resolve("pairs");
        trained = train("pix2pix", data, pairs).out();
        domains = folder.resolve("domains");
        train("cyclegan", data, domains);
    }

    private static Cli.Result train(String recipe, Path data, Path run) {
        return Cli.run(
                        "train",
                        recipe,
                        "--data",
                        data,
                        "--size",
                        SIDE,
                        "--steps",
                        2,
                        "--batch",
                        2,
                        "--set",
                        "network.width=0.0625",
                        "--out",
                        run)
                .done();
    }

    private static void write(Path folder, String name, long seed) throws IOException {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        new Random(seed).nextBytes(pixels);
        Files.createDirectories(folder);
        ImageFiles.writePng(new Image(3, SIDE, SIDE, pixels), folder.resolve(name + ".png"), Map.of());
    }

    @Test
    void trainSaysWhatARunOfThisKindIsFor() {
        assertThat(trained)
                .contains("atelier translate " + pairs + " IN -o OUT")
                .doesNotContain("atelier generate");
    }

    @Test
    void printsTablesAndWordsAndWritesBothFiles() throws IOException {
        Path out = folder.resolve("out");
        String text = Cli.run("evaluate", domains, "--samples", 4, "--no-curve", "-o", out)
                .done()
                .out();
        assertThat(text)
                .contains("AtoB\n", "BtoA\n", "A as it is", "B as it is", "cycle_l1_noise", "report      " + out);
        assertThat(Files.readString(out.resolve("evaluation.json"))).contains("\"kid/AtoB\"", "\"tables\"");
        assertThat(Files.readString(out.resolve("report.html"))).contains("id=\"tables\"", "id=\"exhibits\"");
        assertThat(Cli.run("evaluate", pairs, "--metrics", "l1", "--no-curve", "-o", out, "--json")
                        .done()
                        .out())
                .contains("\"input as it is\"");
        assertThat(Cli.run("compare", out, out).done().out()).contains("l1", "lower");
    }

    @Test
    void wrongUseIsOneLine() throws IOException {
        assertRefused(
                folder,
                () -> Cli.run("evaluate", pairs, "--metrics", "coverage"),
                "--metrics coverage: nothing can be told; runs of system pix2pix are not judged by it");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--extractor", "nonesuch"), "nonesuch");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--step", "77"), "77");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--data", folder.resolve("none")), "none");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--samples", "1"), "allowed: 2 to 1000000");
    }
}
