package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches cut into shards: the number of threads is no part of the numbers. */
class ShardsTest {
    private Path data;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    @AfterEach
    void allThreadsShareAgain() {
        Engine.threads(1);
    }

    /** With batch norm, spectral norm, dropout, noisy labels, lazy penalties, second derivatives, two critic steps, augmentation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wgan-gp",
                "mnist",
                "mnist-tabled",
                "fashion",
                "cgan discriminator.norm=none penalty.r1=1 penalty.every=3 augment.ada=true",
                "r3gan augment.diff=color,translation,cutout",
                "sngan train.accumulate=2",
                "sgan"
            })
    void theBitsDoNotDependOnTheNumberOfThreadsNorOnWhereItWasStopped(String what) throws IOException {
        Recipe recipe = recipe(what, 4);
        Map<String, Object> one = outcome(recipe, 1);
        assertThat(outcome(recipe, 2)).isEqualTo(one);
        assertThat(outcome(recipe, 4)).isEqualTo(one);

        Path run = folder.resolve("stopped");
        try (TrainingRun first = TrainingRun.start(with(recipe, 2), run, RunObserver.SILENT)) {
            assertThat(first.train(() -> first.step() == 7)).isFalse();
        }
        try (TrainingRun second = TrainingRun.resume(run, recipe.with("train.threads", "3"), RunObserver.SILENT)) {
            assertThat(second.train(() -> false)).isTrue();
        }
        assertThat(outcome(run)).isEqualTo(one);
        assertThat(new RunDirectory(run).recipe().get(TrainKeys.THREADS)).isEqualTo(3);
    }

    @Test
    void theNumberOfShardsIsPartOfTheRecipe() throws IOException {
        Map<String, Object> two = outcome(recipe("vanilla", 2), 1);
        assertThat(outcome(recipe("vanilla", 4), 1).get("row 3")).isNotEqualTo(two.get("row 3"));
        Path run = folder.resolve("two");
        try (TrainingRun first = TrainingRun.start(recipe("vanilla", 2), run, RunObserver.SILENT)) {
            first.train(() -> first.step() == 7);
        }
        assertThatThrownBy(() -> TrainingRun.resume(run, recipe("vanilla", 4), RunObserver.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("train.shards: 2 → 4");
    }

    @Test
    void whatCannotBeCutIsRefusedWhereItWasAskedForAndToldWhereNot() {
        assertThatThrownBy(() -> Machine.resolve(recipe("vanilla", 3)))
                .isInstanceOf(BadInput.class)
                .hasMessage("train.shards is 3, but data.batch 8 cannot be cut into as many pieces of one size;"
                        + " allowed: a divisor of 8");
        List<String> notices = new ArrayList<>();
        Recipe own = Recipe.named("vanilla").with("data.source", data).with("data.batch", "8");
        assertThat(Machine.resolve(own, notices::add).get(TrainKeys.SHARDS)).isEqualTo(1);
        assertThat(notices)
                .contains("train.shards is 1 here, not the recipe's 2: data.batch is 8, and a shard has at least 8"
                        + " samples");
    }

    @Test
    void afterARunOfShardsOperationsHaveTheirThreadsBack() {
        Engine.threads(2);
        Machine.resolve(recipe("vanilla", 2).with("train.threads", "0"));
        assertThat(Engine.threads()).isEqualTo(1);
        assertThat(Engine.workers()).isEqualTo(2);
        Machine.resolve(recipe("vanilla", 1).with("train.threads", "0"));
        assertThat(Engine.threads()).isEqualTo(2);
    }

    private Recipe recipe(String what, int shards) {
        String[] words = what.split(" ");
        Recipe recipe = ToyRuns.recipe(words[0], "fp32", data).with("train.shards", Integer.toString(shards));
        for (int i = 1; i < words.length; i++) {
            String[] setting = words[i].split("=", 2);
            recipe = recipe.with(setting[0], setting[1]);
        }
        return words[0].equals("sgan") ? recipe.with("labels.perClass", "8") : recipe;
    }

    private static Recipe with(Recipe recipe, int threads) {
        return recipe.with("train.threads", Integer.toString(threads));
    }

    private Map<String, Object> outcome(Recipe recipe, int threads) throws IOException {
        Path run = folder.resolve("run-" + threads + "-" + recipe.get(TrainKeys.SHARDS));
        try (TrainingRun straight = TrainingRun.start(with(recipe, threads), run, RunObserver.SILENT)) {
            assertThat(straight.train(() -> false)).isTrue();
        }
        return outcome(run);
    }

    /** All that a run left but the number of threads. */
    private static Map<String, Object> outcome(Path run) throws IOException {
        Map<String, Object> outcome = ToyRuns.outcome(run);
        Map<?, ?> state = (Map<?, ?>) Objects.requireNonNull(outcome.get("state"));
        assertThat(((Map<?, ?>) Objects.requireNonNull(state.get("recipe"))).remove("train.threads"))
                .isNotNull();
        return outcome;
    }
}
