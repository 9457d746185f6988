package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.Split;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Assembly;
import dev.atelier.systems.DataKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are known by their hash; where they lie may change. */
class RunDataTest {
    private final List<String> notices = new ArrayList<>();
    private Path data;
    private Path run;

    @TempDir
    Path folder;

    @BeforeEach
    void stopInTheMiddle() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
        run = start("run", 7);
    }

    private Path start(String name, long stop) {
        try (TrainingRun started = TrainingRun.start(ToyRuns.recipe(data), folder.resolve(name), RunObserver.SILENT)) {
            started.train(() -> started.step() == stop);
            return started.root();
        }
    }

    @Test
    void goesOnWithImagesThatHaveMovedAndRemembersWhereTheyAre() throws IOException {
        Map<String, Object> straight = outcome(start("straight", 12));
        Path moved = Files.move(data, folder.resolve("moved"));
        resume(Optional.of(new RunDirectory(run).recipe().with("data.source", moved)));
        assertThat(notices).anyMatch(line -> line.contains("data.source: " + data + " → " + moved));
        assertThat(outcome(run)).isEqualTo(straight);
        RunDirectory there = new RunDirectory(run);
        assertThat(there.recipe().get(DataKeys.SOURCE)).isEqualTo(moved.toString());
        assertThat(RunData.training(there, there.recipe()).size()).isEqualTo(ToyRuns.IMAGES);
        assertThat(String.valueOf(new RunDirectory(run).receipt().get("changes")))
                .contains("step=7", "data.source: " + data + " → " + moved);
    }

    @Test
    void saysHowToPointToImagesThatAreNotThere() throws IOException {
        Files.move(data, folder.resolve("moved"));
        assertBadInput(() -> resume(Optional.empty()))
                .hasMessageContainingAll(data.toString(), "no such file or folder", "--data PATH");
    }

    @Test
    void otherImagesAreRefusedWithBothHashes() throws IOException {
        Path other = ToyRuns.noise(folder.resolve("other"), 64, 8);
        String recipe = Files.readString(run.resolve("recipe.yaml"));
        Recipe wanted = new RunDirectory(run).recipe().with("data.source", other);
        RunDirectory there = new RunDirectory(run);
        String recorded = String.valueOf(((Map<?, ?>) there.receipt().get("data")).get("sha256"));
        String hash = Assembly.open(wanted, Split.TRAIN).dataset().sha256();
        assertBadInput(() -> resume(Optional.of(wanted))).hasMessageContainingAll(recorded, hash, other.toString());
        assertThat(run.resolve("recipe.yaml")).hasContent(recipe.stripTrailing());
        assertBadInput(() -> RunData.training(there, wanted)).hasMessageContaining(hash);
    }

    private static Map<String, Object> outcome(Path run) throws IOException {
        Map<String, Object> outcome = ToyRuns.outcome(run);
        ((Map<?, ?>) ((Map<?, ?>) outcome.get("state")).get("recipe")).remove("data.source");
        return outcome;
    }

    private void resume(Optional<Recipe> wanted) {
        RunObserver observer = new RunObserver() {
            @Override
            public void notice(String line) {
                notices.add(line);
            }
        };
        try (TrainingRun going = ToyRuns.resume(run, wanted, observer)) {
            assertThat(going.train(() -> false)).isTrue();
        }
    }
}
