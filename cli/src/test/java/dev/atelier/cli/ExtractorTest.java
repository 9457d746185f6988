package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractorTest {
    @TempDir
    Path folder;

    @Test
    void trainsToAFileAndShowsIt() throws IOException {
        Path data = Toy.data(folder.resolve("digits"));
        Path out = folder.resolve("digits.safetensors");
        List<Object> train = List.of("extractor", "train", data, "--epochs", 1, "--batch", 32, "--out", out);
        Map<String, Object> json = RunFiles.json(
                Cli.run(train, "--size", "16x20", "--no-flip", "--json").done().out());
        assertThat(json)
                .containsEntry("name", "digits-1")
                .containsEntry("file", out.toString())
                .containsEntry("image", "1×16×20")
                .containsEntry("features", 96)
                .containsEntry("heldOut", "a tenth held out of the train split")
                .containsKeys("accuracy", "sha256", "dataSha256", "byClass", "seconds");
        assertThat((List<?>) json.get("classes")).hasSize(10);
        Map<String, Object> shown =
                RunFiles.json(Cli.run("extractor", "show", out, "--json").done().out());
        for (String key : List.of("name", "sha256", "accuracy", "classes", "image", "dataSha256", "making")) {
            assertThat(shown.get(key)).as(key).isEqualTo(json.get(key));
        }
        assertThat(Cli.run("extractor", "show", out).done().out())
                .contains("digits-1", "flip", "false", "mean over pixels", "dense 10");
        Cli.Result text = Cli.run(train).done(); // replaces the file
        assertThat(text.out()).startsWith("digits-1 names ").contains("written to " + out + ", sha256 ");
        assertThat(text.err()).contains("a tenth of each class", "training the classifier, epoch 1 of 1");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void listsAndShowsTheOneThatComesWithAtelier() {
        assertThat(Cli.run("extractor", "list").done().out())
                .containsPattern("name +accuracy +classes")
                .containsPattern("fashion-mnist-1 +9\\d\\.\\d\\d % +10 +1×28×28 +96 +[0-9a-f]{12} +inside the program");
        List<Map<String, Object>> list =
                RunFiles.json(Cli.run("extractor", "list", "--json").done().out());
        assertThat(list.get(0)).containsEntry("name", "fashion-mnist-1").containsEntry("source", "fashion-mnist");
        assertThat(Cli.run("extractor", "show", "fashion-mnist-1").done().out()).contains("Ankle boot", "60000");
    }

    @Test
    void keepsWhatItTrainedInTheCache() throws Exception {
        Path data = Toy.data(folder.resolve("digits"));
        String cache = "export ATELIER_CACHE='" + folder.resolve("cache") + "'";
        List<Object> train = List.of("extractor", "train", data, "--epochs", 1, "--batch", 64);
        try (CliProcess process = CliProcess.startAfter(cache, train)) {
            assertThat(process.exitCode()).as(process.err()).isZero();
        }
        assertThat(folder.resolve("cache/extractors/digits-1.safetensors")).isRegularFile();
        try (CliProcess process = CliProcess.startAfter(cache, List.of("extractor", "show", "digits"))) {
            assertThat(process.exitCode()).as(process.err()).isZero();
        }
    }

    @Test
    void refusesInOneLineAndLeavesNothing() throws IOException {
        Path unlabelled = Pictures.folder(folder.resolve("bare"), 12);
        assertRefused(folder, List.of("extractor", "train", unlabelled), "no labels");
        Path data = Toy.data(folder.resolve("digits"));
        List<Object> train = List.of("extractor", "train", data);
        for (List<String> wrong : List.of(
                List.of("--epochs", "0", "--epochs is 0; at least 1"),
                List.of("--size", "big", "--size is 'big'; allowed: 64, or HEIGHTxWIDTH"),
                List.of("--size", "8", "8×8; allowed: sides of 16 to 256"),
                List.of("--batch", "1", "batch is 1; allowed: 2 to"),
                List.of("--name", "A B", "extractor name 'A B'"),
                List.of("--out", "x.bin", "ends in .safetensors"))) {
            List<Object> arguments = new java.util.ArrayList<>(train);
            arguments.addAll(wrong.subList(0, 2));
            assertRefused(folder, arguments, wrong.get(2));
        }
        assertRefused(
                folder, List.of("extractor", "show", "nonesuch"), "no extractor or file named 'nonesuch'", "known: ");
        assertRefused(folder, List.of("extractor", "train", folder.resolve("gone")), "no such file or folder");
    }
}
