package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static Cli.Result train(String recipe, Path data, Path run, String... settings) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train", recipe, "--data", data, "--size", SIDE, "--steps", 2, "--batch", 2, "--out", run, "--set"));
        arguments.add("network.width=0.0625");
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return Cli.run(arguments).done();
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

    /** Transparent drawings become colour, through train, translate and evaluate; what is measured is on the progress line. */
    @Test
    void transparencyGoesInWhereItIsAskedFor() throws IOException {
        Path data = folder.resolve("transparent");
        for (int i = 0; i < 12; i++) {
            byte[] pixels = new byte[4 * SIDE * SIDE];
            new Random(i).nextBytes(pixels);
            Files.createDirectories(data.resolve("A"));
            ImageFiles.writePng(new Image(4, SIDE, SIDE, pixels), data.resolve("A/" + i + ".png"), Map.of());
            write(data.resolve("B"), Integer.toString(i), 500 + i);
        }
        Path run = folder.resolve("of-transparent");
        Cli.Result trained = train(
                "pix2pix",
                data,
                run,
                "data.channelsA=4",
                "metrics.everySteps=1",
                "metrics.names=psnr,l1",
                "checkpoint.best=l1");
        assertThat(trained.err()).contains("4×16×16 → 3×16×16", "psnr, l1: ").doesNotContain("laid on white");
        Path out = folder.resolve("colour.png");
        Cli.Result made = Cli.run("translate", run, data.resolve("A/0.png"), "-o", out, "--checkpoint", "best")
                .done();
        assertThat(made.err()).doesNotContain("laid on white");
        assertThat(ImageFiles.read(out).channels()).isEqualTo(3);
        made = Cli.run("translate", run, data.resolve("B/0.png"), "-o", folder.resolve("opaque.png"))
                .done();
        assertThat(made.err()).contains("without transparency, taken as opaque");
        assertThat(Cli.run("evaluate", run, "--no-curve", "-o", folder.resolve("judged"))
                        .done()
                        .out())
                .contains("psnr_rgb", "mean target of training");
        assertThat(Cli.run("runs", "show", run).done().out()).contains("best: step ");
    }

    @Test
    void wrongUseIsOneLine() throws IOException {
        assertRefused(
                folder,
                () -> Cli.run("evaluate", pairs, "--metrics", "coverage"),
                "--metrics coverage: nothing can be told; runs of system pix2pix are not judged by it");
        assertRefused(
                folder, () -> Cli.run("evaluate", folder.resolve("no-run"), "--metrics", "l2"), "no metric named 'l2'");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--extractor", "nonesuch"), "nonesuch");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--step", "77"), "77");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--data", folder.resolve("none")), "none");
        assertRefused(folder, () -> Cli.run("evaluate", pairs, "--samples", "1"), "allowed: 2 to 1000000");
    }
}
