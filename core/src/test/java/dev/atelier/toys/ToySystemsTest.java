package dev.atelier.toys;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.recipe.Recipe;
import dev.atelier.run.KilledProcess;
import dev.atelier.run.RunDirectory;
import dev.atelier.run.Sampler;
import dev.atelier.run.ToyRuns;
import dev.atelier.run.TrainingRun;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of GAN that the contracts must carry: trained through a run, killed with SIGKILL, resumed, and the same to the bit as one that was
 * never stopped.
 */
class ToySystemsTest {
    @TempDir
    Path folder;

    static List<String> toys() {
        return Toys.names();
    }

    @ParameterizedTest
    @MethodSource("toys")
    void killedAndResumedItIsTheSameToTheBit(String name) throws Exception {
        ToySystem toy = Toys.named(name);
        Path whole = folder.resolve("whole");
        try (TrainingRun run = TrainingRun.start(toy, toy.settings(), toy.data(), whole)) {
            run.train();
        }
        Path killed = folder.resolve("killed");
        KilledProcess.in(killed, ToyProcess.class, name, killed.toString());
        try (TrainingRun run = TrainingRun.resume(toy, toy.data(), killed)) {
            assertThat(run.step()).isBetween(1L, ToySystem.STEPS - 1L);
            run.train();
        }
        Map<String, Object> expected = ToyRuns.outcome(whole);
        Map<String, Object> outcome = ToyRuns.outcome(killed);
        assertThat(outcome.keySet()).isEqualTo(expected.keySet());
        expected.forEach((what, value) -> assertThat(outcome.get(what)).as(what).isEqualTo(value));
        try (Sampler one = Sampler.open(whole);
                Sampler other = Sampler.open(killed)) {
            assertThat(one.models().keySet()).isEqualTo(other.models().keySet());
            assertThat(one.model().fingerprint()).isEqualTo(other.model().fingerprint());
            assertThat(one.sample(2, 1)).isEqualTo(other.sample(3, 1).subList(0, 2));
        }
    }

    @Test
    void aGateThatRefusesSaysWhyAndTheRunIsKept() {
        TextToy strict = new TextToy(0);
        Path run = folder.resolve("strict");
        Recipe seldom = strict.settings().with("checkpoint.everySteps", 1000);
        try (TrainingRun training = TrainingRun.start(strict, seldom, strict.data(), run)) {
            assertThatThrownBy(training::train)
                    .isInstanceOf(Diverged.class)
                    .hasMessage("stage game cannot begin: the encoder's error is above 0.0; train it longer");
            assertThat(training.step()).isEqualTo(ToySystem.STEPS / 3);
        }
        assertThat(new RunDirectory(run).isDone()).isFalse();
        TextToy lenient = new TextToy();
        try (TrainingRun training = TrainingRun.resume(lenient, lenient.data(), run)) {
            assertThat(training.step()).as("nothing is lost").isEqualTo(ToySystem.STEPS / 3);
            training.train();
        }
        assertThat(new RunDirectory(run).isDone()).isTrue();
    }

    @Test
    void otherDataThanTheRunBeganWithAreRefused() {
        ToySystem toy = new PartsToy();
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(toy, toy.settings(), toy.data(), run)) {
            training.train(() -> training.step() == 3);
        }
        assertBadInput(() -> TrainingRun.resume(toy, new PairedToy().data(), run))
                .hasMessageContaining("was trained on other data than paired, 22 samples");
    }

    @Test
    void aRunOfAKindThatNobodyKnowsSaysSo() throws IOException {
        ToySystem toy = new PartsToy();
        Path run = folder.resolve("run");
        try (TrainingRun training = TrainingRun.start(toy, toy.settings(), toy.data(), run)) {
            training.train(() -> training.step() == 1);
        }
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(recipe, Files.readString(recipe).replace("system: parts", "system: unheard-of"));
        assertBadInput(() -> Sampler.open(run))
                .hasMessageContaining("system 'unheard-of' is not known here")
                .hasMessageContaining(recipe.toString());
    }
}
