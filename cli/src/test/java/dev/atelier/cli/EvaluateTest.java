package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a run of a few steps, with the extractor that comes along and the embedded test split. */
class EvaluateTest {
    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        Cli.run(
                        "train",
                        "vanilla",
                        "--steps",
                        4,
                        "--batch",
                        32,
                        "--set",
                        "network.width=0.0625",
                        "--set",
                        "log.everySteps=2",
                        "--out",
                        run)
                .done();
    }

    @Test
    void printsScoresAndWordsAndWritesBothFiles() throws IOException {
        Cli.Result result =
                Cli.run("evaluate", run, "--samples", 100, "--metrics", "fid,precision,coverage,ms_ssim", "--no-curve");
        assertThat(result.done().out())
                .contains(
                        "fid ",
                        "of 100 images: too few to say",
                        "poor",
                        "Classes",
                        "report      " + run.resolve("report.html"))
                .doesNotContain("Copies"); // it goes with authpct, which was not asked for
        assertThat(Files.readString(run.resolve("evaluation.json"))).contains("\"fashion-mnist-1\"", "\"passports\"");
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        assertThat(Cli.run("compare", run, run).done().out()).contains("fid", "better", "lower");
    }

    @Test
    void wrongUseIsOneLine() throws IOException {
        assertRefused(folder, () -> Cli.run("evaluate"), "a RUN, or --real SOURCE and --fake SOURCE together");
        assertRefused(folder, () -> Cli.run("evaluate", folder.resolve("none")), "does not exist");
        assertRefused(
                folder, () -> Cli.run("evaluate", run, "--metrics", "fidd"), "no metric named 'fidd'; known: fid");
        assertRefused(
                folder, () -> Cli.run("evaluate", run, "--samples", "1"), "--samples is 1; allowed: 2 to 1000000");
        assertRefused(folder, () -> Cli.run("evaluate", run, "--extractor", "nonesuch"), "nonesuch");
        assertRefused(folder, () -> Cli.run("evaluate", run, "--step", "3"), "3");
        assertRefused(folder, () -> Cli.run("compare", run), "compare takes at least two runs, got 1");
        assertRefused(folder, () -> Cli.run("compare", folder.resolve("none"), run), "no such run or evaluation");
        assertRefused(
                folder,
                () -> Cli.run("train", "vanilla", "--doctor", "maybe", "--out", folder.resolve("x")),
                "doctor.action",
                "warn, rollback, stop, off");
    }
}
