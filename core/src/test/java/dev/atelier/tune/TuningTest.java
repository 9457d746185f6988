package dev.atelier.tune;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.recipe.Recipe;
import dev.atelier.run.RunDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    @TempDir
    static Path shared;

    private static Recipe base;
    private static Path straight;
    private static Standings result;

    @TempDir
    Path folder;

    @BeforeAll
    static void search() throws IOException {
        Path data = Files.createDirectories(shared.resolve("data"));
        ByteBuffer images = ByteBuffer.allocate(16 + 32 * 784)
                .putInt(0x803)
                .putInt(32)
                .putInt(28)
                .putInt(28);
        for (int i = 0; i < 32 * 784; i++) {
            images.put((byte) (i % 28 < 14 ? 220 : i / 784));
        }
        Files.write(data.resolve("train-images-idx3-ubyte"), images.array());
        base = Recipe.named("mnist-tabled");
        for (String setting : List.of(
                "network.width=0.03",
                "network.latent=8",
                "data.source=" + data,
                "data.batch=8",
                "train.threads=1",
                "train.precision=fp32",
                "metrics.samples=16",
                "samples.everySteps=1000")) {
            base = base.withSetting(setting);
        }
        straight = shared.resolve("straight");
        result = finish(Tuning.start(search(6), straight, TuneObserver.SILENT));
    }

    /** Rungs of 2 and 4 steps; a third of six trials goes on. Rates of 1e30 and above diverge. */
    private static Search search(int trials) {
        Space space = Space.of(List.of(
                "generator.learningRate=1e-4..1e-1:log",
                "discriminator.learningRate=1e-4|1e30",
                "generator.beta1=0..0.9"));
        return new Search(base, space, trials, 2, 4, 3, "swd", false);
    }

    private static Standings finish(Tuning tuning) {
        try (tuning) {
            assertThat(tuning.run(() -> false)).isTrue();
            return tuning.standings();
        }
    }

    @Test
    void trainsEachTrialAndTheBestThirdLonger() {
        List<Outcome> outcomes = TuneDirectory.open(straight).outcomes();
        assertThat(outcomes)
                .filteredOn(o -> o.rung() == 0)
                .extracting(Outcome::trial)
                .containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(outcomes).filteredOn(o -> o.rung() == 1).hasSizeBetween(1, 2).allMatch(o -> o.step() == 4);
        Outcome best = result.best().orElseThrow();
        assertThat(best.rung()).isEqualTo(1);
        RunDirectory run = new RunDirectory(TuneDirectory.open(straight).run(best.trial()));
        assertThat(run.isDone()).isTrue();
        assertThat(run.rows().stream()
                        .filter(row -> row.step() == 4)
                        .findFirst()
                        .orElseThrow()
                        .value("swd"))
                .isEqualTo(best.value().orElseThrow());
    }

    @Test
    void aDivergedTrialStandsLastWithItsReason() {
        assertThat(result.trials()).hasSize(6);
        assertThat(result.trials())
                .filteredOn(trial ->
                        trial.values().get("discriminator.learningRate").equals("1e30"))
                .isNotEmpty()
                .allSatisfy(trial -> {
                    assertThat(trial.value()).isEmpty();
                    assertThat(trial.reason().orElseThrow()).startsWith("training diverged");
                });
        assertThat(result.trials().get(5).value()).isEmpty();
    }

    /** Stopped in the middle of a trial, in the middle of a promotion, and between a trial's end and its line. */
    @Test
    void interruptedWhereverItMakesTheSameDecisions() throws IOException {
        Path root = folder.resolve("stopped");
        int[] rounds = {0};
        boolean done = false;
        for (int session = 0; !done; session++) {
            assertThat(session).isLessThan(40);
            int stop = rounds[0] + 1 + session % 2;
            TuneObserver counting = new TuneObserver() {
                @Override
                public void step(long step) {
                    rounds[0]++;
                }
            };
            try (Tuning tuning = session == 0
                    ? Tuning.start(search(6), root, counting)
                    : Tuning.resume(root, OptionalInt.empty(), counting)) {
                done = tuning.run(() -> rounds[0] >= stop);
            }
            if (session == 3) {
                loseLastLine(root);
            }
        }
        assertThat(decisions(root)).isEqualTo(decisions(straight));
        assertThat(Files.readString(root.resolve("best.yaml")))
                .isEqualTo(Files.readString(straight.resolve("best.yaml")));
    }

    /** All outcomes, but for the step at which a failure was seen: a stop looks for one at once, the trial itself at its next row. */
    private static List<Outcome> decisions(Path root) {
        return TuneDirectory.open(root).outcomes().stream()
                .map(o -> new Outcome(
                        o.trial(),
                        o.rung(),
                        o.step(),
                        o.values(),
                        o.value(),
                        o.reason().map(reason -> "failed")))
                .toList();
    }

    /** As a kill while the line is being written leaves it. */
    private static void loseLastLine(Path root) throws IOException {
        Path file = root.resolve("trials.jsonl");
        String text = Files.readString(file);
        assertThat(text).endsWith("}\n");
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        Files.writeString(file, text.substring(0, last) + "{\"trial\":", StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Test
    void moreTrialsGiveWhatSoManyWouldHaveGivenAtOnce() {
        Path root = folder.resolve("grown");
        finish(Tuning.start(search(3), root, TuneObserver.SILENT));
        finish(Tuning.resume(root, OptionalInt.of(6), TuneObserver.SILENT));
        assertThat(decisions(root)).isEqualTo(decisions(straight));
        assertBadInput(() -> Tuning.resume(root, OptionalInt.of(2), TuneObserver.SILENT))
                .hasMessageContaining("begun with 6");
    }

    @Test
    void leavesATableAPictureAndARecipe() throws IOException {
        List<String> lines = Files.readAllLines(straight.resolve("trials.csv"));
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0))
                .isEqualTo(
                        "trial,rung,steps,swd,generator.learningRate,discriminator.learningRate,generator.beta1,failed");
        Outcome best = result.best().orElseThrow();
        assertThat(lines.get(1))
                .startsWith(best.trial() + ",1,4," + best.value().orElseThrow() + ",");
        Recipe recipe = Recipe.read(straight.resolve("best.yaml"));
        Recipe run = new RunDirectory(straight.resolve("trials/00" + best.trial())).recipe();
        Recipe resolved = recipe;
        for (String key : List.of("train.device", "data.size", "data.channels")) {
            resolved = resolved.with(key, run.values().get(key));
        }
        assertThat(resolved).isEqualTo(run);
        assertThat(ImageIO.read(straight.resolve("tune.png").toFile()).getHeight())
                .isEqualTo(620);
    }

    @Test
    void goesByAnyValueOfTheRowsAndNamesThemAll() {
        Search other = new Search(base, Space.of(List.of("generator.beta1=0..0.9")), 3, 2, 4, 3, "accuracyReal", true);
        Standings standings = finish(Tuning.start(other, folder.resolve("accuracy"), TuneObserver.SILENT));
        assertThat(standings.best().orElseThrow().value().orElseThrow()).isBetween(0.0, 1.0);
        Search unknown = new Search(base, other.space(), 3, 2, 4, 3, "fid", false);
        try (Tuning tuning = Tuning.start(unknown, folder.resolve("unknown"), TuneObserver.SILENT)) {
            assertBadInput(() -> tuning.run(() -> false))
                    .hasMessageContainingAll("--metric fid", "lossD", "accuracyReal");
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Tuning.start(search(2), straight, TuneObserver.SILENT))
                .hasMessageContaining("holds a search already");
        assertThatThrownBy(() -> Tuning.resume(folder, OptionalInt.empty(), TuneObserver.SILENT))
                .hasMessageContaining("is not a search");
        assertThatThrownBy(() -> search(0)).hasMessageContaining("--trials cannot be 0");
        assertThatThrownBy(() -> new Search(base, search(1).space(), 1, 5, 4, 3, "swd", false))
                .hasMessageContaining("--steps-least cannot be 5; allowed: 1 to --steps-most, which is 4");
        Recipe impatient = base.with("metrics.everySteps", 1).with("stop.patience", 2);
        assertThatThrownBy(() -> new Search(impatient, search(1).space(), 1, 2, 4, 3, "swd", false))
                .hasMessageContaining("stop.patience cannot be 2 in a search");
        assertThatThrownBy(() -> new Search(base, search(1).space(), 1, 1, 4, 1, "swd", false))
                .hasMessageContaining("--eta cannot be 1");
    }

    /** Rows come at the rungs' ends: at most as far apart as the recipe has them, and a divisor of the first rung. */
    @Test
    void aTrialMeasuresAtTheEndOfEachRung() {
        Search search = new Search(base, Space.of(List.of("network.latent=4..8")), 5, 222, 2000, 3, "swd", false);
        Recipe recipe = search.recipe(Map.of("network.latent", "5"));
        assertThat(recipe.values())
                .containsEntry("network.latent", 5L)
                .containsEntry("train.steps", 2000L)
                .containsEntry("log.everySteps", 74L)
                .containsEntry("metrics.everySteps", 222L);
        assertThat(search.trials()).isEqualTo(5);
        assertThat(search.withTrials(9).trials()).isEqualTo(5); // there are no more settings
    }

    /** From eight finished trials of a higher rung on, the model is of those. */
    @Test
    void suggestsByTheHighestRungThatHasEnough() {
        Search search = new Search(base, Space.of(List.of("generator.beta1=0..0.9")), 99, 2, 4, 3, "swd", false);
        List<Outcome> outcomes = new ArrayList<>();
        for (int t = 0; t < 24; t++) {
            outcomes.add(outcome(t, 0, t / 27.0)); // low is good
        }
        List<Outcome> more = new ArrayList<>(outcomes);
        for (int t = 0; t < 8; t++) {
            more.add(outcome(3 * t, 1, 1 - t / 9.0)); // high is good
        }
        double early = 0;
        double late = 0;
        for (int t = 24; t < 44; t++) {
            early += Double.parseDouble(search.suggest(t, outcomes).get("generator.beta1")) / 20;
            late += Double.parseDouble(search.suggest(t, more).get("generator.beta1")) / 20;
        }
        assertThat(early).isLessThan(0.4);
        assertThat(late).isGreaterThan(0.5);
    }

    private static Outcome outcome(int trial, int rung, double value) {
        return new Outcome(
                trial,
                rung,
                rung == 0 ? 2 : 4,
                Map.of("generator.beta1", Double.toString(trial * 0.9 / 24)),
                java.util.OptionalDouble.of(value),
                java.util.Optional.empty());
    }

    @Test
    void imagesThatHaveMovedAreFoundByTheirHash() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path images = Path.of(String.valueOf(base.values().get("data.source"))).resolve("train-images-idx3-ubyte");
        byte[] bytes = Files.readAllBytes(images);
        Files.write(data.resolve(images.getFileName()), bytes);
        Path root = folder.resolve("search");
        Recipe here = base.withSetting("data.source=" + data);
        Search begun = search(6);
        finish(Tuning.start(new Search(here, begun.space(), 3, 2, 4, 3, "swd", false), root, TuneObserver.SILENT));
        Path moved = Files.move(data, folder.resolve("moved"));
        Path other = Files.createDirectories(folder.resolve("other"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(other.resolve(images.getFileName()), bytes);
        String settings = Files.readString(root.resolve("base.yaml"));
        assertBadInput(() -> Tuning.resume(root, OptionalInt.of(6), Optional.of(other.toString()), TuneObserver.SILENT))
                .hasMessageContaining("its data have changed");
        assertThat(root.resolve("base.yaml")).hasContent(settings.stripTrailing());
        finish(Tuning.resume(root, OptionalInt.of(6), Optional.of(moved.toString()), TuneObserver.SILENT));
        assertThat(decisions(root)).isEqualTo(decisions(straight));
        assertThat(root.resolve("base.yaml")).content().contains(moved.toString());
    }
}
