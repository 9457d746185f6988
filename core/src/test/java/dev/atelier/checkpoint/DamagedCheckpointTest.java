package dev.atelier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedCheckpointTest {
    private final TensorScope scope = TensorScope.open();
    private final List<String> warnings = new ArrayList<>();
    private CheckpointStore store;
    private Path newest;

    @TempDir
    Path folder;

    @BeforeEach
    void saveThree() throws IOException {
        store = new CheckpointStore(folder, 3);
        store.save(CheckpointStoreTest.toy(1, 1));
        store.save(CheckpointStoreTest.toy(2, 2));
        newest = store.save(CheckpointStoreTest.toy(3, 3));
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator.safetensors", "discriminator.safetensors", "state.json", "SHA256SUMS"})
    void aMissingFileFallsBackWithOneWarning(String file) throws IOException {
        Files.delete(newest.resolve(file));
        assertFallsBack(file + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator.safetensors", "discriminator.safetensors", "state.json"})
    void aTruncatedFileFallsBackWithOneWarning(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(newest.resolve(file));
        for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
            Files.write(newest.resolve(file), Arrays.copyOf(bytes, length));
            assertFallsBack(file + " does not match its checksum");
        }
    }

    @Test
    void truncatedChecksumsFallBackWhereverTheyEnd() throws IOException {
        Path sums = newest.resolve("SHA256SUMS");
        byte[] bytes = Files.readAllBytes(sums);
        for (int length = 0; length < bytes.length - 1; length++) { // without the last line's end they are still whole
            Files.write(sums, Arrays.copyOf(bytes, length));
            assertThat(CheckpointStore.damage(newest))
                    .as("the first " + length + " bytes")
                    .isPresent();
        }
        assertFallsBack("SHA256SUMS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator.safetensors", "discriminator.safetensors", "state.json", "SHA256SUMS"})
    void anyFlippedBitIsFound(String name) throws IOException {
        Path file = newest.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Files.write(file, flipped);
            assertThat(CheckpointStore.damage(newest)).as("byte " + i).isPresent();
        }
        assertFallsBack("");
        Files.write(file, bytes);
        assertThat(CheckpointStore.damage(newest)).isEmpty();
    }

    @Test
    void everyDamagedOneIsNamedOnItsWayBack() throws IOException {
        Path middle = folder.resolve(CheckpointStore.name(2));
        Files.delete(newest.resolve("state.json"));
        Files.writeString(middle.resolve("state.json"), "{}");
        assertThat(store.load(warnings::add).orElseThrow().step()).isEqualTo(1);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .contains(newest.toString())
                .contains("state.json is missing")
                .doesNotContain("\n");
        assertThat(warnings.get(1)).contains(middle.toString()).contains("checksum");
    }

    @Test
    void whereAllAreDamagedThereIsNone() throws IOException {
        for (Path each : store.list()) {
            Files.delete(each.resolve("generator.safetensors"));
        }
        assertThat(store.load(warnings::add)).isEmpty();
        assertThat(warnings).hasSize(3);
    }

    @Test
    void anEmptyFolderOfAStepsNameIsDamaged() throws IOException {
        Files.createDirectory(folder.resolve(CheckpointStore.name(4)));
        assertThat(store.load(warnings::add).orElseThrow().step()).isEqualTo(3);
        assertThat(warnings).singleElement().asString().contains("SHA256SUMS is missing");
    }

    @Test
    void aFallBackDoesNotNeedLatest() throws IOException {
        Files.writeString(folder.resolve("latest"), "gibberish");
        assertThat(store.load(warnings::add).orElseThrow().step()).isEqualTo(3);
        assertThat(warnings).isEmpty();
    }

    private void assertFallsBack(String reason) {
        warnings.clear();
        assertThat(store.load(warnings::add).orElseThrow().step()).isEqualTo(2);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(newest.toString())
                .contains(reason)
                .doesNotContain("\n");
    }
}
