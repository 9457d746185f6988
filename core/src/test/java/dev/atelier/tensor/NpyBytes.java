package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** NumPy's .npy files, byte by byte. */
public final class NpyBytes {
    private NpyBytes() {}

    /** Mark, version, length of the header, header padded with spaces to a multiple of 64 and ended by a line feed, numbers. */
    public static byte[] npy(int version, String header, byte[] numbers) {
        int fixed = version == 1 ? 10 : 12;
        int length = (fixed + header.length() + 1 + 63) / 64 * 64 - fixed;
        String padded = header + " ".repeat(length - header.length() - 1) + "\n";
        ByteBuffer file = ByteBuffer.allocate(fixed + length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            file.putShort((short) length);
        } else {
            file.putInt(length);
        }
        return file.put(padded.getBytes(StandardCharsets.UTF_8)).put(numbers).array();
    }

    public static String header(String descr, String order, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    }

    public static byte[] numbers(int bytes, Consumer<ByteBuffer> writing) {
        ByteBuffer numbers = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        writing.accept(numbers);
        assertThat(numbers.hasRemaining()).isFalse();
        return numbers.array();
    }

    public static byte[] floats(float... values) {
        return numbers(4 * values.length, bytes -> {
            for (float value : values) {
                bytes.putFloat(value);
            }
        });
    }
}
