package dev.atelier.cli;

import static dev.atelier.cli.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that know classes, other sizes and other beginnings, from the command line. */
class ConditionalTest {
    @TempDir
    static Path shared;

    private static Path data;
    private static Path run;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = Toy.data(shared.resolve("data"));
        run = shared.resolve("runs/conditional");
        Cli.run(Toy.train("cgan", data, run), SHORT).done();
    }

    private static final List<String> SHORT = List.of("--set", "train.steps=2", "--set", "samples.finalCount=4");

    @Test
    void makesWhatItIsAskedFor() throws IOException {
        Path threes = pictures("threes", 4, "--class", "3", "--same-z");
        byte[] three = Files.readAllBytes(threes.resolve("000000.png"));
        assertThat(Files.readAllBytes(threes.resolve("000003.png"))).isEqualTo(three);

        Path turns = pictures("turns", 4, "--class", "3", "--class", "7", "--same-z");
        assertThat(Files.readAllBytes(turns.resolve("000000.png"))).isEqualTo(three);
        assertThat(Files.readAllBytes(turns.resolve("000001.png"))).isNotEqualTo(three);
        assertThat(Files.readAllBytes(turns.resolve("000002.png"))).isEqualTo(three);

        Path others = pictures("others", 4, "--class", "3");
        assertThat(Files.readAllBytes(others.resolve("000000.png"))).isEqualTo(three);
        assertThat(Files.readAllBytes(others.resolve("000001.png"))).isNotEqualTo(three);

        Path named = pictures("named", 4, "--attr", "class=3", "--same-z");
        assertThat(Files.readAllBytes(named.resolve("000000.png"))).isEqualTo(three);
    }

    private Path pictures(String name, int count, Object... options) {
        Path out = folder.resolve(name);
        Cli.run("generate", run, "-n", count, "-o", out, List.of(options)).done();
        return out;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--class 30|unknown value '30'",
                "--attr colour=red|unknown attribute 'colour'",
                "--attr 3|takes name=value"
            })
    void whatTheRunDoesNotKnowIsRefusedInOneLineAndNothingIsLeft(String words) throws IOException {
        String[] parts = words.split("\\|");
        Path out = folder.resolve("out.png");
        assertRefused(folder, () -> Cli.run("generate", run, "-o", out, List.of(parts[0].split(" "))), parts[1]);
    }

    @Test
    @SuppressWarnings("unchecked")
    void howWellADiscriminatorClassifiesIsSaidAtTheEndAndLater() {
        Path classifying = folder.resolve("classifying");
        String text =
                "of 64 images of the train split rightly, from 20 labels; a plain classifier on the same labels: ";
        Cli.Result trained = Cli.run(Toy.train("sgan", data, classifying), SHORT, "--set", "labels.perClass=2")
                .done();
        assertThat(trained.out()).contains("  classes    the discriminator classifies ", text);
        assertThat(Cli.run("runs", "show", classifying).done().out()).contains("\nclasses\n  the discriminator", text);
        Map<String, Object> json = RunFiles.json(
                Cli.run("runs", "show", classifying, "--json").done().out());
        assertThat((Map<String, Object>) json.get("classification")).containsEntry("labels", 20);
        assertThat(Cli.run("runs", "show", run).done().out()).doesNotContain("\nclasses\n");
    }

    @Test
    void anotherSizeAndAnotherBeginningAreOptions() {
        Path small = folder.resolve("small");
        Cli.run(Toy.train("dcgan", data, small), SHORT, "--size", "20x16").done();
        assertThat(Recipe.read(small.resolve("recipe.yaml")).values()).containsEntry("data.size", "20x16");

        Path second = folder.resolve("second");
        Cli.Result result =
                Cli.run(Toy.train("cgan", data, second), SHORT, "--init", run).done();
        assertThat(result.err()).contains("begun with " + run + " after step 2");
        assertThat(Recipe.read(second.resolve("recipe.yaml")).values()).containsEntry("train.init", run.toString());
    }

    @Test
    void aSizeOrABeginningThatCannotBeIsRefusedWithoutTrace() throws IOException {
        Path out = folder.resolve("out");
        assertRefused(folder, join(Toy.train("dcgan", data, out), "--size", "big"), "--size", "'big'", "allowed: auto");
        assertRefused(
                folder, join(Toy.train("dcgan", data, out), "--size", "8"), "cannot be built for images", "16 to 256");
        assertRefused(
                folder, join(Toy.train("dcgan", data, out), "--init", folder.resolve("nowhere")), "does not exist");
        assertRefused(
                folder,
                join(Toy.train("vanilla", data, out), "--init", run),
                "has no tensor of the names and shapes of these networks");
    }

    private static List<Object> join(List<Object> arguments, Object... more) {
        return java.util.stream.Stream.concat(arguments.stream(), java.util.Arrays.stream(more))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cgan", "sgan", "acgan"})
    void recipesOfClassesAreShownWithTheirNetworks(String name) throws IOException {
        Cli.Result shown = Cli.run("recipes", "show", name).done();
        assertThat(shown.out()).startsWith(name + "\n").contains("\ngenerator", "\ndiscriminator");

        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, Recipe.named(name).with("data.source", data).changes());
        Map<String, Object> json =
                RunFiles.json(Cli.run("recipes", "show", mine, "--json").done().out());
        assertThat(json).isNotEmpty();
    }
}
