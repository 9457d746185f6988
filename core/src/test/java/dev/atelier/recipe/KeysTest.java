package dev.atelier.recipe;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.systems.SharedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a kind of GAN of one's own. */
class KeysTest {
    private static final Key<Double> NOISE =
            Key.number("data.noise", 0.5, 0, 1, "of one's own, in a group that there is");

    private record Own(String name) implements Vocabulary {
        @Override
        public Keys keys() {
            return Keys.of(SharedKeys.with(List.of(NOISE)));
        }
    }

    private record Other(String name) implements Vocabulary {
        @Override
        public Keys keys() {
            return Keys.of(List.of());
        }
    }

    @TempDir
    Path folder;

    @Test
    void keysOfAGroupStandTogetherSoThatARecipeCanBeReadAgain() throws Exception {
        Recipe recipe = Recipe.of(new Own("own-keys")).with("data.noise", 0.25).with("data.batch", 3);
        assertThat(recipe.yaml().lines().filter(line -> line.equals("data:"))).hasSize(1);
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, recipe.yaml());
        assertThat(Recipe.read(file)).isEqualTo(recipe);
        Files.writeString(file, recipe.changes());
        assertThat(Recipe.read(file)).isEqualTo(recipe);
        assertThat(recipe.changes()).contains("system: own-keys");
    }

    @Test
    void twoKeysOfOneNameAreAMistake() {
        assertThatThrownBy(() -> Keys.of(List.of(List.of(NOISE), List.of(NOISE))))
                .hasMessage("two keys are called data.noise");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertBadInput(() -> Recipe.of(new Other("noise")))
                .hasMessageContaining("system 'noise' is dev.atelier.systems.NoiseSystem already")
                .hasMessageContaining("needs another name");
        assertThat(Recipe.named("quick").keys().find("network.width")).isPresent();
    }

    @Test
    void anExtensionIsOfTheSystemThatItExtends() throws Exception {
        Vocabularies.add(new Own("own-keys"));
        Path file = folder.resolve("mixed.yaml");
        Files.writeString(file, "extends: quick\nsystem: own-keys\n");
        assertBadInput(() -> Recipe.read(file))
                .hasMessageContaining("mixed.yaml:2:")
                .hasMessageContaining("what it extends is of system noise");
        assertBadInput(() -> Recipe.named("quick").with("system", "own-keys"))
                .hasMessageContaining("this recipe is of system noise");
    }
}
