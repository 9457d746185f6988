package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.NoiseSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every system that comes with Atelier trains, and ends with the same bits if it was stopped on the way. */
class SystemsTest {
    private static final int ROUNDS = 4;

    private Path data;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    static List<String> names() {
        return Recipe.names().stream()
                .filter(name -> Recipe.named(name).words().name().equals(NoiseSystem.NAME))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void stoppedAndResumedItEndsBitForBitAsIfItHadNeverStopped(String name) throws IOException {
        assertSameWhereverStopped(tiny(name), 2);
    }

    @ParameterizedTest
    @CsvSource({"sgd, 0, 0, 0", "sgd, 0.9, 0, 0", "sgd, 0.9, 0.5, 0.01", "rmsprop, 0, 0, 0.01", "adamw, 0, 0, 0.01"})
    void soItDoesWithEveryOptimiser(String optimiser, String momentum, String dampening, String weightDecay)
            throws IOException {
        Recipe recipe = tiny("vanilla")
                .with("generator.optimizer", optimiser)
                .with("discriminator.optimizer", optimiser)
                .with("generator.momentum", momentum)
                .with("discriminator.momentum", momentum)
                .with("generator.dampening", dampening)
                .with("discriminator.dampening", dampening)
                .with("generator.weightDecay", weightDecay)
                .with("discriminator.weightDecay", weightDecay)
                .with("schedule.name", "linear");
        assertSameWhereverStopped(recipe, 2);
    }

    @Test
    @SuppressWarnings("unchecked")
    void withEverythingOnThatRemembersSomethingItStillEndsTheSame() throws IOException {
        Recipe recipe = everything();
        Path run = assertSameWhereverStopped(recipe, 1, 2, 3);
        Map<String, Object> state = ToyRuns.state(last(run));
        assertThat((Map<String, Number>) state.get("streams"))
                .containsKeys("latent", "labels", "dropout", "penalty", "augment", "adaptive", "instanceNoise")
                .allSatisfy((name, counter) ->
                        assertThat(counter.longValue()).as(name).isPositive());
        assertThat((Map<String, Object>) state.get("numbers"))
                .containsKeys("ada.strength", "balance.accuracy", "plateau.best", "plateau.bad");
        assertThat(new RunDirectory(run).rows().get(0).values())
                .containsKeys("dragan", "attributesD", "attributesG", "featuresG", "gradientD", "weightG", "swd");
    }

    /** The base of the above with all that draws or remembers switched on at once. */
    private Recipe everything() {
        Recipe recipe = tiny("dcgan").with("network.width", "0.015625");
        for (String setting : List.of(
                "network.dropout=0.3",
                "network.spectralNorm=both",
                "condition.mode=auxiliary",
                "data.flip=true",
                "data.rotate=10",
                "data.translate=0.1",
                "data.zoom=0.1",
                "data.colour=0.1",
                "data.order=random",
                "augment.ada=true",
                "augment.adaTarget=0",
                "augment.adaKimg=0.1",
                "augment.diff=color,translation,cutout",
                "augment.instanceNoise=0.1",
                "augment.instanceNoiseRounds=10",
                "loss.realNoise=0.2",
                "loss.fakeNoise=0.1",
                "loss.featureMatching=0.5",
                "penalty.dragan=1",
                "penalty.r1=0.5",
                "penalty.every=2",
                "generator.topK=0.5",
                "generator.topKRounds=3",
                "generator.clipGradient=0.5",
                "discriminator.clipGradient=0.5",
                "discriminator.norm=none",
                "discriminator.steps=2",
                "discriminator.minibatchDiscrimination=2",
                "balance.strength=3",
                "balance.target=0.5",
                "schedule.name=plateau",
                "schedule.patience=0",
                "schedule.warmUp=3",
                "metrics.everySteps=1",
                "metrics.samples=4",
                "train.accumulate=2",
                "train.seed=4")) { // one whose strength of augmentation rises
            recipe = recipe.withSetting(setting);
        }
        return recipe;
    }

    private Recipe tiny(String name) {
        return ToyRuns.recipe(name, "fp32", data)
                .with("network.width", "0.03125")
                .with("data.batch", "4")
                .with("train.steps", String.valueOf(ROUNDS))
                .with("samples.count", "2")
                .with("samples.finalCount", "2")
                .with("checkpoint.everySteps", "1000");
    }

    private Path assertSameWhereverStopped(Recipe recipe, long... stops) throws IOException {
        Path straight = folder.resolve("straight");
        try (TrainingRun run = TrainingRun.start(recipe, straight, RunObserver.SILENT)) {
            assertThat(run.train(() -> false)).isTrue();
        }
        Path stopped = folder.resolve("stopped");
        try (TrainingRun run = TrainingRun.start(recipe, stopped, RunObserver.SILENT)) {
            assertThat(run.train(() -> run.step() == stops[0])).isFalse();
        }
        for (int i = 1; i <= stops.length; i++) {
            long stop = i < stops.length ? stops[i] : -1;
            try (TrainingRun run = TrainingRun.resume(stopped, RunObserver.SILENT)) {
                assertThat(run.step()).isEqualTo(stops[i - 1]);
                assertThat(run.train(() -> run.step() == stop)).isEqualTo(stop < 0);
            }
        }
        Map<String, Object> outcome = ToyRuns.outcome(straight);
        assertThat(ToyRuns.outcome(stopped)).isEqualTo(outcome);
        assertThat(ToyRuns.step(last(stopped))).isEqualTo(ROUNDS);
        assertThat(outcome.keySet())
                .anyMatch(file -> file.endsWith("generator_optimizer.safetensors"))
                .anyMatch(file -> file.endsWith("discriminator_optimizer.safetensors"))
                .contains("state");
        return stopped;
    }

    private static Path last(Path run) {
        List<Path> all = new CheckpointStore(run.resolve("checkpoints"), 1).list();
        return all.get(all.size() - 1);
    }
}
