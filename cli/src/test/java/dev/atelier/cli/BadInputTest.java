package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.run.RunObserver;
import dev.atelier.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with what a user gives: one line, exit 2, and the disk is as it was before. */
class BadInputTest {
    @TempDir
    Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        data = Toy.data(folder.resolve("data"));
        out = folder.resolve("runs/new");
    }

    private List<Object> train(Object... more) {
        return Toy.train("mnist-tabled", data, out, more);
    }

    // --- recipes and options

    @Test
    void refusesAnUnknownRecipe() throws IOException {
        assertRefused(
                folder, Toy.train("fasion", data, out), "'fasion'", "quick, fashion, fashion-tabled, mnist", ".yaml");
    }

    @Test
    void refusesARecipeFileThatIsNotThere() throws IOException {
        assertRefused(folder, Toy.train("my.yaml", data, out), "my.yaml", "no such recipe file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generator.learningRat=1 | nearest known: generator.learningRate",
                "learningrate=1 | learningRate",
                "data.batch=many | data.batch cannot be 'many'; allowed: 1 to 65536",
                "data.batch=0 | data.batch cannot be '0'; allowed: 1 to 65536",
                "data.batch=1.5 | data.batch cannot be '1.5'",
                "network.dropout=1 | network.dropout cannot be '1'",
                "generator.learningRate=NaN | generator.learningRate cannot be 'NaN'",
                "loss.name=hing | loss.name cannot be 'hing'; allowed: non-saturating, saturating, least-squares, hinge",
                "train.seed=-1 | train.seed cannot be '-1'",
                "generator.emaWarmUp=yes | allowed: true, false",
                "data.batch | --set takes key=value"
            })
    void refusesSettings(String setting, String reason) throws IOException {
        assertRefused(folder, train("--set", setting), "--set", reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "discriminator.momentum=0.5 | discriminator.momentum = 0.5 does not apply: discriminator.optimizer is not sgd",
                "condition.embedding=8 | the networks are not conditional; set condition.mode",
                "condition.attributes=class | the networks are not conditional; set condition.mode",
                "penalty.every=4 | no penalty is on",
                "train.init=nowhere | nowhere does not exist",
                "data.size=64 | network 'mnist' cannot be built for images of 1×64×64; allowed: 1×28×28 only"
            })
    void refusesSettingsThatCannotHelpHere(String setting, String reason) throws IOException {
        assertRefused(folder, train("--set", setting), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: x\\nnetwork:\\n  widht: 1 | :3:3: unknown key 'network.widht'; nearest known: network.width",
                "data:\\n  batch: two | :2:10: data.batch cannot be 'two'",
                "data:\\n  batch: 4\\n  batch: 8 | batch",
                "data: [1, 2] | :1:7:",
                "data:\\n\\tbatch: 4 | :2:1: not valid YAML"
            })
    void refusesRecipeFilesWithTheLine(String yaml, String reason) throws IOException {
        Path recipe = folder.resolve("mine.yaml");
        Files.writeString(recipe, yaml.replace("\\n", "\n").replace("\\t", "\t"));
        assertRefused(folder, Toy.train(recipe.toString(), data, out), recipe.toString(), reason);
    }

    @Test
    void refusesABatchLargerThanTheData() throws IOException {
        assertRefused(folder, train("--set", "data.batch=65"), "data.batch is 65", "64 images", "1 to 64");
        assertRefused(
                folder,
                train("--set", "data.batch=65", "--set", "data.lastBatch=keep", "--dry-run"),
                "65",
                "64 images");
    }

    @Test
    void refusesDataThatIsNotThere() throws IOException {
        data = folder.resolve("nowhere");
        assertRefused(folder, train(), data.toString(), "no such file or folder", "fashion-mnist");
    }

    @Test
    void refusesADeviceThatIsNotThere() throws IOException {
        assertRefused(folder, train("--device", "cuda:77"), "cuda:77");
        assertRefused(folder, train("--device", "tpu"), "--device", "auto, cpu, cuda, cuda:N");
    }

    // --- run directories

    @Test
    void refusesAnOutBelowAFile() throws IOException {
        out = Files.writeString(folder.resolve("file"), "mine").resolve("run");
        assertRefused(folder, train(), out.toString());
    }

    @Test
    void refusesAnOutWhereNobodyCanWrite() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here");
        out = Path.of("/proc/atelier-run");
        assertRefused(folder, train(), "cannot create the run directory /proc/atelier-run");
    }

    @Test
    void refusesAnOutThatIsSomethingElse() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.txt"), "mine");
        assertRefused(folder, train(), out + " exists and is not a run");
        out = out.resolve("thesis.txt");
        assertRefused(folder, train(), out + " exists and is not a run");
    }

    @Test
    void refusesToTrainIntoARun() throws IOException {
        Cli.run(train("--set", "train.steps=1")).done();
        assertRefused(folder, train(), out + " holds a run already", "--resume " + out);
    }

    @Test
    void refusesToResumeUnderAnotherRecipeAndShowsTheDifference() throws IOException {
        Cli.run(train("--set", "train.steps=1")).done();
        assertRefused(folder, List.of("train", "--resume", out, "--batch", 16), "another recipe", "data.batch: 8 → 16");
        assertRefused(
                folder,
                List.of("train", "fashion", "--resume", out, "--seed", 9),
                "network.architecture: mnist → fashion",
                "train.seed: 1 → 9",
                "data.batch: 8 → 128");
        Cli.run("train", "--resume", out, "--batch", 8, "--device", "auto").done();
    }

    @Test
    void refusesToResumeOnOtherData() throws IOException {
        Cli.run(train("--set", "train.steps=3")).done();
        RunFiles.delete(out.resolve("final"));
        byte[] bytes = Files.readAllBytes(Toy.imageFile(data));
        bytes[100] ^= 1;
        Files.write(Toy.imageFile(data), bytes);
        assertRefused(folder, List.of("train", "--resume", out), "its data have changed");
    }

    @Test
    void refusesToResumeWhatIsBeingTrained() throws IOException {
        Cli.run(train("--set", "train.steps=3")).done();
        RunFiles.delete(out.resolve("final"));
        try (TrainingRun held = TrainingRun.resume(out, RunObserver.SILENT)) {
            assertThat(held.step()).isEqualTo(3);
            assertRefused(folder, List.of("train", "--resume", out), out + " is being trained by another process");
        }
    }

    @Test
    void refusesToResumeWhatIsNoRun() throws IOException {
        assertRefused(folder, List.of("train", "--resume", data), data + " is not a run");
        assertRefused(folder, List.of("train", "--resume", out), out + " does not exist");
        assertRefused(folder, List.of("train", "--resume", data, "--out", out), "--out cannot be given with --resume");
        assertRefused(
                folder, List.of("train", "--resume", data, "--dry-run"), "--dry-run cannot be given with --resume");
    }

    // --- other commands

    @Test
    void refusesToGenerateWhereItCannot() throws IOException {
        assertRefused(folder, List.of("generate", data, "-o", folder.resolve("x.png")), data + " is not a run");
        assertRefused(folder, List.of("generate", data, "-o", folder.resolve("x.jpg")), "x.jpg", ".png");
        assertRefused(
                folder,
                List.of("generate", data, "-n", 4097, "-o", folder.resolve("x.png")),
                "-n is 4097; allowed: 1 to 4096");
        assertRefused(
                folder, List.of("generate", data, "-n", 0, "-o", folder.resolve("x")), "-n is 0; allowed: 1 to 100000");
        assertRefused(
                folder,
                List.of("generate", data, "--scale", 0, "-o", folder.resolve("x")),
                "--scale is 0; allowed: 1 to 32");
        assertRefused(folder, List.of("generate", data, "-o", data), data + " is not empty");
        assertRefused(folder, List.of("generate", data, "-o", Toy.imageFile(data)), Toy.imageFile(data) + " is a file");
        assertRefused(folder, List.of("generate", data), "'--out=PATH'", "atelier generate --help");
    }

    @Test
    void refusesToGenerateIntoABadPlaceAndLeavesNoDraft() throws IOException {
        Cli.run(train("--set", "train.steps=1")).done();
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertRefused(folder, List.of("generate", out, "-o", file.resolve("grid.png")), "grid.png");
        assertRefused(folder, List.of("generate", out, "-o", file.resolve("pictures")), "pictures");
    }

    @Test
    void refusesToWriteAmongTheData() throws IOException {
        Path pictures = Pictures.folder(folder.resolve("pictures"), 8);
        Path inside = pictures.resolve("runs/new");
        assertRefused(
                folder,
                List.of("train", "mnist-tabled", "--data", pictures, "--out", inside),
                "--out is " + inside + ", inside of the data " + pictures);
        assertRefused(
                folder,
                List.of("tune", "mnist-tabled", "--data", pictures, "--range", "data.batch=2|4", "--out", inside),
                "--out is " + inside + ", inside of the data " + pictures);
        Cli.run(Toy.train("mnist-tabled", pictures, out), "--set", "train.steps=1")
                .done();
        assertRefused(
                folder,
                List.of("generate", out, "-n", 2, "-o", pictures.resolve("more")),
                "-o is " + pictures.resolve("more") + ", inside of the data " + pictures);
        Cli.run("generate", out, "-n", 2, "-o", pictures.resolve("grid.png")).done();
        Cli.Result again = Cli.run(
                        Toy.train("mnist-tabled", pictures, folder.resolve("again")), "--set", "train.steps=1")
                .done();
        assertThat(again.err()).contains("8 images", "1 sheet of pictures that Atelier drew passed over (grid.png)");
    }

    @Test
    void refusesToInspectWhatIsNoData() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        assertRefused(folder, List.of("data", "inspect", out, "--contact-sheet", sheet), out.toString());
        assertRefused(
                folder,
                List.of("data", "inspect", data, "--contact-sheet", folder.resolve("sheet.gif")),
                "--contact-sheet",
                ".png");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertRefused(folder, List.of("data", "inspect", empty, "--contact-sheet", sheet), empty.toString());
        assertRefused(folder, List.of("data", "fetch", "imagenet"), "imagenet", "fashion-mnist");
        assertRefused(folder, List.of("runs", out), out.toString());
    }
}
