package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Assembly;
import dev.atelier.systems.DataKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recipe leaves open about its data, and what data it cannot use. */
class ChosenDataTest {
    @Test
    void oneOfSeveralSetsIsWrittenOutAndTold() {
        Recipe mnist = Recipe.named("mnist");
        assertThat(mnist.get(DataKeys.SOURCE)).isEqualTo("mnist, fashion-mnist");
        List<String> notices = new ArrayList<>();
        Recipe resolved = Machine.resolve(mnist.withSetting("train.threads=1"), notices::add);
        assertThat(resolved.get(DataKeys.SOURCE)).isIn("mnist", "fashion-mnist"); // as this machine has them
        assertThat(notices).singleElement().asString().startsWith("training on the ");
        notices.clear();
        Machine.resolve(resolved, notices::add);
        assertThat(notices).isEmpty();
    }

    @Test
    void aRunKeepsTheSetThatItBeganWith() {
        Recipe mnist = Recipe.named("mnist");
        Recipe run = mnist.with(DataKeys.SOURCE, "fashion-mnist");
        assertThat(Assembly.onDataOf(run, mnist)).isEqualTo(run);
        Recipe other = mnist.with(DataKeys.SOURCE, "mnist");
        assertThat(Assembly.onDataOf(run, other)).isEqualTo(other); // asked for by name: a difference
        Recipe path = mnist.with(DataKeys.SOURCE, "/a/folder");
        assertThat(Assembly.onDataOf(path, mnist)).isEqualTo(mnist);
    }

    @Test
    void attributesThatAreTheSameForAllPicturesCannotBeAskedFor() {
        Attribute age = new Attribute.Continuous("age", 7, 7, 7, 0);
        Attribute kind = new Attribute.Categorical("class", List.of("cat"));
        Recipe cgan = Recipe.named("cgan");
        assertBadInput(() -> Assembly.known(cgan, "photos", new Attributes(List.of(kind, age)), 1))
                .hasMessage("condition.mode is projection, but in photos every image has the same class, age; allowed:"
                        + " none, or data with an attribute that differs");
        Attribute mood = new Attribute.Categorical("mood", List.of("glad", "sad"));
        assertThat(Assembly.known(cgan, "photos", new Attributes(List.of(age, mood)), 0)
                        .attributes()
                        .names())
                .containsExactly("age", "mood");
    }
}
