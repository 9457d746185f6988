package dev.atelier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    private final TensorScope scope = TensorScope.open();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void givesBackTensorsBitForBitAndTheState() throws IOException {
        float[] odd = {Float.MIN_VALUE, -0f, Float.NaN, Float.NEGATIVE_INFINITY, 1.00000012f, Float.MAX_VALUE};
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        groups.put(
                "generator",
                Map.of(
                        "main.0.weight",
                        Tensors.of(odd, 2, 3),
                        "half",
                        Tensors.of(odd, 6).to(ScalarType.BFloat16)));
        groups.put(
                "other",
                Map.of("scalar", Tensors.of(new float[] {3}), "counts", Tensors.of(new long[] {1L << 40, -1}, 2)));
        Map<String, Object> state = Map.of(
                "seconds",
                0.1 + 0.2,
                "streams",
                Map.of("dropout", Long.MAX_VALUE),
                "list",
                List.of(1, "two", true),
                "text",
                "größe \"☃\"\n");
        new CheckpointStore(folder, 3).save(new Checkpoint(41, groups, state));

        Checkpoint read = new CheckpointStore(folder, 3).load(this::unexpected).orElseThrow();
        assertThat(read.step()).isEqualTo(41);
        assertThat(read.groups().keySet()).isEqualTo(groups.keySet());
        groups.forEach((group, tensors) -> {
            assertThat(read.groups().get(group).keySet()).isEqualTo(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                Tensor other = read.groups().get(group).get(name);
                assertThat(other.scalar_type().intern())
                        .isEqualTo(tensor.scalar_type().intern());
                assertThat(Tensors.shape(other)).isEqualTo(Tensors.shape(tensor));
                assertThat(Tensors.bytes(other)).as(name).isEqualTo(Tensors.bytes(tensor));
            });
        });
        SavedState saved = new SavedState(read.state());
        assertThat(saved.number("seconds")).isEqualTo(0.1 + 0.2);
        assertThat(saved.map("streams").integer("dropout")).isEqualTo(Long.MAX_VALUE);
        assertThat(read.state()).containsEntry("list", List.of(1, "two", true)).containsEntry("text", "größe \"☃\"\n");
    }

    @Test
    void keepsTheNewestAndPointsToTheLast() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        for (long step : new long[] {0, 5, 10, 15}) {
            assertThat(store.save(toy(step, step))).isEqualTo(folder.resolve(CheckpointStore.name(step)));
        }
        assertThat(store.list()).extracting(Path::getFileName).hasToString("[0000000010, 0000000015]");
        assertThat(Files.readString(folder.resolve("latest"))).isEqualTo("0000000015\n");
        assertThat(entries()).containsExactlyInAnyOrder("0000000010", "0000000015", "latest");
        assertThat(store.load(this::unexpected).orElseThrow().step()).isEqualTo(15);
    }

    @Test
    void neverDropsTheBestUntilAnotherIsBetter() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        assertThat(store.best()).isEmpty();
        store.save(toy(0, 1));
        store.save(toy(5, 1), OptionalLong.of(5));
        for (long step : new long[] {10, 15, 20}) {
            store.save(toy(step, 1), OptionalLong.of(5));
        }
        assertThat(store.steps()).containsExactly(5L, 15L, 20L);
        assertThat(store.best()).hasValue(5);
        assertThat(Files.readString(folder.resolve("best"))).isEqualTo("0000000005\n");
        store.save(toy(25, 1), OptionalLong.of(25));
        assertThat(store.steps()).containsExactly(20L, 25L); // the best of before goes
        assertThat(store.best()).hasValue(25);
    }

    @Test
    void aBestThatIsGoneIsNone() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(toy(5, 1), OptionalLong.of(3));
        assertThat(store.best()).isEmpty();
        assertThat(folder.resolve("best")).doesNotExist();
        Files.writeString(folder.resolve("best"), "0000000003\n");
        assertThat(store.best()).isEmpty();
        store.markBest(OptionalLong.of(5));
        assertThat(store.best()).hasValue(5);
        store.markBest(OptionalLong.empty());
        assertThat(store.best()).isEmpty();
    }

    @Test
    void aDamagedLaterCheckpointDoesNotPushOutTheOneSavedAfterIt() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(toy(5, 5));
        Files.delete(store.save(toy(10, 10)).resolve("state.json"));
        new CheckpointStore(folder, 1).save(toy(7, 7)); // gone on from 5
        assertThat(store.list()).extracting(Path::getFileName).hasToString("[0000000007]");
        assertThat(value(store.load(this::unexpected))).isEqualTo(7);
    }

    @Test
    void savingAStepAgainReplacesIt() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(toy(5, 1));
        store.save(toy(5, 2));
        assertThat(store.list()).hasSize(1);
        assertThat(value(store.load(this::unexpected))).isEqualTo(2);
    }

    @Test
    void aDraftThatAKillLeftIsNoCheckpointAndIsSweptByTheNextSave() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(toy(5, 1));
        Path draft = Files.createDirectory(folder.resolve(".0000000006.tmp"));
        Files.writeString(draft.resolve("generator.safetensors"), "half wri");
        assertThat(store.list()).hasSize(1);
        assertThat(value(store.load(this::unexpected))).isEqualTo(1);
        store.save(toy(6, 2));
        assertThat(draft).doesNotExist();
        assertThat(value(store.load(this::unexpected))).isEqualTo(2);
        assertThat(entries()).containsExactlyInAnyOrder("0000000005", "0000000006", "latest");
    }

    @Test
    void nothingThereIsNoCheckpoint() {
        assertThat(new CheckpointStore(folder.resolve("none"), 1).load(this::unexpected))
                .isEmpty();
        assertThat(new CheckpointStore(folder.resolve("none"), 1).list()).isEmpty();
    }

    @Test
    void aWriteThatFailsMidwayLeavesTheEarlierOnesAndNoDraft() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 1);
        store.save(toy(5, 1));
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>(toy(6, 2).groups());
        groups.put("no/such/folder", groups.get("generator")); // its file cannot be made
        assertThatThrownBy(() -> store.save(new Checkpoint(6, groups, Map.of())))
                .isInstanceOf(IOException.class);
        assertThat(entries()).containsExactlyInAnyOrder("0000000005", "latest");
        assertThat(Files.readString(folder.resolve("latest"))).isEqualTo("0000000005\n");
        assertThat(value(store.load(this::unexpected))).isEqualTo(1);
    }

    @Test
    void aTensorThatNoFileCanHoldLeavesNoDraft() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 1);
        store.save(toy(5, 1));
        Tensor complex = Tensors.of(new float[] {1}, 1).to(ScalarType.ComplexFloat);
        assertThatThrownBy(() -> store.save(new Checkpoint(6, Map.of("generator", Map.of("x", complex)), Map.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(entries()).containsExactlyInAnyOrder("0000000005", "latest");
    }

    @Test
    void aPlaceBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new CheckpointStore(file.resolve("checkpoints"), 1).save(toy(1, 1)))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("x");
    }

    @Test
    void keepingNoneIsRefused() {
        assertThatThrownBy(() -> new CheckpointStore(folder, 0)).hasMessageContaining("0");
    }

    @Test
    void sha256sumAgrees() throws Exception {
        Path saved = new CheckpointStore(folder, 1).save(toy(5, 1));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sha256sum")), "needs sha256sum");
        Process process = new ProcessBuilder("/usr/bin/sha256sum", "-c", "--strict", "SHA256SUMS")
                .directory(saved.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines())
                .containsExactlyInAnyOrder(
                        "discriminator.safetensors: OK", "generator.safetensors: OK", "state.json: OK");
    }

    @Test
    void findsTheFirstTensorThatIsNotFinite() {
        Checkpoint good = toy(1, 1);
        assertThat(good.notFinite()).isEmpty();
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>(good.groups());
        groups.put("generator", Map.of("bad", Tensors.of(new float[] {1, Float.NaN}, 2)));
        assertThat(new Checkpoint(1, groups, Map.of()).notFinite()).contains("generator's bad");
        assertThat(good.bytes()).isEqualTo(4 * (4 + 1));
    }

    private static double value(Optional<Checkpoint> checkpoint) {
        return Tensors.toFloats(
                checkpoint.orElseThrow().groups().get("generator").get("main.0.weight"))[3];
    }

    private void unexpected(String warning) {
        throw new AssertionError(warning);
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.map(path -> path.getFileName().toString()).toList());
        }
    }

    /** Two groups of one tensor each; the last weight is {@code value}. */
    static Checkpoint toy(long step, double value) {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        groups.put("discriminator", Map.of("main.0.bias", Tensors.of(new float[] {7}, 1)));
        groups.put("generator", Map.of("main.0.weight", Tensors.of(new float[] {1, 2, 3, (float) value}, 2, 2)));
        return new Checkpoint(step, groups, Map.of("imagesSeen", step * 8));
    }
}
