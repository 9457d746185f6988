package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.doctor.Diagnosis.Kind;
import dev.atelier.recipe.Recipe;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are built to be ill, and healthy ones, through the real training. */
class DoctorRunTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void makeData() throws IOException {
        data = ToyRuns.data(folder.resolve("data"));
    }

    private static List<Diagnosis> train(Recipe recipe, Path run) {
        try (TrainingRun training = TrainingRun.start(recipe, run, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        return new RunDirectory(run).diagnoses();
    }

    private Recipe points(String... settings) {
        Recipe recipe = Recipe.named("vanilla")
                .with("data.source", "gaussian-ring")
                .with("data.batch", 64)
                .with("network.width", 0.125)
                .with("network.latent", 8)
                .with("train.steps", 2000)
                .with("train.threads", 1)
                .with("log.everySteps", 50)
                .with("samples.everySteps", 100_000)
                .with("checkpoint.everySteps", 500);
        for (String setting : settings) {
            recipe = recipe.withSetting(setting);
        }
        return recipe;
    }

    /** Least squares at far too high a rate, which ends in NaN. */
    private Recipe tooFast() {
        return points(
                "generator.optimizer=sgd",
                "discriminator.optimizer=sgd",
                "generator.learningRate=0.05",
                "discriminator.learningRate=6",
                "loss.name=least-squares",
                "checkpoint.everySteps=50",
                "train.steps=400");
    }

    /** Looking changes no bit of what the run becomes. */
    @Test
    void watchedOrNotARunEndsWithTheSameBits() throws IOException {
        Recipe recipe = ToyRuns.smallest(data).with("log.everySteps", "100").with("train.steps", "200");
        train(recipe, folder.resolve("watched"));
        train(recipe.with("doctor.action", "off"), folder.resolve("alone"));
        assertThat(Files.readAllBytes(folder.resolve("watched/final/generator.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("alone/final/generator.safetensors")));
        List<StatsRow> rows = new RunDirectory(folder.resolve("watched")).rows();
        assertThat(rows)
                .extracting(row -> row.values().containsKey("diversity"))
                .containsOnly(true);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.values().get("saturation")).isBetween(0.0, 1.0));
        assertThat(new RunDirectory(folder.resolve("alone")).rows())
                .extracting(row -> row.values().containsKey("diversity"))
                .containsOnly(false);
    }

    @Test
    void aHealthyRunIsLeftInPeace() {
        assertThat(train(
                        points("train.steps=1500", "generator.learningRate=1e-3", "penalty.r1=1"),
                        folder.resolve("run")))
                .isEmpty();
    }

    /** A generator that does not learn at all loses to any discriminator. */
    @Test
    void aGeneratorWithoutAChanceIsToldOf() {
        Recipe recipe = ToyRuns.smallest(data)
                .with("generator.learningRate", "0")
                .with("log.everySteps", "10")
                .with("checkpoint.everySteps", "1000")
                .with("train.steps", "600");
        assertThat(train(recipe, folder.resolve("run")))
                .extracting(Diagnosis::kind)
                .contains(Kind.OVERPOWERING);
    }

    @Test
    void stepsThatAreFarTooLargeExplodeAndRollbackGivesUpAfterThreeTimes() {
        Recipe recipe = points("generator.learningRate=1e6", "discriminator.learningRate=1e6", "train.steps=400");
        assertThatThrownBy(() -> train(recipe, folder.resolve("warned"))).isInstanceOf(Diverged.class);
        assertThatThrownBy(() -> train(recipe.with("doctor.action", "rollback"), folder.resolve("rolled")))
                .isInstanceOf(Diverged.class)
                .hasMessageContaining("it came back after 3 rollbacks");
    }

    /** Gradients as large as this loss makes them are too much at the full rate, and not at a fraction of it. */
    @Test
    void rollbackBringsARunThatExplodesToItsEnd() throws IOException {
        Recipe recipe = tooFast();
        assertThatThrownBy(() -> train(recipe, folder.resolve("warned"))).isInstanceOf(Diverged.class);
        Path run = folder.resolve("rolled");
        List<Diagnosis> found = train(recipe.with("doctor.action", "rollback"), run);
        assertThat(found).isNotEmpty();
        assertThat(found.get(0).kind()).isIn(Kind.EXPLODING, Kind.NOT_A_NUMBER);
        RunDirectory directory = new RunDirectory(run);
        assertThat(directory.isDone()).isTrue();
        assertThat(directory.rows())
                .allSatisfy(row -> assertThat(row.values().values()).allMatch(Double::isFinite));
        long newest =
                directory.checkpointSteps().get(directory.checkpointSteps().size() - 1);
        Path checkpoint = directory.checkpoints().resolve(String.format(Locale.ROOT, "%010d", newest));
        assertThat(((Map<?, ?>) ToyRuns.state(checkpoint).get("numbers")).get("doctor.rollbacks"))
                .isInstanceOf(Double.class);
    }

    /** Sixteen pictures of noise can only be known by heart: of others the discriminator knows nothing. */
    @Test
    void tooFewImagesAreLearnedByHeart() throws IOException {
        Recipe recipe = points(
                "data.source=" + ToyRuns.noise(folder.resolve("noise"), 16, 64),
                "network.width=0.25",
                "data.batch=16",
                "log.everySteps=20",
                "train.steps=800");
        assertThat(train(recipe, folder.resolve("run")))
                .extracting(Diagnosis::kind)
                .contains(Kind.OVER_FITTING);
    }

    /** The loss of the 2014 paper's theory is flat where the discriminator is sure; with a fast one that is everywhere. */
    @Test
    void aFlatLossBeforeASureDiscriminatorTeachesNothing() throws IOException {
        Recipe recipe = points(
                "data.source=" + ToyRuns.noise(folder.resolve("noise"), 64, 64),
                "loss.name=saturating",
                "discriminator.learningRate=2e-3",
                "generator.learningRate=1e-6",
                "log.everySteps=20",
                "train.steps=800");
        assertThat(train(recipe, folder.resolve("run")))
                .extracting(Diagnosis::kind)
                .contains(Kind.VANISHED_GRADIENT);
    }

    /** A discriminator that comes late and with much momentum is carried past the generator, which jumps aside. */
    @Test
    void aDiscriminatorThatComesLateGoesRoundInCircles() {
        Recipe recipe = points(
                "discriminator.optimizer=sgd",
                "discriminator.momentum=0.9",
                "discriminator.learningRate=0.002",
                "generator.learningRate=2e-3",
                "log.everySteps=10",
                "train.steps=1500");
        assertThat(train(recipe, folder.resolve("run")))
                .extracting(Diagnosis::kind)
                .contains(Kind.OSCILLATION);
    }

    /** Half the rates and fresh randomness are part of the state: stopped after a rollback and resumed it ends with the same bits. */
    @Test
    void aRunThatWasRolledBackResumesBitForBit() throws IOException {
        Recipe recipe = tooFast().with("doctor.action", "rollback");
        Path straight = folder.resolve("straight");
        train(recipe, straight);
        Path broken = folder.resolve("broken");
        try (TrainingRun training = TrainingRun.start(recipe, broken, RunObserver.SILENT)) {
            assertThat(training.train(() -> training.step() >= 330)).isFalse();
        }
        assertThat(new RunDirectory(broken).diagnoses()).isNotEmpty(); // it was rolled back before it was stopped
        try (TrainingRun resumed = TrainingRun.resume(broken, RunObserver.SILENT)) {
            assertThat(resumed.train(() -> false)).isTrue();
        }
        assertThat(ToyRuns.outcome(broken)).isEqualTo(ToyRuns.outcome(straight));
    }

    /** Weights that never move make grey pictures that never differ. */
    @Test
    void stopSavesACheckpointAndSaysWhy() {
        Recipe recipe = ToyRuns.smallest(data)
                .with("generator.learningRate", "0")
                .with("discriminator.learningRate", "0")
                .with("doctor.action", "stop")
                .with("log.everySteps", "100")
                .with("checkpoint.everySteps", "100000")
                .with("train.steps", "1600");
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> train(recipe, run))
                .isInstanceOf(Diverged.class)
                .hasMessageContaining("the doctor stopped training at step 1500: collapse");
        assertThat(new RunDirectory(run).checkpointSteps()).contains(1500L);
        try (TrainingRun resumed = TrainingRun.resume(run, RunObserver.SILENT)) {
            assertThat(resumed.train(() -> false)).isTrue(); // told once, it is not told again
        }
    }
}
