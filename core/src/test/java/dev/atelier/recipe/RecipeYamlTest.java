package dev.atelier.recipe;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.systems.DataKeys;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.PlayerKeys;
import dev.atelier.systems.TrainKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeYamlTest {
    @ParameterizedTest
    @ValueSource(strings = {"quick", "fashion", "mnist"})
    void writtenAndReadItIsTheSameRecipe(String name) {
        Recipe recipe = Recipe.named(name);
        assertThat(Recipe.parse("again.yaml", recipe.yaml())).isEqualTo(recipe);
    }

    @Test
    void unusualNumbersComeBackExactly() {
        Recipe recipe = Recipe.named("quick")
                .withSetting("generator.learningRate=1.2345678901234567e-5")
                .withSetting("discriminator.learningRate=123456789.5")
                .withSetting("generator.epsilon=1e300")
                .withSetting("train.seed=9223372036854775807")
                .withSetting("network.width=0.1");
        assertThat(Recipe.parse("again.yaml", recipe.yaml())).isEqualTo(recipe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/my images",
                "C:\\data\\new",
                "a \"quoted\" name",
                "it's",
                "- list",
                "a: b",
                "#no comment",
                "a #b",
                "{x}",
                "[x]",
                "true",
                "null",
                "~",
                "12",
                "-1.5e3",
                "*alias",
                "&anchor",
                "!tag",
                "|",
                ">",
                "%",
                "@",
                "`",
                "größe ☃ 😀",
                " led and trailed ",
                "tab\there",
                "two\nlines",
                "cr\rhere",
                "bell\u0007",
                "nel\u0085",
                "ls\u2028",
                "del\u007f"
            })
    void anyTextComesBackAsItWas(String source) {
        Recipe recipe = Recipe.named("quick").with(DataKeys.SOURCE, source);
        assertThat(Recipe.parse("again.yaml", recipe.yaml()).get(DataKeys.SOURCE))
                .isEqualTo(source);
    }

    @Test
    void writesEveryKeyWithItsMeaningAndWhatIsAllowed() {
        String yaml = Recipe.named("quick").yaml();
        for (Key<?> key : Recipe.named("quick").keys().all()) {
            String last = key.name().substring(key.name().indexOf('.') + 1);
            assertThat(yaml.lines())
                    .as(key.name())
                    .anyMatch(line -> line.strip().startsWith(last + ": ")
                            && line.endsWith("# " + key.meaning() + " (" + key.allowed() + ")"));
        }
        assertThat(yaml)
                .startsWith("# quick, fully resolved\nname: quick ")
                .contains("\nnetwork:\n  architecture: compact ");
    }

    @Test
    void keysMayBeNestedOrDotted() {
        assertThat(Recipe.parse("x", "data.batch: 7\n").get(FeedKeys.BATCH)).isEqualTo(7);
        assertThat(Recipe.parse("x", "{data: {batch: 7}, train: {seed: 3}}").get(TrainKeys.SEED))
                .isEqualTo(3);
    }

    @Test
    void oneGroupMayStandForTwo() {
        Recipe recipe = Recipe.parse("x", "generator: &adam {learningRate: 1e-3, beta1: 0.5}\ndiscriminator: *adam\n");
        assertThat(recipe.get(PlayerKeys.DISCRIMINATOR.rate())).isEqualTo(1e-3);
        assertThat(recipe.get(PlayerKeys.DISCRIMINATOR.beta1())).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // unknown keys, with the nearest
                "data:\\n  batsh: 5 | r.yaml:2:3: unknown key 'data.batsh'; nearest known: data.batch",
                "dta:\\n  batch: 5 | r.yaml:1:1: unknown key 'dta'; nearest known: data (",
                "train:\\n  seed: 1\\n  learningrate: 5 | r.yaml:3:3: unknown key 'train.learningrate'; nearest known: generator.learningRate",
                "? [a]\\n: 1 | r.yaml: not valid YAML: ",
                // wrong types and ranges
                "data:\\n  batch: many | r.yaml:2:10: data.batch cannot be 'many'; allowed: 1 to 65536",
                "data:\\n  batch: 1.5 | r.yaml:2:10: data.batch cannot be '1.5'; allowed: 1 to 65536",
                "data:\\n  batch: | r.yaml:2:9: data.batch cannot be ''; allowed: 1 to 65536",
                "loss:\\n  inverted: yes | r.yaml:2:13: loss.inverted cannot be 'yes'; allowed: true, false",
                "data:\\n  batch: 70000 | r.yaml:2:10: data.batch cannot be '70000'; allowed: 1 to 65536",
                "generator:\\n  beta1: 1.0 | r.yaml:2:10: generator.beta1 cannot be '1.0'; allowed: a number from 0.0 to below 1.0",
                "network: {architecture: big} | r.yaml:1:25: network.architecture cannot be 'big'; allowed: fashion, mnist, compact",
                // set twice
                "data:\\n  batch: 5\\n  batch: 6 | r.yaml:3:10: data.batch is set twice",
                "data.batch: 5\\ndata:\\n  batch: 5 | r.yaml:3:10: data.batch is set twice",
                // wrongly nested
                "network: 5 | r.yaml:1:10: expected keys with values under network",
                "- a\\n- b | r.yaml:1:1: expected keys with values",
                "just words | r.yaml:1:1: expected keys with values",
                "data:\\n  batch:\\n    size: 5 | r.yaml:3:5: data.batch takes one value; allowed: 1 to 65536",
                "data:\\n  batch: [5, 6] | r.yaml:2:10: data.batch takes one value; allowed: 1 to 65536",
                // not YAML
                "data:\\n\\tbatch: 5 | r.yaml:2:1: not valid YAML: ",
                "data: [5 | r.yaml:1:9: not valid YAML: ",
                "name: \\\"open | r.yaml:1:12: not valid YAML: ",
                "name: a\\n---\\nname: b | r.yaml:2:1: not valid YAML: ",
                "discriminator: *adam | r.yaml:1:16: not valid YAML: ",
                "name: NUL | r.yaml",
            })
    void aWrongRecipeIsRefusedAtItsPlace(String yaml, String message) {
        String text = yaml.translateEscapes();
        assertBadInput(() -> Recipe.parse("r.yaml", text.replace("NUL", "\0"))).hasMessageStartingWith(message);
    }

    @Test
    void aGroupThatHoldsItselfIsRefused() {
        assertBadInput(() -> Recipe.parse("r.yaml", "network: &n\n  network: *n\n"));
    }

    /** What would be a tree of any depth is told before a tree is made of it. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void textsThatAreNestedTooDeepAreRefusedWithTheirPlace(String deeper) {
        String text = "name: deep\ngenerator: " + (deeper.startsWith("-") || deeper.startsWith("?") ? "\n  " : "")
                + deeper.repeat(20_000) + "1";
        assertBadInput(() -> RecipeYaml.read("deep.yaml", text))
                .hasMessageStartingWith("deep.yaml:")
                .hasMessageContaining("nested more than 20 deep");
    }

    @Test
    void aliasesThatMultiplyOrStandForThemselvesAreRefused() {
        String laughs = "a: &a [x, x]\nb: [" + "*a, ".repeat(20) + "*a]\n";
        assertBadInput(() -> RecipeYaml.read("laughs.yaml", laughs))
                .hasMessageContaining("laughs.yaml:2:")
                .hasMessageContaining("alias *a is one of more than 20");
        assertBadInput(() -> RecipeYaml.read("self.yaml", "generator: &g {epsilon: *g}"))
                .hasMessageContaining("self.yaml:1:25: alias *g stands for itself");
    }

    @Test
    void aFolderAHugeFileAndAFileThatIsNotTextAreRefused(@TempDir Path folder) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("a.yaml"));
        Path huge = Files.writeString(folder.resolve("b.yaml"), "# " + "x".repeat(1_000_000));
        Path latin = Files.write(folder.resolve("c.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xe4});
        Map.of(directory, "a folder; a recipe is a file of YAML", huge, "at most 1000000", latin, "it is not UTF-8")
                .forEach((file, message) ->
                        assertBadInput(() -> Recipe.read(file)).hasMessageContainingAll(file.toString(), message));
    }
}
