package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NpyBytes;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What numpy.savez (stored) and numpy.savez_compressed (deflated) write. */
class NpzTest {
    private static final byte[] ONE = NpyBytes.npy(1, NpyBytes.header("<f4", "False", "(1, 2)"), NpyBytes.floats(3, 4));

    @TempDir
    Path folder;

    private Path write(Map<String, byte[]> entries, boolean stored) throws IOException {
        Path file = folder.resolve("some.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(entry.getValue());
                    head.setMethod(ZipEntry.STORED);
                    head.setSize(entry.getValue().length);
                    head.setCrc(crc.getValue());
                }
                zip.putNextEntry(head);
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void arraysByName(boolean stored) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("real.npy", ONE);
        entries.put("fake.npy", NpyBytes.npy(1, NpyBytes.header("<f4", "True", "(2, 2)"), NpyBytes.floats(1, 3, 2, 4)));
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> read = Npz.read(write(entries, stored));
            assertThat(read.keySet()).containsExactly("real", "fake");
            assertThat(Tensors.toFloats(read.get("real"))).containsExactly(3, 4);
            assertThat(Tensors.toFloats(read.get("fake"))).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refused(write(Map.of("readme.txt", new byte[] {1}), false), "a zip without a .npy file");
        refused(
                write(Map.of("x.npy", Arrays.copyOf(ONE, ONE.length - 1)), false),
                "x.npy: not a valid .npy file: its shape");
        refused(Files.write(folder.resolve("no.npz"), ONE), "not a valid .npz file");
        Path whole = write(Map.of("x.npy", ONE), true);
        refused(Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), 60)), "not a valid .npz file");
        refused(folder.resolve("none.npz"), "no such file");
    }

    private static void refused(Path file, String words) {
        try (TensorScope scope = TensorScope.open()) {
            assertBadInput(() -> Npz.read(file))
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining(words);
        }
    }
}
