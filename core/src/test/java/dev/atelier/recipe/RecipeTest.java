package dev.atelier.recipe;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.run.Machine;
import dev.atelier.systems.DataKeys;
import dev.atelier.systems.FeedKeys;
import dev.atelier.systems.LossKeys;
import dev.atelier.systems.NetworkKeys;
import dev.atelier.systems.PlayerKeys;
import dev.atelier.systems.TrainKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
    /** The defaults of the manual. */
    private static final String DEFAULTS = """
            name custom
            network.architecture compact
            network.latent 64
            network.prior normal
            network.width 1.0
            network.dropout 0.0
            data.source fashion-mnist
            data.batch 128
            data.order shuffled
            data.lastBatch drop
            data.prefetch 2
            loss.name non-saturating
            loss.inverted false
            loss.realNoise 0.0
            loss.fakeNoise 0.0
            generator.learningRate 2e-4
            generator.beta1 0.9
            generator.beta2 0.999
            generator.epsilon 1e-7
            generator.ema 0.0
            generator.emaWarmUp true
            discriminator.learningRate 2e-4
            discriminator.beta1 0.9
            discriminator.beta2 0.999
            discriminator.epsilon 1e-7
            discriminator.update joint
            discriminator.dropoutInGeneratorStep true
            train.epochs 20
            train.steps 0
            train.kimg 0.0
            train.seed 1
            train.device auto
            train.precision auto
            train.bf16Unproven false
            train.shards 1
            train.threads 0
            log.everySteps 50
            samples.everySteps 0
            samples.count 16
            samples.finalCount 16
            metrics.everySteps 0
            metrics.samples 2048
            checkpoint.everySteps 0
            doctor.action warn
            checkpoint.keep 3
            checkpoint.best auto
            metrics.names swd
            metrics.extractor auto
            stop.patience 0
            system noise
            stop.metric auto
            augment.ada false
            augment.adaKimg 500.0
            augment.adaTarget 0.6
            augment.diff none
            augment.instanceNoise 0.0
            augment.instanceNoiseRounds 0
            balance.strength 0.0
            balance.target 0.7
            condition.attributes all
            condition.embedding 32
            condition.mode none
            condition.weight 1.0
            data.attributes none
            data.channels 0
            data.colour 0.0
            data.flip false
            data.rotate 0.0
            data.size auto
            data.translate 0.0
            data.zoom 0.0
            discriminator.clipGradient 0.0
            discriminator.clipWeights 0.0
            discriminator.dampening 0.0
            discriminator.freeze 0
            discriminator.minibatchDiscrimination 0
            discriminator.minibatchStddev 0
            discriminator.momentum 0.0
            discriminator.norm batch
            discriminator.optimizer adam
            discriminator.pretrain none
            discriminator.pretrainRounds 1000
            discriminator.steps 1
            discriminator.weightDecay 0.0
            generator.clipGradient 0.0
            generator.dampening 0.0
            generator.momentum 0.0
            generator.optimizer adam
            generator.topK 1.0
            generator.topKRounds 0
            generator.weightDecay 0.0
            labels.perClass 0
            labels.weight 1.0
            log.statistics total
            loss.adversarial 1.0
            loss.fakeSmoothing 0.0
            loss.featureMatching 0.0
            loss.realSmoothing 0.0
            network.spectralNorm none
            penalty.dragan 0.0
            penalty.every 1
            penalty.gradient 0.0
            penalty.r1 0.0
            penalty.r2 0.0
            schedule.every 1000
            schedule.factor 0.5
            schedule.from 0.5
            schedule.name constant
            schedule.patience 3
            schedule.warmUp 0
            train.accumulate 1
            train.init none
            """;

    /** The two main jobs as published; what is not said here is a default. */
    private static final String FASHION = """
            name fashion-tabled
            network.architecture fashion
            network.latent 128
            network.prior normal
            network.width 1.0
            network.dropout 0.4
            data.source fashion-mnist
            data.batch 128
            data.order shuffled
            loss.name non-saturating
            loss.inverted true
            loss.realNoise 0.15
            loss.fakeNoise 0.15
            generator.learningRate 1e-4
            generator.beta1 0.9
            generator.beta2 0.999
            generator.epsilon 1e-7
            generator.ema 0.0
            discriminator.learningRate 1e-5
            discriminator.beta1 0.9
            discriminator.beta2 0.999
            discriminator.epsilon 1e-7
            discriminator.update joint
            discriminator.dropoutInGeneratorStep false
            train.epochs 20
            train.steps 0
            samples.everySteps 0
            samples.count 16
            samples.finalCount 16
            """;

    private static final String MNIST = """
            name mnist-tabled
            network.architecture mnist
            network.latent 100
            network.prior normal
            network.width 1.0
            network.dropout 0.3
            data.batch 128
            data.order random
            loss.name non-saturating
            loss.inverted false
            loss.realNoise 0.0
            loss.fakeNoise 0.0
            generator.learningRate 0.001
            generator.beta1 0.9
            generator.beta2 0.999
            generator.epsilon 1e-7
            generator.ema 0.0
            discriminator.learningRate 0.001
            discriminator.beta1 0.9
            discriminator.beta2 0.999
            discriminator.epsilon 1e-7
            discriminator.update separate
            discriminator.dropoutInGeneratorStep true
            train.steps 10000
            samples.everySteps 1000
            samples.count 16
            samples.finalCount 25
            """;

    @TempDir
    Path folder;

    @Test
    void anEmptyRecipeIsTheDefaults() {
        assertThat(plain(Recipe.parse("empty.yaml", ""))).isEqualTo(table(DEFAULTS));
        assertThat(Recipe.parse("comment.yaml", "# nothing\n")).isEqualTo(Recipe.parse("empty.yaml", ""));
    }

    @Test
    void theFashionGanIsAsPublished() {
        assertThat(plain(Recipe.named("fashion-tabled"))).containsAllEntriesOf(table(FASHION));
    }

    @Test
    void theFashionGanThatLearnsDiffersByTheLeast() {
        assertThat(Recipe.named("fashion-tabled").differences(Recipe.named("fashion")))
                .extracting(difference -> difference.substring(0, difference.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "name",
                        "penalty.r1",
                        "generator.learningRate",
                        "generator.beta1",
                        "generator.ema",
                        "discriminator.learningRate",
                        "discriminator.beta1",
                        "train.bf16Unproven");
    }

    @Test
    void aRecipeIsTheDifferencesFromTheOneThatItExtends(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "name: base\nextends: hinge\nnetwork:\n  width: 0.25\n");
        Files.createDirectory(folder.resolve("more"));
        Path file = Files.writeString(
                folder.resolve("more/mine.yaml"), "extends: ../base.yaml\ngenerator:\n  beta1: 0.25\n");
        Recipe recipe = Recipe.read(file);
        assertThat(Recipe.named("hinge").differences(recipe))
                .containsExactlyInAnyOrder(
                        "name: hinge → custom", "network.width: 0.5 → 0.25", "generator.beta1: 0.5 → 0.25");
        assertThat(recipe.asks(NetworkKeys.WIDTH)).isTrue();
        assertThat(recipe.asks(LossKeys.NAME))
                .as("what a built-in one brings along is not asked for")
                .isFalse();
        assertThat(Recipe.parse("whole.yaml", recipe.yaml())).isEqualTo(recipe);
        assertThat(Recipe.of("hinge")).isEqualTo(Recipe.named("hinge"));
        assertThat(Recipe.of(file.toString())).isEqualTo(recipe);
    }

    @Test
    void whatCannotBeExtendedIsRefusedAtItsPlace(@TempDir Path folder) throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), "extends: own.yaml\n");
        assertBadInput(() -> Recipe.read(own)).hasMessageContaining("extends itself");
        Path one = Files.writeString(folder.resolve("one.yaml"), "extends: two.yaml\n");
        Files.writeString(folder.resolve("two.yaml"), "extends: one.yaml\n");
        assertBadInput(() -> Recipe.read(one)).hasMessageContaining("extends itself");
        assertBadInput(() -> Recipe.parse("x.yaml", "extends: hing\n"))
                .hasMessageStartingWith("x.yaml:1:10: extends 'hing', which is no recipe; known: quick");
        assertBadInput(() -> Recipe.parse("x.yaml", "extends: [dcgan]\n"))
                .hasMessageContaining("extends names one recipe");
        assertBadInput(() -> Recipe.parse("x.yaml", "extends: missing.yaml\n"))
                .hasMessageContaining("missing.yaml: no such recipe file");
        assertBadInput(() -> Recipe.parse("x.yaml", "train:\n  extends: dcgan\n"))
                .hasMessageContaining("unknown key 'train.extends'");
    }

    @Test
    void aKeyThatHadAnotherNameIsStillRead() {
        assertThat(Recipe.parse("old.yaml", "train:\n  bf16Proven: true\n"))
                .isEqualTo(Recipe.parse("new.yaml", "train:\n  bf16Unproven: false\n"));
        assertThat(Recipe.parse("old.yaml", "train:\n  bf16Proven: false\n").get(TrainKeys.BF16_UNPROVEN))
                .isTrue();
        assertBadInput(() -> Recipe.parse("old.yaml", "train:\n  bf16Proven: maybe\n"))
                .hasMessageContaining("train.bf16Unproven cannot be 'maybe'");
    }

    @Test
    void theMnistGanThatLearnsDiffersByTheLeast() {
        assertThat(Recipe.named("mnist-tabled").differences(Recipe.named("mnist")))
                .extracting(difference -> difference.substring(0, difference.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "name",
                        "penalty.r1",
                        "generator.learningRate",
                        "generator.beta1",
                        "generator.ema",
                        "discriminator.learningRate",
                        "discriminator.beta1",
                        "discriminator.update",
                        "train.steps",
                        "train.bf16Unproven",
                        "train.shards",
                        "samples.everySteps",
                        "checkpoint.everySteps");
    }

    @Test
    void theMnistGanIsAsPublished() {
        assertThat(plain(Recipe.named("mnist-tabled"))).containsAllEntriesOf(table(MNIST));
    }

    @Test
    void theQuickRecipeAveragesACompactPair() {
        Recipe quick = Recipe.named("quick");
        assertThat(quick.get(NetworkKeys.ARCHITECTURE)).isEqualTo("compact");
        assertThat(quick.get(DataKeys.SOURCE)).isEqualTo("fashion-mnist");
        assertThat(quick.get(PlayerKeys.EMA_DECAY)).isBetween(0.9, 0.9999);
        assertThat(quick.get(TrainKeys.STEPS)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "fashion", "fashion-tabled", "mnist", "mnist-tabled"})
    void eachBuiltInRecipeIsKnownByItsOwnName(String name) {
        assertThat(Recipe.names()).contains(name);
        assertThat(Recipe.named(name).name()).isEqualTo(name);
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertBadInput(() -> Recipe.named("fasion"))
                .hasMessage("no recipe named 'fasion'; known: " + String.join(", ", Recipe.names())
                        + "; or give a path that ends in .yaml");
    }

    @Test
    void isReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "name: mine\ndata:\n  batch: 3\n");
        assertThat(Recipe.read(file).get(FeedKeys.BATCH)).isEqualTo(3);
        assertThat(Recipe.read(file).name()).isEqualTo("mine");
    }

    @Test
    void whatIsNoReadableFileIsRefusedByName() throws IOException {
        assertBadInput(() -> Recipe.read(folder.resolve("none.yaml")))
                .hasMessage(folder.resolve("none.yaml") + ": no such recipe file");
        assertBadInput(() -> Recipe.read(folder)).hasMessageStartingWith(folder + ": ");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE4});
        assertBadInput(() -> Recipe.read(latin)).hasMessageStartingWith(latin + ": cannot be read as a UTF-8 recipe");
    }

    @Test
    void settingsAreKeyEqualsValue() {
        Recipe defaults = Recipe.parse("x", "");
        Recipe recipe = defaults.withSetting("data.batch=32")
                .withSetting(" generator.learningRate = 1e-3 ")
                .withSetting("loss.inverted=true")
                .withSetting("data.source=a=b");
        assertThat(recipe.get(FeedKeys.BATCH)).isEqualTo(32);
        assertThat(recipe.get(PlayerKeys.GENERATOR.rate())).isEqualTo(1e-3);
        assertThat(recipe.get(LossKeys.INVERTED)).isTrue();
        assertThat(recipe.get(DataKeys.SOURCE)).isEqualTo("a=b");
        assertThat(defaults.get(FeedKeys.BATCH)).isEqualTo(128); // recipes do not change
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.batch | --set takes key=value, got 'data.batch'",
                "=5 | --set takes key=value, got '=5'",
                "data.batsh=5 | --set: unknown key 'data.batsh'; nearest known: data.batch",
                "batch=5 | --set: unknown key 'batch'; nearest known: data.batch",
                "generator.lerningrate=5 | --set: unknown key 'generator.lerningrate'; nearest known: generator.learningRate",
                "data.batch=many | --set: data.batch cannot be 'many'; allowed: 1 to 65536",
                "data.batch=0 | --set: data.batch cannot be '0'; allowed: 1 to 65536",
                "data.batch= | --set: data.batch cannot be ''; allowed: 1 to 65536",
                "data.batch=1.5 | --set: data.batch cannot be '1.5'; allowed: 1 to 65536",
                "data.batch=1_000 | --set: data.batch cannot be '1_000'; allowed: 1 to 65536",
                "data.batch=99999999999999999999 | --set: data.batch cannot be '99999999999999999999', which 64 bits do not hold; allowed: 1 to 65536",
                "network.dropout=1 | --set: network.dropout cannot be '1'; allowed: a number from 0.0 to below 1.0",
                "network.dropout=NaN | --set: network.dropout cannot be 'NaN'; allowed: a number from 0.0 to below 1.0",
                "generator.learningRate=-1 | --set: generator.learningRate cannot be '-1'; allowed: a number, at least 0.0",
                "generator.learningRate=1e999 | --set: generator.learningRate cannot be '1e999', which 64 bits do not hold; allowed: a number, at least 0.0",
                "generator.learningRate=1e-400 | --set: generator.learningRate cannot be '1e-400', which 64 bits do not hold; allowed: a number, at least 0.0",
                "generator.learningRate=0x1p3 | --set: generator.learningRate cannot be '0x1p3'; allowed: a number, at least 0.0",
                "loss.inverted=yes | --set: loss.inverted cannot be 'yes'; allowed: true, false",
                "loss.name=hing | --set: loss.name cannot be 'hing'; allowed: non-saturating, saturating",
                "data.order=Random | --set: data.order cannot be 'Random'; allowed: shuffled, random, sequential",
                "train.device=gpu | --set: train.device cannot be 'gpu'; allowed: auto, cpu, cuda, cuda:N",
                "name=a b | --set: name cannot be 'a b'; allowed: letters, digits, '-' and '_'",
            })
    void aSettingThatCannotBeIsRefusedInOneLine(String setting, String message) {
        assertBadInput(() -> Recipe.named("quick").withSetting(setting)).hasMessageStartingWith(message);
    }

    @Test
    void differencesNameEachKeyOnce() {
        Recipe defaults = Recipe.parse("x", "");
        assertThat(defaults.differences(defaults)).isEmpty();
        Recipe other = defaults.withSetting("train.steps=5")
                .withSetting("loss.inverted=true")
                .withSetting("generator.beta1=0.25");
        assertThat(defaults.differences(other))
                .containsExactly("loss.inverted: false → true", "generator.beta1: 0.9 → 0.25", "train.steps: 0 → 5");
        assertThat(other.differences(defaults)).contains("train.steps: 5 → 0");
        assertThat(other).isNotEqualTo(defaults);
    }

    @Test
    void resolvingWritesOutWhatDependsOnTheMachine() {
        Recipe quick = Recipe.named("quick").withSetting("train.device=cpu").withSetting("train.threads=1");
        assertThat(quick.get(TrainKeys.PRECISION)).isEqualTo("auto");
        assertThat(Machine.resolve(quick.withSetting("train.bf16Unproven=true")).get(TrainKeys.PRECISION))
                .isEqualTo("fp32");
        assertThat(Machine.resolve(quick.withSetting("train.bf16Proven=false")).get(TrainKeys.PRECISION))
                .as("as it was called")
                .isEqualTo("fp32");
        assertThat(Machine.resolve(quick.withSetting("train.bf16Proven=true")).get(TrainKeys.PRECISION))
                .as("open until it is tried")
                .isEqualTo("auto");
        assertThat(Machine.resolve(quick.withSetting("train.precision=bf16")).get(TrainKeys.PRECISION))
                .isEqualTo("bf16");
        assertThat(Machine.resolve(quick.withSetting("train.threads=0")).get(TrainKeys.THREADS))
                .isPositive();
        Recipe resolved = Machine.resolve(quick);
        assertThat(Machine.resolve(resolved)).isEqualTo(resolved);
        assertThat(resolved.differences(quick)).allMatch(line -> line.matches("(train\\.|data\\.(size|channels)).*"));
    }

    private static Map<String, String> plain(Recipe recipe) {
        Map<String, String> values = new LinkedHashMap<>();
        recipe.values().forEach((name, value) -> values.put(name, Key.plain(value)));
        return values;
    }

    private static Map<String, String> table(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().forEach(line -> values.put(line.split(" ")[0], line.split(" ")[1]));
        return values;
    }
}
