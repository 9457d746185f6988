package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.BadInput;
import dev.atelier.recipe.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Help, completion, wrong use, and the commands that need no run. */
class CommandLineTest {
    @TempDir
    Path folder;

    /** Every command of the tree by its words. */
    static Stream<String> commands() {
        return walk(Main.commands(new Console(System.out, System.err)))
                .map(command -> command.getCommandSpec().qualifiedName().replaceFirst("^atelier ?", ""));
    }

    private static Stream<CommandLine> walk(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLineTest::walk));
    }

    @ParameterizedTest(name = "atelier {0} --help")
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        String[] words = command.isEmpty() ? new String[0] : command.split(" ");
        Cli.Result help = Cli.run(List.of(words), "--help").done();
        assertThat(help.out())
                .startsWith("Usage: atelier " + command)
                .contains("--help", "--debug", command.isEmpty() ? "First steps:" : "Example");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void thereAreTheCommandsOfTheManual() {
        assertThat(commands())
                .containsExactlyInAnyOrder(
                        "",
                        "train",
                        "tune",
                        "generate",
                        "translate",
                        "upscale",
                        "evaluate",
                        "compare",
                        "metrics",
                        "recipes",
                        "recipes show",
                        "data",
                        "data inspect",
                        "data pairs",
                        "data fetch",
                        "runs",
                        "runs show",
                        "extractor",
                        "extractor train",
                        "extractor list",
                        "extractor show",
                        "generate-completion");
    }

    @Test
    void showsHelpWhenAskedForNothing() {
        assertThat(Cli.run().done().out()).contains("First steps:", "atelier train");
    }

    @Test
    void showsVersions() {
        assertThat(Cli.run("--version").done().out())
                .matches("atelier \\S+, libtorch 2\\.\\d+\\.\\d+, Java .+ on .+\\R");
    }

    @Test
    void completesCommandsOptionsAndNames() {
        String script = Cli.run("generate-completion").done().out();
        assertThat(script).contains("complete -F _complete_atelier", "--resume", "fashion-mnist", "bf16");
        assertThat(script).contains("\"quick\" \"fashion\" \"fashion-tabled\" \"mnist\"");
        Recipe.named("quick").keys().all().forEach(key -> assertThat(script).contains("\"" + key.name() + "=\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "trian | no command named 'trian'; did you mean train",
                "data inspekt x | no command named 'inspekt'; did you mean inspect",
                "data | which command of 'atelier data'? known: inspect, pairs, fetch",
                "train --stesp 3 | unknown option: '--stesp'; did you mean --steps",
                "train --epochs 1 --steps 2 | mutually exclusive",
                "train --batch | missing required parameter for option '--batch'",
                "train quick fashion | 'fashion'",
                "generate runs/x -n many -o x.png | 'many' is not a whole number",
                "evaluate runs/x --samples ٣ | '٣' is not a whole number, as in 12",
                "evaluate runs/x --seed 99999999999999999999 | '99999999999999999999' is a number that 64 bits do not hold",
                "generate | missing required",
                "recipes show | missing required parameter: 'RECIPE'",
                "runs show | missing required parameter: 'RUN'"
            })
    void refusesWrongUseInOneLineThatNamesTheHelp(String words, String reason) {
        Cli.Result result = Cli.run(List.of((Object[]) words.split(" "))).refused(2, reason, "; try: atelier ");
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void printsTheStackTraceOnlyWhenAskedTo() {
        Object[] wrong = {"recipes", "show", "nonesuch"};
        assertThat(Cli.run(wrong).refused(2, "nonesuch").err().lines()).hasSize(1);
        Cli.Result debug = Cli.run(List.of(wrong), "--debug");
        assertThat(debug.code()).isEqualTo(2);
        assertThat(debug.err())
                .startsWith("atelier: no recipe named 'nonesuch'")
                .contains("BadInput", "\tat dev.atelier");
    }

    @Test
    void errorsThatNobodyForesawAreOneLineToo() {
        assertThat(failed(new BadInput("a line"))).isEqualTo("2 atelier: a line\n");
        assertThat(failed(new RuntimeException("sizes 3 and 4 differ\nException raised from x.cpp\nframe #0")))
                .isEqualTo("1 atelier: sizes 3 and 4 differ\n");
        assertThat(failed(new IllegalStateException()))
                .isEqualTo("1 atelier: no reason given (IllegalStateException; --debug shows where)\n");
        assertThat(failed(new OutOfMemoryError("Java heap space")))
                .startsWith("1 atelier: out of memory (Java heap space)");
        assertThat(failed(new UnsatisfiedLinkError("no jnitorch")))
                .isEqualTo("1 atelier: libtorch cannot be loaded on this machine: no jnitorch\n");
    }

    private static String failed(Throwable error) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new Failures(new PrintStream(err, true, StandardCharsets.UTF_8)).failed(error, new String[0]);
        return code + " " + err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void quotesWhatAShellWouldSplit() {
        assertThat(Console.quoted(Path.of("runs/quick-20250131-142501")))
                .isEqualTo(Path.of("runs/quick-20250131-142501").toString());
        assertThat(Console.quoted("my runs/it's")).isEqualTo("'my runs/it'\\''s'");
    }

    // --- recipes

    @Test
    void listsRecipes() {
        Cli.Result text = Cli.run("recipes").done();
        assertThat(text.out())
                .containsPattern("(?m)^quick .*\\(default\\)$")
                .containsPattern("(?m)^fashion ")
                .containsPattern("(?m)^mnist ");
        List<Map<String, Object>> list =
                RunFiles.json(Cli.run("recipes", "--json").done().out());
        assertThat(list).extracting(each -> each.get("name")).isEqualTo(Recipe.names());
        assertThat(list)
                .allSatisfy(each -> assertThat(each.get("default")).isEqualTo("quick".equals(each.get("name"))));
        assertThat(list)
                .allSatisfy(each -> assertThat((String) each.get("headline")).isNotBlank());
    }

    @Test
    @SuppressWarnings("unchecked")
    void showsEveryKeyOfARecipeAndBothNetworks() {
        Cli.Result text = Cli.run("recipes", "show", "fashion", "--all").done();
        Recipe.named("quick")
                .keys()
                .all()
                .forEach(key ->
                        assertThat(text.out()).contains(key.name() + " ", key.meaning(), "(" + key.allowed() + ")"));
        assertThat(text.out())
                .containsPattern("network\\.latent +128 ")
                .containsPattern("(?m)^generator$")
                .containsPattern("(?m)^discriminator$");
        Map<String, Object> json = RunFiles.json(
                Cli.run("recipes", "show", "fashion", "--json").done().out());
        List<Map<String, Object>> keys = (List<Map<String, Object>>) json.get("keys");
        assertThat(keys).hasSameSizeAs(Recipe.named("quick").keys().all());
        assertThat(keys)
                .filteredOn(key -> key.get("key").equals("network.dropout"))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key)
                            .containsEntry("value", 0.4)
                            .containsEntry("default", 0.0)
                            .containsKeys("allowed", "meaning");
                });
        List<Map<String, Object>> networks = (List<Map<String, Object>>) json.get("networks");
        assertThat(networks).hasSize(2);
        assertThat(networks).extracting(each -> each.get("parameters")).containsExactly(2155137, 1113345);
    }

    @Test
    void showsFirstWhatPeopleChangeAndMarksWhatDiffers() {
        List<String> lines =
                Cli.run("recipes", "show", "hinge").done().out().lines().toList();
        List<String> keys = lines.stream()
                .filter(line -> line.matches("[* ]  ?[a-z]+\\.[A-Za-z0-9]+ .*"))
                .map(line -> line.substring(0, 1) + line.substring(1).strip().split(" ")[0])
                .toList();
        assertThat(keys)
                .startsWith(" data.source", " data.size", "*data.batch", "*network.width")
                .contains("*loss.name", " metrics.everySteps", "*generator.beta1")
                .doesNotContain(" generator.beta2");
        assertThat(keys.indexOf("*generator.beta1")).isGreaterThan(11);
        assertThat(lines).anyMatch(line -> line.matches("\\d+ more keys are at their defaults; --all shows them"));
    }

    @Test
    void showsARecipeOfTheUsers() throws IOException {
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), "name: mine\ndata:\n  batch: 17\n");
        assertThat(Cli.run("recipes", "show", recipe).done().out())
                .startsWith("mine")
                .containsPattern("data\\.batch +17 ");
    }

    // --- data

    @Test
    @SuppressWarnings("unchecked")
    void inspectsDataAndDrawsAContactSheet() throws IOException {
        Path data = Toy.data(folder.resolve("toy"));
        Path sheet = folder.resolve("sheet.png");
        Cli.Result text =
                Cli.run("data", "inspect", data, "--contact-sheet", sheet).done();
        assertThat(text.out()).contains("64 images", "28×28", "contact sheet: " + sheet);
        assertThat(javax.imageio.ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(280);
        Map<String, Object> json = RunFiles.json(Cli.run("data", "inspect", data, "--contact-sheet", sheet, "--json")
                .done()
                .out());
        assertThat(json).containsEntry("contactSheet", sheet.toString());
        assertThat((List<Map<String, Object>>) json.get("splits"))
                .singleElement()
                .extracting("images")
                .isEqualTo(64);
    }

    @Test
    void inspectsWithoutWritingAndReportsBeforeTheSheet() throws IOException {
        Path data = Pictures.folder(folder.resolve("pictures"), 2);
        Cli.Result first = Cli.run("data", "inspect", data).done();
        assertThat(first.out()).contains("2 images, folder " + data).doesNotContain("contact sheet");
        Map<String, Object> json =
                RunFiles.json(Cli.run("data", "inspect", data, "--json").done().out());
        assertThat(json).doesNotContainKey("contactSheet");
        Path sheet = data.resolve("sheet.png"); // among the data, and still no data
        Cli.run("data", "inspect", data, "--contact-sheet", sheet).done();
        assertThat(Cli.run("data", "inspect", data).done().out())
                .contains("2 images", "1 sheet of pictures that Atelier drew passed over (sheet.png)");
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Cli.Result failed = Cli.run("data", "inspect", data, "--contact-sheet", file.resolve("sheet.png"));
        assertThat(failed.out()).contains("2 images, folder " + data);
        assertThat(failed.code()).isNotZero();
        assertThat(failed.errors()).singleElement().asString().contains("sheet.png: cannot be written");
    }

    @Test
    void namesOfFilesCannotCommandTheTerminal() throws IOException {
        Path data = Pictures.folder(folder.resolve("pictures"), 2);
        Files.writeString(data.resolve("a\n\u001B[31mred.png"), "text");
        Cli.Result text = Cli.run("data", "inspect", data).done();
        assertThat(text.out())
                .contains("a\\n\\u001b[31mred.png: text; images that can be read are")
                .doesNotContain("\u001B");
        Path bad = Files.createDirectories(folder.resolve("x\n\u001B]0;title\u0007"));
        assertRefused(
                folder,
                () -> Cli.run("train", "mnist-tabled", "--data", bad, "--out", folder.resolve("run")),
                "x\\n\\u001b]0;title\\u0007: no images in this folder");
        assertRefused(folder, () -> Cli.run("runs", "show", bad), "x\\n\\u001b]0;title\\u0007 is not a run");
    }

    @Test
    void saysWhenThereAreNoRuns() {
        assertThat(Cli.run("runs", folder).done().out()).contains("no runs in " + folder, "atelier train");
        assertThat((List<?>)
                        RunFiles.json(Cli.run("runs", folder, "--json").done().out()))
                .isEmpty();
    }

    // --- start-up

    @Test
    void aCommandIsParsedWithoutTheOthers() {
        Console console = new Console(System.out, System.err);
        assertThat(Main.commands(console, new String[] {"runs", "show", "x"}).getSubcommands())
                .containsOnlyKeys("runs");
        for (String[] args : List.of(new String[0], new String[] {"--debug", "runs"}, new String[] {"run"})) {
            assertThat(Main.commands(console, args).getSubcommands())
                    .containsOnlyKeys(Main.commands(console).getSubcommands().keySet());
        }
    }

    @Test
    void helpAndListsDoNotLoadLibtorch() throws Exception {
        for (List<String> words : List.of(
                List.of("--help"), List.of("train", "--help"), List.of("recipes"), List.of("generate-completion"))) {
            Process process = new ProcessBuilder(Stream.concat(
                                    Stream.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-Xlog:class+load",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            Main.class.getName()),
                                    words.stream())
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            assertThat(log)
                    .contains("dev.atelier.cli.Main ")
                    .doesNotContain("org.bytedeco.javacpp.Loader ", "org.bytedeco.pytorch.global.torch ");
        }
    }
}
