package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What networks begin with besides fresh weights. */
class WarmStartTest {
    @TempDir
    static Path shared;

    private static Path data;
    private static Path source;

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private Path run;

    @BeforeAll
    static void trainTheSource() throws IOException {
        data = ToyRuns.data(shared.resolve("data"));
        source = shared.resolve("source");
        try (TrainingRun training = TrainingRun.start(tiny(), source, RunObserver.SILENT)) {
            training.train(() -> false);
        }
    }

    @BeforeEach
    void chooseTheRun() {
        run = folder.resolve("run");
    }

    private static Recipe tiny() {
        return ToyRuns.recipe("dcgan", "fp32", data)
                .with("network.width", "0.03125")
                .with("data.batch", "4")
                .with("train.steps", "2")
                .with("generator.ema", "0")
                .with("samples.everySteps", "1000");
    }

    @Test
    void aRunBeginsWithTheNetworksOfAnother() {
        train(tiny().with("train.init", source).with("train.seed", "2"));
        for (String network : List.of("generator", "discriminator")) {
            assertThat(tensors(run, 0, network)).isEqualTo(tensors(source, 2, network));
            assertThat(tensors(run, 2, network)).isNotEqualTo(tensors(source, 2, network));
        }
        int g = parameters(source, "generator");
        int d = parameters(source, "discriminator");
        assertThat(notices)
                .contains("begun with " + source + " after step 2: " + g + " of " + g + " tensors of the generator, "
                        + d + " of " + d + " tensors of the discriminator");
    }

    @Test
    void whereSomeTensorsDoNotFitTheOthersAreTakenAndCounted() {
        train(tiny().with("train.init", source).with("network.latent", "9"));
        Map<String, List<Float>> begun = tensors(run, 0, "generator");
        Map<String, List<Float>> theirs = tensors(source, 2, "generator");
        int same = 0;
        for (Map.Entry<String, List<Float>> tensor : theirs.entrySet()) {
            boolean fits =
                    begun.get(tensor.getKey()).size() == tensor.getValue().size();
            same += fits ? 1 : 0;
            assertThat(begun.get(tensor.getKey()).equals(tensor.getValue()))
                    .as(tensor.getKey())
                    .isEqualTo(fits);
        }
        assertThat(same).isEqualTo(theirs.size() - 1); // all but what z goes through
        assertThat(tensors(run, 0, "discriminator")).isEqualTo(tensors(source, 2, "discriminator"));
        assertThat(notices)
                .anyMatch(line ->
                        line.contains(theirs.size() - 1 + " of " + theirs.size() + " tensors of the generator"));
    }

    @Test
    void aRunOfOtherNetworksIsRefusedAndNothingIsLeft() {
        Recipe other = ToyRuns.recipe("vanilla", "fp32", data)
                .with("network.width", "0.02")
                .with("train.init", source);
        assertRefused(other, "has no tensor of the names and shapes of these networks");
        assertRefused(tiny().with("train.init", folder.resolve("nowhere")), "does not exist");
    }

    @Test
    void frozenLayersKeepTheirBitsAndTheOthersLearn() {
        train(tiny().with("train.init", source)
                .with("discriminator.norm", "none")
                .with("discriminator.freeze", "2"));
        Map<String, List<Float>> before = tensors(run, 0, "discriminator");
        Map<String, List<Float>> after = tensors(run, 2, "discriminator");
        List<String> layers =
                before.keySet().stream().map(WarmStartTest::layer).distinct().toList();
        assertThat(layers).hasSizeGreaterThan(2);
        before.forEach((name, values) ->
                assertThat(after.get(name).equals(values)).as(name).isEqualTo(layers.indexOf(layer(name)) < 2));
    }

    @Test
    void stoppedAndResumedItEndsTheSameAlsoWhereTheOtherRunIsGone() throws IOException {
        Path begun = folder.resolve("begun");
        try (TrainingRun training = TrainingRun.start(tiny(), begun, RunObserver.SILENT)) {
            training.train(() -> false);
        }
        Recipe recipe = tiny().with("train.init", begun)
                .with("discriminator.freeze", "1")
                .with("train.seed", "2");
        train(recipe);
        Path stopped = folder.resolve("stopped");
        try (TrainingRun training = TrainingRun.start(recipe, stopped, RunObserver.SILENT)) {
            assertThat(training.train(() -> training.step() == 1)).isFalse();
        }
        Files.move(begun, folder.resolve("moved"));
        try (TrainingRun training = TrainingRun.resume(stopped, RunObserver.SILENT)) {
            assertThat(training.train(() -> false)).isTrue();
        }
        assertThat(ToyRuns.outcome(stopped)).isEqualTo(ToyRuns.outcome(run));
    }

    @Test
    void freezingEveryLayerIsRefused() {
        assertRefused(
                tiny().with("train.init", source).with("discriminator.freeze", "1000"),
                "discriminator.freeze is 1000",
                "allowed: 0 to ");
    }

    @Test
    void aClassifierIsTrainedWhereItIsNotThereAndLoadedWhereItIs() throws IOException {
        Path file = folder.resolve("classifiers/toy.safetensors");
        Recipe recipe = tiny().with("discriminator.pretrain", file)
                .with("discriminator.pretrainRounds", "3")
                .with("discriminator.freeze", "1");
        train(recipe);
        assertThat(notices)
                .contains("training the discriminator as a classifier: 3 steps on 64 images of 2 classes")
                .anyMatch(line -> line.startsWith("classifier written to " + file + ": test accuracy "));
        byte[] written = Files.readAllBytes(file);
        Map<String, List<Float>> classifier = tensors(file);
        Map<String, List<Float>> begun = tensors(run, 0, "discriminator");
        List<String> taken = classifier.keySet().stream()
                .filter(name -> classifier.get(name).equals(begun.get(name)))
                .toList();
        assertThat(taken).hasSizeGreaterThan(classifier.size() / 2).contains("main.0.weight");
        assertThat(notices)
                .anyMatch(line -> line.startsWith(
                        "discriminator begun with " + file + ": " + taken.size() + " of " + begun.size() + " tensors"));
        assertThat(tensors(run, 2, "discriminator").get("main.0.weight")).isEqualTo(classifier.get("main.0.weight"));

        notices.clear();
        run = folder.resolve("second");
        train(recipe.with("train.seed", "2"));
        assertThat(notices).noneMatch(line -> line.startsWith("training the discriminator"));
        assertThat(tensors(run, 0, "discriminator").get("main.0.weight")).isEqualTo(classifier.get("main.0.weight"));
        assertThat(Files.readAllBytes(file)).isEqualTo(written);
    }

    @Test
    void withoutClassesAClassifierMustBeThere() {
        Path plain = folder.resolve("plain");
        for (int i = 0; i < 8; i++) {
            ImageFiles.writePng(Image.filled(1, 28, 28, 30 * i), plain.resolve(i + ".png"), Map.of());
        }
        assertRefused(
                tiny().with("data.source", plain).with("discriminator.pretrain", folder.resolve("c.safetensors")),
                "the data have no classes to train it on");
    }

    private void train(Recipe recipe) {
        RunObserver observer = new RunObserver() {
            @Override
            public void notice(String line) {
                notices.add(line);
            }
        };
        try (TrainingRun training = TrainingRun.start(recipe, run, observer)) {
            assertThat(training.train(() -> false)).isTrue();
        }
    }

    private void assertRefused(Recipe recipe, String... parts) {
        assertBadInputWithoutTrace(folder, () -> TrainingRun.start(recipe, run, RunObserver.SILENT))
                .hasMessageContainingAll(parts);
    }

    private static String layer(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static int parameters(Path run, String network) {
        return tensors(run, 2, network).size();
    }

    private static Map<String, List<Float>> tensors(Path run, long step, String network) {
        Path checkpoint = new CheckpointStore(run.resolve("checkpoints"), 1)
                .list().stream()
                        .filter(path -> Long.parseLong(path.getFileName().toString()) == step)
                        .findFirst()
                        .orElseThrow();
        return tensors(checkpoint.resolve(network + ".safetensors"));
    }

    private static Map<String, List<Float>> tensors(Path file) {
        Map<String, List<Float>> all = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.read(file).tensors().forEach((name, tensor) -> {
                List<Float> values = new ArrayList<>();
                for (float value : Tensors.toFloats(tensor)) {
                    values.add(value);
                }
                all.put(name, values);
            });
        }
        return all;
    }
}
