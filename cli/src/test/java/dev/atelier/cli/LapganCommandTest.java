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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pyramid from the command line: it makes images of noise, and larger ones of small ones. */
class LapganCommandTest {
    @TempDir
    static Path shared;

    private static Path data;
    private static Path run;
    private static Path conditional;

    @TempDir
    Path folder;

    private Path small;

    @BeforeAll
    static void train() {
        data = shared.resolve("data");
        for (int i = 0; i < 6; i++) {
            write(data.resolve("train/one"), i, 3, 28);
            write(data.resolve("train/two"), 10 + i, 3, 28);
        }
        run = trained("plain");
        conditional = trained("conditional", "--set", "condition.mode=concatenation");
    }

    private static Path trained(String name, Object... more) {
        Path out = shared.resolve("runs").resolve(name);
        List<Object> command = new ArrayList<>(List.of("train", "lapgan", "--data", data, "--out", out));
        for (String setting : List.of(
                "train.steps=5",
                "train.device=cpu",
                "network.width=0.0625",
                "data.batch=4",
                "train.threads=1",
                "train.precision=fp32",
                "samples.count=2")) {
            command.addAll(List.of("--set", setting));
        }
        command.addAll(List.of(more));
        Cli.run(command).done();
        return out;
    }

    private static Path write(Path folder, int number, int channels, int side) {
        byte[] pixels = new byte[channels * side * side];
        new Random(number).nextBytes(pixels);
        Path file = folder.resolve("p" + number + ".png");
        ImageFiles.writePng(new Image(channels, side, side, pixels), file, Map.of());
        return file;
    }

    @BeforeEach
    void small() {
        small = write(folder.resolve("in"), 1, 3, 9);
    }

    private Image made(String name) {
        return ImageFiles.read(folder.resolve(name));
    }

    private Image upscaled(String name, Object... options) {
        Cli.run("upscale", run, small, "-o", folder.resolve(name), List.of(options))
                .done();
        return made(name);
    }

    @Test
    void enlargesByTheLevelsThatTheFactorAsksFor() throws IOException {
        Image twice = upscaled("x2.png");
        assertThat(twice.height()).isEqualTo(18);
        assertThat(twice.channels()).isEqualTo(3);
        assertThat(upscaled("again.png", "--seed", 1)).isEqualTo(twice);
        assertThat(Files.readAllBytes(folder.resolve("again.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("x2.png")));
        assertThat(upscaled("other.png", "--seed", 2)).isNotEqualTo(twice);
        Image four = upscaled("x4.png", "--scale", 4);
        assertThat(four.height()).isEqualTo(36);
        assertThat(upscaled("x3.png", "--outscale", 3).height()).isEqualTo(27);
        assertThat(upscaled("x8.png", "--outscale", 8).height()).isEqualTo(72);
        assertThat(upscaled("less.png", "--scale", 4, "--outscale", 4)).isEqualTo(four);
    }

    @Test
    void enlargesAFolderAndASheetBesideEach() {
        write(folder.resolve("in/deep"), 2, 1, 7);
        Path out = folder.resolve("out");
        Cli.Result result = Cli.run("upscale", run, folder.resolve("in"), "-o", out, "--compare")
                .done();
        assertThat(result.err()).contains("1 of 2 pictures is grey, taken as colour");
        assertThat(made("out/p1.png")).isEqualTo(upscaled("alone.png"));
        assertThat(made("out/deep/p2.png").height()).isEqualTo(14);
        assertThat(out.resolve("p1.compare.png")).exists();
    }

    @Test
    void whatItCannotDoIsRefusedInOneLine() throws IOException {
        Path out = folder.resolve("x.png");
        assertRefused(
                folder,
                List.of("upscale", run, small, "-o", out, "--scale", 3),
                "--scale is 3; " + run + " enlarges by 2, 4; --outscale");
        assertRefused(
                folder,
                List.of("upscale", run, small, "-o", out, "--blend", 0.5),
                "--blend has no effect here: this run has no two stages");
        assertRefused(
                folder, List.of("upscale", run, small, "-o", out, "--seed", -1), "--seed is -1; allowed: 0 or more");
        assertRefused(
                folder,
                List.of("translate", run, small, "-o", out),
                run + " enlarges pictures ×2 and translates none",
                "atelier upscale " + run + " " + small + " -o " + out);
        assertRefused(
                folder,
                List.of("upscale", conditional, small, "-o", out),
                "told what to make on a plane of one size",
                "condition.mode none");
    }

    @Test
    void makesWhatItIsAskedFor() {
        Cli.run(
                        "generate",
                        conditional,
                        "-n",
                        2,
                        "--class",
                        "one",
                        "--class",
                        "two",
                        "--same-z",
                        "-o",
                        folder.resolve("two"))
                .done();
        assertThat(made("two/000000.png")).isNotEqualTo(made("two/000001.png"));
        Cli.run("generate", run, "-n", 2, "-o", folder.resolve("grid.png")).done();
        assertThat(made("grid.png").height()).isEqualTo(3 * 28 + 4);
    }

    @Test
    void aClassThatWasNotLearnedAndAClassOfARunThatKnowsNoneAreRefused() throws IOException {
        Path out = folder.resolve("x.png");
        assertRefused(folder, List.of("generate", conditional, "--class", "three", "-o", out), "unknown value 'three'");
        assertRefused(folder, List.of("generate", run, "--class", "one", "-o", out), "know no attributes");
    }
}
