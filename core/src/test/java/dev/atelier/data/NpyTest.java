package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.NpyBytes;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written byte by byte, as NumPy's format description has them (NEP 1 and numpy.lib.format). */
class NpyTest {
    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some.npy"), bytes);
    }

    private Tensor read(String descr, String shape, byte[] numbers) throws IOException {
        return Npy.read(write(NpyBytes.npy(1, NpyBytes.header(descr, "False", shape), numbers)));
    }

    private void refused(byte[] bytes, String words) throws IOException {
        Path file = write(bytes);
        assertBadInput(() -> Npy.read(file)).hasMessageStartingWith(file + ": ").hasMessageContaining(words);
    }

    @Test
    void float32RowByRow() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = read("<f4", "(2, 3)", NpyBytes.floats(1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -7));
            assertThat(Tensors.shape(read)).containsExactly(2, 3);
            assertThat(read.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(Tensors.toFloats(read)).containsExactly(1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -7);
            assertThat(read.select(0, 1).select(0, 0).item_double()).isEqualTo(Float.MAX_VALUE);
        }
    }

    @Test
    void float64KeepsAllDigits() throws IOException {
        byte[] numbers = NpyBytes.numbers(
                24, bytes -> bytes.putDouble(0.1).putDouble(1e300).putDouble(Math.nextUp(1.0)));
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = read("<f8", "(3, 1)", numbers);
            assertThat(read.scalar_type().intern()).isEqualTo(ScalarType.Double);
            assertThat(Tensors.toDoubles(read)).containsExactly(0.1, 1e300, Math.nextUp(1.0));
        }
    }

    /** Beyond 2^53 a number that went through float64 would be another one. */
    @Test
    void int64KeepsAllDigits() throws IOException {
        long large = (1L << 53) + 1;
        byte[] numbers = NpyBytes.numbers(
                24, bytes -> bytes.putLong(large).putLong(Long.MIN_VALUE).putLong(-1));
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = read("<i8", "(3,)", numbers);
            assertThat(read.scalar_type().intern()).isEqualTo(ScalarType.Long);
            assertThat(Tensors.toLongs(read)).containsExactly(large, Long.MIN_VALUE, -1);
        }
    }

    @Test
    void theShorterNumbers() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            byte[] ints = NpyBytes.numbers(8, bytes -> bytes.putInt(-2).putInt(1 << 30));
            assertThat(Tensors.toLongs(read("<i4", "(2,)", ints))).containsExactly(-2, 1 << 30);
            byte[] shorts =
                    NpyBytes.numbers(4, bytes -> bytes.putShort((short) -2).putShort((short) 300));
            assertThat(Tensors.toLongs(read("<i2", "(2,)", shorts))).containsExactly(-2, 300);
            byte[] halves =
                    NpyBytes.numbers(4, bytes -> bytes.putShort((short) 0x3C00).putShort((short) 0xC100));
            assertThat(Tensors.toDoubles(read("<f2", "(2,)", halves))).containsExactly(1, -2.5);
            byte[] bytes = {(byte) 200, 3};
            assertThat(Tensors.toLongs(read("|u1", "(2,)", bytes))).containsExactly(200, 3);
            assertThat(Tensors.toLongs(read("|i1", "(2,)", bytes))).containsExactly(-56, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionOfTheHeader(int version) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = Npy.read(
                    write(NpyBytes.npy(version, NpyBytes.header("<f4", "False", "(1, 2)"), NpyBytes.floats(3, 4))));
            assertThat(Tensors.shape(read)).containsExactly(1, 2);
            assertThat(Tensors.toFloats(read)).containsExactly(3, 4);
        }
    }

    /** Version 2 was made for headers that two bytes cannot count. */
    @Test
    void aHeaderOfMoreThan65535Bytes() throws IOException {
        String wide = NpyBytes.header("<f4", "False", "(1, 2)") + " ".repeat(70_000);
        try (TensorScope scope = TensorScope.open()) {
            assertThat(Tensors.toFloats(Npy.read(write(NpyBytes.npy(2, wide, NpyBytes.floats(3, 4))))))
                    .containsExactly(3, 4);
        }
    }

    @Test
    void anyNumberOfSides() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            assertThat(Tensors.shape(read("<f4", "()", NpyBytes.floats(5)))).isEmpty();
            assertThat(Tensors.shape(read("<f4", "(2,)", NpyBytes.floats(5, 6))))
                    .containsExactly(2);
            assertThat(Tensors.shape(read("<f4", "(1, 2, 1, 2)", NpyBytes.floats(5, 6, 7, 8))))
                    .containsExactly(1, 2, 1, 2);
            assertThat(Tensors.shape(read("<f4", "(0, 4)", NpyBytes.floats()))).containsExactly(0, 4);
        }
    }

    @Test
    void keysInAnyOrderAndSpacing() throws IOException {
        String header = "{'shape':(2,1),'fortran_order' : False , 'descr':'<f4'}";
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = Npy.read(write(NpyBytes.npy(1, header, NpyBytes.floats(8, 9))));
            assertThat(Tensors.shape(read)).containsExactly(2, 1);
            assertThat(Tensors.toFloats(read)).containsExactly(8, 9);
        }
    }

    /** A number that is none is still one of the file's; what may not have it says so itself. */
    @Test
    void whatIsNotFiniteIsRead() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            float[] read = Tensors.toFloats(read("<f4", "(2,)", NpyBytes.floats(Float.NaN, Float.NEGATIVE_INFINITY)));
            assertThat(read[0]).isNaN();
            assertThat(read[1]).isEqualTo(Float.NEGATIVE_INFINITY);
        }
    }

    /** 1 2 3 / 4 5 6 column by column; np.asfortranarray writes it so. */
    @Test
    void fortransOrderIsTurned() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            byte[] file = NpyBytes.npy(1, NpyBytes.header("<f4", "True", "(2, 3)"), NpyBytes.floats(1, 4, 2, 5, 3, 6));
            Tensor read = Npy.read(write(file));
            assertThat(Tensors.shape(read)).containsExactly(2, 3);
            assertThat(Tensors.toFloats(read)).containsExactly(1, 2, 3, 4, 5, 6);
            byte[] cube = NpyBytes.npy(
                    1, NpyBytes.header("<f4", "True", "(2, 2, 2)"), NpyBytes.floats(0, 4, 2, 6, 1, 5, 3, 7));
            assertThat(Tensors.toFloats(Npy.read(write(cube)))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void bigEndianNumbersAreTurned() throws IOException {
        byte[] doubles =
                java.nio.ByteBuffer.allocate(16).putDouble(0.1).putDouble(-2).array();
        byte[] shorts = java.nio.ByteBuffer.allocate(4)
                .putShort((short) -2)
                .putShort((short) 300)
                .array();
        byte[] floats = java.nio.ByteBuffer.allocate(16)
                .putFloat(1)
                .putFloat(3)
                .putFloat(2)
                .putFloat(4)
                .array();
        try (TensorScope scope = TensorScope.open()) {
            assertThat(Tensors.toDoubles(read(">f8", "(2,)", doubles))).containsExactly(0.1, -2);
            assertThat(Tensors.toLongs(read(">i2", "(2,)", shorts))).containsExactly(-2, 300);
            Tensor both = Npy.read(write(NpyBytes.npy(1, NpyBytes.header(">f4", "True", "(2, 2)"), floats)));
            assertThat(Tensors.toFloats(both)).containsExactly(1, 2, 3, 4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "|b1, False, numbers |b1; allowed: f2",
        "<c8, False, numbers <c8; allowed: f2",
        "<u4, False, numbers <u4; allowed: f2",
        "<U1, False, numbers <U1; allowed: f2",
        "|O, False, not a valid .npy file: its header names no type of numbers",
        "<f4, Maybe, not a valid .npy file: its header names no type of numbers and order"
    })
    void otherNumbersAreRefused(String descr, String order, String words) throws IOException {
        refused(NpyBytes.npy(1, NpyBytes.header(descr, order, "(1, 2)"), NpyBytes.floats(1, 2)), words);
    }

    @Test
    void theAllowedNumbersAreNamed() throws IOException {
        refused(
                NpyBytes.npy(1, NpyBytes.header("<c8", "False", "(1, 1)"), NpyBytes.floats(1, 2)),
                "f2, f4, f8, i1, i2, i4, i8, u1");
    }

    @Test
    void recordsAreRefused() throws IOException {
        String header = "{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (1,), }";
        refused(NpyBytes.npy(1, header, NpyBytes.floats(1, 2)), "its header names no type of numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "(1, -2)", "(1L, 2L)", "(99999999999999999999, 2)", "(1 1, 2)"})
    void shapesThatAreNoneAreRefused(String shape) throws IOException {
        refused(
                NpyBytes.npy(1, NpyBytes.header("<f4", "False", shape), NpyBytes.floats(1, 2)),
                "not a valid .npy file: ");
    }

    @Test
    void moreOrFewerNumbersThanTheShapeSays() throws IOException {
        String header = NpyBytes.header("<f4", "False", "(2, 2)");
        refused(NpyBytes.npy(1, header, NpyBytes.floats(1, 2, 3)), "its shape [2, 2] needs 16 bytes, it has 12");
        refused(NpyBytes.npy(1, header, NpyBytes.floats(1, 2, 3, 4, 5)), "its shape [2, 2] needs 16 bytes, it has 20");
        refused(
                NpyBytes.npy(1, NpyBytes.header("<f4", "False", "(2147483647, 2147483647)"), NpyBytes.floats()),
                "needs");
        // 2^32 · 2^32 · 4 bytes would be 0 in 64 bits
        refused(
                NpyBytes.npy(1, NpyBytes.header("<f4", "False", "(4294967296, 4294967296)"), NpyBytes.floats()),
                "shape (4294967296, 4294967296)");
    }

    @Test
    void otherVersionsAndMonstrousHeadersAreRefused() throws IOException {
        byte[] good = NpyBytes.npy(1, NpyBytes.header("<f4", "False", "(1, 2)"), NpyBytes.floats(1, 2));
        byte[] version = good.clone();
        version[6] = 4;
        refused(version, "version 4 with a header of");
        version[6] = 0;
        refused(version, "version 0 with a header of");
        byte[] endless = NpyBytes.npy(2, NpyBytes.header("<f4", "False", "(1, 2)"), NpyBytes.floats(1, 2));
        Arrays.fill(endless, 8, 12, (byte) 0xFF);
        refused(endless, "version 2 with a header of 4294967295 bytes");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refused("no numbers here at all".getBytes(StandardCharsets.US_ASCII), "it does not begin with NumPy's mark");
        refused(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "it does not begin with NumPy's mark");
        Path none = folder.resolve("none.npy");
        assertBadInput(() -> Npy.read(none)).hasMessage(none + ": no such file");
        assertBadInput(() -> Npy.read(folder)).hasMessage(folder + ": not a file");
    }

    /** Wherever a copy broke off. */
    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = NpyBytes.npy(1, NpyBytes.header("<f4", "False", "(1, 2)"), NpyBytes.floats(1, 2));
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), "not a valid .npy file: it");
        }
    }
}
