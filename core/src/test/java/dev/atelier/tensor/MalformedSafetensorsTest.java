package dev.atelier.tensor;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file is broken in one way; the message is one line that names the file and what is wrong. */
class MalformedSafetensorsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # data bytes | header, where F32: stands for dtype and shape, at: for data_offsets | message
        0 | [1, 2] | its header is not a JSON object
        0 | {"x": {"dtype" | its header is not JSON
        0 | dtype: F32 | its header is not JSON
        0 | {} {} | its header is not JSON
        4 | {"x": {F32: [1], at: [0, 4]}, "x": {F32: [1], at: [0, 4]}} | names something twice
        4 | {"x": {"dtype": "F31", "shape": [1], at: [0, 4]}} | tensor 'x' has dtype "F31"; known: [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL]
        4 | {"x": {"dtype": "f32", "shape": [1], at: [0, 4]}} | tensor 'x' has dtype "f32"; known:
        4 | {"x": {"shape": [1], at: [0, 4]}} | tensor 'x' has dtype
        0 | {"x": 3} | tensor 'x' has dtype
        4 | {"x": {"dtype": "F32", at: [0, 4]}} | tensor 'x' has shape
        4 | {"x": {F32: {"a": 1}, at: [0, 4]}} | tensor 'x' has shape {"a":1}
        4 | {"x": {F32: [-1], at: [0, 4]}} | tensor 'x' has shape [-1]
        4 | {"x": {F32: [1.5], at: [0, 4]}} | tensor 'x' has shape [1.5]
        4 | {"x": {F32: ["1"], at: [0, 4]}} | tensor 'x' has shape ["1"]
        0 | {"x": {F32: [46116860184273879040], at: [0, 0]}} | tensor 'x' has shape [46116860184273879040]
        0 | {"x": {F32: [4611686018427387904, 4], at: [0, 0]}} | tensor 'x' of shape [4611686018427387904,4] has data_offsets [0,0]
        0 | {"x": {F32: [0, 9223372036854775807, 9], at: [0, 0]}} | tensor 'x' of shape [0,9223372036854775807,9]
        8 | {"x": {F32: [1], at: [0, 8]}} | tensor 'x' of shape [1] has data_offsets [0,8]
        4 | {"x": {F32: [2], at: [0, 4]}} | tensor 'x' of shape [2] has data_offsets [0,4]
        4 | {"x": {F32: [1], at: [4, 0]}} | tensor 'x' of shape [1] has data_offsets [4,0]
        4 | {"x": {F32: [1], at: [-4, 0]}} | tensor 'x' of shape [1] has data_offsets [-4,0]
        4 | {"x": {F32: [1], at: [0, 4, 4]}} | tensor 'x' of shape [1] has data_offsets [0,4,4]
        4 | {"x": {F32: [1]}} | tensor 'x' of shape [1] has data_offsets
        8 | {"x": {F32: [1], at: [4, 8]}} | tensor 'x' begins at 4, expected 0
        8 | {"x": {F32: [1], at: [0, 4]}, "y": {F32: [1], at: [0, 4]}} | tensor 'y' begins at 0, expected 4
        9 | {"x": {F32: [1], at: [5, 9]}, "y": {F32: [1], at: [0, 4]}} | tensor 'x' begins at 5, expected 4
        7 | {"x": {F32: [1], at: [0, 4]}} | the tensors end at 4, the file holds 7 bytes of them
        3 | {"x": {F32: [1], at: [0, 4]}} | the tensors end at 4, the file holds 3 bytes of them
        1 | {} | the tensors end at 0, the file holds 1 bytes of them
        0 | {"__metadata__": {"a": {}}} | its metadata does not map names to texts
        0 | {"__metadata__": {"a": 3}} | its metadata does not map names to texts
        0 | {"__metadata__": [3]} | its metadata does not map names to texts
        """)
    void aWrongHeaderIsRefused(int dataBytes, String header, String message) throws IOException {
        byte[] json = header.replace("F32:", "\"dtype\": \"F32\", \"shape\":")
                .replace("at:", "\"data_offsets\":")
                .getBytes(StandardCharsets.UTF_8);
        refuses(file(json.length, json, dataBytes), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aFileWithoutALengthIsRefused(int size) throws IOException {
        refuses(Files.write(folder.resolve("x.safetensors"), new byte[size]), "only " + size + " bytes long");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 3, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE})
    void aHeaderLengthThatDoesNotFitIsRefused(long length) throws IOException {
        refuses(
                file(length, "{}".getBytes(StandardCharsets.UTF_8), 0),
                "header length " + length + " does not fit a file of 10 bytes");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Golden.path("python_sample"));
        for (int length = 0; length < whole.length; length += 13) {
            refuses(Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length)), "");
        }
    }

    @Test
    void whatIsNoFileIsRefused() {
        Path missing = folder.resolve("missing.safetensors");
        assertBadInput(() -> Safetensors.read(missing)).hasMessage(missing + ": no such file");
        assertBadInput(() -> Safetensors.read(folder)).hasMessage(folder + ": not a file");
    }

    private Path file(long length, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(folder.resolve("x.safetensors"), bytes.array());
    }

    private static void refuses(Path file, String message) {
        assertBadInput(() -> {
                    try (TensorScope scope = TensorScope.open()) {
                        Safetensors.read(file);
                    }
                })
                .hasMessageStartingWith(file + ": not a valid safetensors file: ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
