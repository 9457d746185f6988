package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptNetworksTest {
    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        Recipe recipe = ToyRuns.recipe(ToyRuns.data(folder.resolve("data")));
        try (TrainingRun training = TrainingRun.start(recipe, folder.resolve("run"), RunObserver.SILENT)) {
            training.train(() -> false);
            run = training.root();
        }
    }

    @Test
    void aCheckpointIsOpenedByItsRound() {
        assertThat(RunDirectory.open(run).checkpointSteps()).containsExactly(5L, 10L, 12L);
        try (JudgedRun judged = JudgedRun.open(run, OptionalLong.of(5), line -> {});
                TensorScope scope = TensorScope.open()) {
            assertThat(judged.step()).isEqualTo(5);
            Path five = run.resolve("checkpoints/0000000005");
            assertSame(judged.sampler().noise().generator().state(), five, "generator_ema");
            assertSame(judged.discriminator().orElseThrow().state(), five, "discriminator");
        }
    }

    private static void assertSame(Map<String, Tensor> opened, Path checkpoint, String group) {
        Map<String, Tensor> saved = CheckpointStore.group(checkpoint, group).orElseThrow();
        assertThat(opened.keySet()).containsExactlyInAnyOrderElementsOf(saved.keySet());
        opened.forEach(
                (name, tensor) -> assertThat(Tensors.toFloats(tensor)).isEqualTo(Tensors.toFloats(saved.get(name))));
    }

    @Test
    void aRoundThatIsNotKeptIsRefusedWithThoseThatAre() {
        assertBadInput(() -> Sampler.at(7, run, "cpu", line -> {}))
                .hasMessageContaining("no checkpoint of step 7; kept: 5, 10, 12");
    }

    @Test
    void aDamagedCheckpointIsRefusedByNameAndNotReplacedByAnother() throws IOException {
        Path ten = run.resolve("checkpoints/0000000010/discriminator.safetensors");
        byte[] whole = Files.readAllBytes(ten);
        Files.writeString(ten, "torn");
        assertBadInput(() -> JudgedRun.open(run, OptionalLong.of(10), line -> {}))
                .hasMessageContaining("0000000010 is damaged");
        Files.write(ten, whole);
    }

    @Test
    void theHashIsOfNamesShapesAndValues() throws IOException {
        String last;
        try (JudgedRun judged = JudgedRun.open(run, line -> {});
                JudgedRun again = JudgedRun.open(run, OptionalLong.of(12), line -> {});
                JudgedRun earlier = JudgedRun.open(run, OptionalLong.of(10), line -> {})) {
            last = judged.generatorHash();
            assertThat(last).matches("[0-9a-f]{64}").isEqualTo(again.generatorHash());
            assertThat(earlier.generatorHash()).isNotEqualTo(last);
        }
        try (Sampler sampler = Sampler.open(run);
                TensorScope scope = TensorScope.open()) {
            assertThat(sampler.model().fingerprint()).isEqualTo(last);
            Tensor first = sampler.noise().generator().parameters().get(0).value();
            float value = Tensors.toFloats(first)[0];
            first.flatten().narrow(0, 0, 1).copy_(Tensors.of(new float[] {Math.nextUp(value)}, 1));
            assertThat(sampler.model().fingerprint()).isNotEqualTo(last); // one bit of one weight
        }
    }
}
