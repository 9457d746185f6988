package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.checkpoint.SavedState;
import dev.atelier.data.OpenedData;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.NoiseSystem;
import dev.atelier.tensor.TensorScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that released versions began are trained on by this one: same keys, same networks, same names. */
class OldCheckpointTest {
    @TempDir
    Path folder;

    @Test
    void aRunOfVersion01IsTrainedToItsEnd() throws Exception {
        Path golden = Path.of(getClass().getResource("/checkpoints/v0.1").toURI());
        Path data = ToyRuns.data(folder.resolve("data"));
        RunDirectory run;
        try (TensorScope scope = TensorScope.open()) {
            Checkpoint old = new CheckpointStore(golden, 1).load(warning -> {}).orElseThrow();
            Map<String, Object> values = new LinkedHashMap<>();
            new SavedState(old.state())
                    .map("recipe")
                    .values()
                    .forEach((key, value) -> values.put(String.valueOf(key), value));
            values.put("data.source", data.toString()); // its images are wherever this test wrote them
            Map<String, Object> state = new LinkedHashMap<>(old.state());
            state.put("recipe", values);
            Recipe recipe = Recipe.parse("defaults", "");
            for (Map.Entry<String, Object> value : values.entrySet()) {
                recipe = recipe.with(value.getKey(), value.getValue());
            }
            NoiseSystem system = new NoiseSystem();
            OpenedData source = system.open(recipe);
            run = RunDirectory.create(
                    folder.resolve("run"), recipe, Receipt.of(system, recipe, source, Map.of(), Map.of()));
            run.store(3).save(new Checkpoint(old.step(), old.groups(), state));
        }
        try (TrainingRun training = TrainingRun.resume(run.root(), RunObserver.SILENT)) {
            assertThat(training.step()).isEqualTo(7);
            assertThat(training.train(() -> false)).isTrue();
        }
        assertThat(run.isDone()).isTrue();
        assertThat(run.rows()).extracting(StatsRow::step).containsExactly(9L, 12L);
        assertThat(run.rows().get(0).value("lossD")).isBetween(0.1, 1.5);
        try (Sampler sampler = Sampler.open(run.root())) {
            assertThat(sampler.sample(1, 1)).hasSize(1);
        }
    }
}
