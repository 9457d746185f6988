package dev.atelier.tensor;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Reads NumPy's .npy files (format versions 1 to 3): little-endian numbers in C order. */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int CHUNK = 1 << 28;
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Map<String, ScalarType> TYPES = Map.of(
            "f8", ScalarType.Double,
            "f4", ScalarType.Float,
            "f2", ScalarType.Half,
            "i8", ScalarType.Long,
            "i4", ScalarType.Int,
            "i2", ScalarType.Short,
            "i1", ScalarType.Char,
            "u1", ScalarType.Byte);
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])(\\w\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

    private Npy() {}

    /** The array, in the caller's scope; a file that is none, or not of these kinds, is a {@link BadInput} that says why. */
    public static Tensor read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + (Files.exists(file) ? ": not a file" : ": no such file"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, channel);
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Tensor read(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = bytes(file, channel, 0, 12);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw malformed(file, "it does not begin with NumPy's mark");
        }
        int version = head.get();
        head.get();
        int begin = version == 1 ? 10 : 12;
        long length = version == 1 ? head.getShort() & 0xFFFF : head.getInt() & 0xFFFFFFFFL;
        if (version < 1 || version > 3 || length > LONGEST_HEADER) {
            throw malformed(file, "version " + version + " with a header of " + length + " bytes");
        }
        byte[] text = bytes(file, channel, begin, (int) length).array();
        String header = new String(text, StandardCharsets.UTF_8);
        ScalarType type = type(file, header);
        long[] shape = shape(file, header);
        long data = begin + length;
        double needed = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b) * size(header);
        if (channel.size() - data != needed) {
            throw malformed(
                    file,
                    "its shape " + Arrays.toString(shape) + " needs " + (long) needed + " bytes, it has "
                            + (channel.size() - data));
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor tensor = torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
            for (long at = 0; at < tensor.nbytes(); at += CHUNK) {
                long some = Math.min(CHUNK, tensor.nbytes() - at);
                fill(
                        file,
                        channel,
                        data + at,
                        new BytePointer(tensor.data_ptr())
                                .position(at)
                                .limit(at + some)
                                .asByteBuffer());
            }
            return scope.promote(tensor);
        }
    }

    private static ScalarType type(Path file, String header) {
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        if (!descr.find() || !order.find()) {
            throw malformed(file, "its header names no type of numbers and order: " + header.strip());
        }
        boolean little = !descr.group(1).equals(">");
        ScalarType type = TYPES.get(descr.group(2));
        if (!little || type == null || order.group(1).equals("True")) {
            throw new BadInput(file + ": numbers " + descr.group(1) + descr.group(2) + " in "
                    + (order.group(1).equals("True") ? "Fortran" : "C") + " order; allowed: little-endian "
                    + String.join(", ", TYPES.keySet().stream().sorted().toList()) + " in C order");
        }
        return type;
    }

    /** Bytes of one number. */
    private static int size(String header) {
        Matcher descr = DESCR.matcher(header);
        return descr.find() ? Integer.parseInt(descr.group(2).substring(1)) : 0;
    }

    private static long[] shape(Path file, String header) {
        Matcher shape = SHAPE.matcher(header);
        if (!shape.find()) {
            throw malformed(file, "its header names no shape: " + header.strip());
        }
        try {
            return Arrays.stream(shape.group(1).split(","))
                    .map(String::strip)
                    .filter(side -> !side.isEmpty())
                    .mapToLong(Integer::parseInt) // a side of more than 2³¹ − 1 belongs to no array that fits
                    .toArray();
        } catch (NumberFormatException e) {
            throw malformed(file, "shape (" + shape.group(1) + ")");
        }
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, channel, at, buffer);
        return buffer.flip();
    }

    private static void fill(Path file, FileChannel channel, long at, ByteBuffer buffer) throws IOException {
        long from = at;
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, from);
            if (got < 0) {
                throw malformed(file, "it ends at byte " + from);
            }
            from += got;
        }
    }

    private static BadInput malformed(Path file, String what) {
        return new BadInput(file + ": not a valid .npy file: " + what);
    }
}
