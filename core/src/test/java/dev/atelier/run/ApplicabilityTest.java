package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.recipe.Recipe;
import dev.atelier.systems.LossKeys;
import dev.atelier.systems.NetworkKeys;
import dev.atelier.systems.PlayerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting that would do nothing is refused where somebody asked for it, and dropped where a built-in recipe brought it along. */
class ApplicabilityTest {
    private static final List<String> WRITTEN_OUT = List.of(
            "train.device",
            "train.precision",
            "train.threads",
            "data.size",
            "data.channels",
            "data.source",
            "network.statistics",
            "content.features",
            "content.sha256");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generator.optimizer=sgd generator.beta1=0.5 | generator.beta1 = 0.5 | generator.optimizer is not adam",
                "discriminator.optimizer=rmsprop discriminator.beta1=0.5 | discriminator.beta1 | is not adam",
                "generator.optimizer=sgd generator.beta2=0.9 | generator.beta2 = 0.9 | generator.optimizer is sgd",
                "generator.optimizer=sgd generator.epsilon=1e-3 | generator.epsilon | generator.optimizer is sgd",
                "discriminator.optimizer=adamw | discriminator.optimizer = adamw | adamw without discriminator.weightDecay is adam",
                "generator.optimizer=sgd generator.dampening=0.5 | generator.dampening = 0.5 | generator.momentum is 0",
                "generator.momentum=0.9 | generator.momentum = 0.9 | generator.optimizer is not sgd",
                "loss.name=hinge loss.realSmoothing=0.1 | loss.realSmoothing = 0.1 | aims at no labels",
                "loss.name=wasserstein loss.fakeNoise=0.1 | loss.fakeNoise | aims at no labels",
                "loss.name=hinge loss.inverted=true | loss.inverted = true | aims at no labels",
                "penalty.gradient=10 | penalty.gradient = 10.0 | set discriminator.norm to none",
                "penalty.r1=1 | penalty.r1 = 1.0 | set discriminator.norm to none",
                "penalty.r2=1 discriminator.norm=none discriminator.update=separate | penalty.r2 | update joint",
                "penalty.every=4 | penalty.every = 4 | no penalty is on",
                "loss.name=relativistic discriminator.update=separate | discriminator.update | compares real with fake",
                "train.accumulate=2 discriminator.update=separate | discriminator.update | train.accumulate is above 1",
                "condition.mode=auxiliary discriminator.update=separate | discriminator.update | from both together",
                "labels.perClass=5 discriminator.update=separate | discriminator.update | from both together",
                "loss.name=relativistic generator.topK=0.5 | generator.topK = 0.5 | pairs each fake with a real",
                "generator.topKRounds=10 | generator.topKRounds = 10 | generator.topK is 1",
                "generator.ema=0 generator.emaWarmUp=false | generator.emaWarmUp = false | generator.ema is 0",
                "loss.name=wasserstein augment.ada=true | augment.ada = true | no fixed point",
                "augment.adaTarget=0.5 | augment.adaTarget = 0.5 | augment.ada is off",
                "augment.adaKimg=10 | augment.adaKimg | augment.ada is off",
                "augment.instanceNoiseRounds=10 | augment.instanceNoiseRounds | augment.instanceNoise is 0",
                "loss.name=relativistic-average balance.strength=1 | balance.strength = 1.0 | no fixed point",
                "balance.target=0.6 | balance.target = 0.6 | balance.strength is 0",
                "schedule.name=cosine schedule.every=10 | schedule.every = 10 | schedule.name step",
                "schedule.name=linear schedule.factor=0.1 | schedule.factor | schedule.name step and plateau",
                "schedule.from=0.7 | schedule.from = 0.7 | schedule.name linear",
                "schedule.name=step schedule.patience=5 | schedule.patience = 5 | schedule.name plateau",
                "schedule.name=plateau | schedule.name = plateau | set metrics.everySteps",
                "metrics.everySteps=5 metrics.names=is_std schedule.name=plateau | schedule.name = plateau | has a better",
                "metrics.names=fid | metrics.names = fid | set metrics.everySteps",
                "metrics.extractor=mine | metrics.extractor = mine | set metrics.everySteps",
                "metrics.everySteps=5 metrics.extractor=mine | metrics.extractor = mine | needs no features",
                "checkpoint.best=swd | checkpoint.best = swd | set metrics.everySteps",
                "checkpoint.best=none | checkpoint.best = none | set metrics.everySteps",
                "metrics.everySteps=5 checkpoint.best=fid | checkpoint.best = fid | not in metrics.names",
                "stop.patience=3 | stop.patience = 3 | set metrics.everySteps",
                "metrics.everySteps=5 metrics.names=is_std stop.patience=3 | stop.patience = 3 | a better and a worse",
                "metrics.everySteps=5 stop.metric=swd | stop.metric = swd | stop.patience is 0",
                "metrics.everySteps=5 stop.patience=3 stop.metric=fid | stop.metric = fid | not in metrics.names",
                "condition.weight=2 | condition.weight = 2.0 | only condition.mode auxiliary",
                "condition.mode=projection condition.weight=2 | condition.weight | only condition.mode auxiliary",
                "condition.embedding=8 | condition.embedding = 8 | set condition.mode",
                "condition.attributes=class | condition.attributes = class | set condition.mode",
                "data.attributes=a.csv | data.attributes = a.csv | set condition.mode",
                "condition.mode=projection labels.perClass=5 | labels.perClass = 5 | condition.mode none",
                "labels.weight=2 | labels.weight = 2.0 | set labels.perClass",
                "discriminator.freeze=1 | discriminator.freeze = 1 | train.init or discriminator.pretrain",
                "discriminator.pretrainRounds=5 | discriminator.pretrainRounds | discriminator.pretrain is none",
                "discriminator.dropoutInGeneratorStep=false | dropoutInGeneratorStep = false | network.dropout is 0",
                "network.architecture=vanilla discriminator.norm=none | discriminator.norm = none | no batch norm",
                "discriminator.minibatchStddev=1 | discriminator.minibatchStddev = 1 | at least 2"
            })
    void whatSomebodyAskedForAndWouldDoNothingIsRefusedWithTheReason(String settings, String what, String reason)
            throws IOException {
        Recipe asked = Recipe.parse("mine.yaml", "network:\n  architecture: dcgan\n");
        for (String setting : settings.split(" ")) {
            asked = asked.withSetting(setting);
        }
        assertRefused(asked, what, reason);

        Path yaml = folder.resolve("mine.yaml"); // in a file of the user's it is asked for as well
        Files.writeString(yaml, asked.changes());
        assertRefused(Recipe.read(yaml), what, reason);
    }

    private static void assertRefused(Recipe asked, String what, String reason) {
        assertBadInput(() -> Machine.resolve(asked))
                .hasMessageContaining(what)
                .hasMessageContaining("does not apply")
                .hasMessageContaining(reason);
    }

    @Test
    void aDefaultThatIsWrittenOutIsNoRequest() throws IOException {
        Recipe dcgan = small(Recipe.named("dcgan"));
        Recipe asked = dcgan.with("generator.momentum", "0").with("penalty.every", "1");
        assertThat(Machine.resolve(asked)).isEqualTo(Machine.resolve(dcgan));
    }

    @Test
    void whatABuiltInRecipeBroughtAlongGoesBackToItsDefault() throws IOException {
        Recipe dcgan = Machine.resolve(small(Recipe.named("dcgan")).with("generator.optimizer", "sgd"));
        assertThat(dcgan.get(PlayerKeys.GENERATOR.beta1())).isEqualTo(0.9);
        assertThat(dcgan.get(PlayerKeys.DISCRIMINATOR.beta1())).isEqualTo(0.5); // that one still applies
        Recipe gp = Machine.resolve(small(Recipe.named("wgan-gp")).with("discriminator.norm", "batch"));
        assertThat(gp.get(LossKeys.GRADIENT_PENALTY)).isZero();
        Recipe sgan = Machine.resolve(small(Recipe.named("sgan")).with("condition.mode", "projection"));
        assertThat(sgan.get(NetworkKeys.LABELS_PER_CLASS)).isZero();
    }

    @Test
    void whatHangsOnSomethingThatWasDroppedIsRefusedTooElseTheRunCouldNotBeResumed() {
        Recipe asked =
                Recipe.named("wgan-gp").with("discriminator.norm", "batch").with("penalty.every", "4");
        assertRefused(asked, "penalty.every = 4", "no penalty is on");
    }

    static Stream<String> names() {
        return Recipe.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBuiltInRecipeLosesNothingAndItsResolvedYamlIsItself(String name) throws IOException {
        Recipe recipe = small(Recipe.named(name));
        Recipe resolved = Machine.resolve(recipe);
        assertThat(choices(resolved)).isEqualTo(choices(recipe));

        Path yaml = folder.resolve("recipe.yaml");
        Files.writeString(yaml, resolved.yaml());
        Recipe again = Recipe.read(yaml);
        assertThat(again).isEqualTo(resolved);
        assertThat(Machine.resolve(again)).isEqualTo(resolved);
    }

    private Recipe small(Recipe recipe) throws IOException {
        return recipe.with("data.source", ToyRuns.data(folder.resolve("data")));
    }

    private static Map<String, Object> choices(Recipe recipe) {
        Map<String, Object> choices = new LinkedHashMap<>(recipe.values());
        WRITTEN_OUT.forEach(choices::remove);
        return choices;
    }
}
