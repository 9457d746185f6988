package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Reads NumPy's .npy files (format versions 1 to 3): numbers of either byte order, in C or Fortran order; u2 becomes 32-bit. */
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
            "u2", ScalarType.Short,
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
            return read(file.toString(), channel, channel.size());
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The array that a channel goes on with, to its end, in the caller's scope.
     *
     * @param name begins the message where it is none
     * @param length bytes from here to the end
     */
    static Tensor read(String name, ReadableByteChannel channel, long length) throws IOException {
        Input in = new Input(name, channel, length);
        ByteBuffer head = in.bytes(10);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw malformed(name, "it does not begin with NumPy's mark");
        }
        int version = head.get();
        head.get();
        long words = head.getShort() & 0xFFFF;
        if (version > 1) {
            words |= (in.bytes(2).getShort() & 0xFFFFL) << Short.SIZE;
        }
        if (version < 1 || version > 3 || words > LONGEST_HEADER) {
            throw malformed(name, "version " + version + " with a header of " + words + " bytes");
        }
        String header = new String(in.bytes((int) words).array(), StandardCharsets.UTF_8);
        Kind kind = kind(name, header);
        long[] shape = shape(name, header);
        double needed = Arrays.stream(shape).asDoubleStream().reduce(1, (x, y) -> x * y) * kind.bytes;
        if (in.left() != needed) {
            throw malformed(
                    name,
                    "its shape " + Arrays.toString(shape) + " needs " + (long) needed + " bytes, it has " + in.left());
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor read = kind.fortran ? fortran(kind, shape, in) : numbers(kind, shape, in);
            return scope.promote(kind.unsigned ? read.to(ScalarType.Int).bitwise_and(new Scalar(0xFFFF)) : read);
        }
    }

    /** Columns first: the same numbers are the transposed array row by row. */
    private static Tensor fortran(Kind kind, long[] shape, Input in) throws IOException {
        long[] reversed = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            reversed[i] = shape[shape.length - 1 - i];
        }
        long[] turned =
                LongStream.range(0, shape.length).map(i -> shape.length - 1 - i).toArray();
        return numbers(kind, reversed, in).permute(turned).contiguous();
    }

    private static Tensor numbers(Kind kind, long[] shape, Input in) throws IOException {
        Tensor tensor = torch.empty(shape, new TensorOptions(kind.type), new MemoryFormatOptional());
        for (long at = 0; at < tensor.nbytes(); at += CHUNK) {
            long some = Math.min(CHUNK, tensor.nbytes() - at);
            ByteBuffer part = new BytePointer(tensor.data_ptr())
                    .position(at)
                    .limit(at + some)
                    .asByteBuffer();
            in.fill(part.duplicate());
            if (kind.big) {
                turn(part, kind.bytes);
            }
        }
        return tensor;
    }

    /** The bytes of each number the other way round. */
    private static void turn(ByteBuffer part, int bytes) {
        byte[] number = new byte[bytes];
        for (int at = 0; at < part.limit(); at += bytes) {
            for (int i = 0; i < bytes; i++) {
                number[i] = part.get(at + bytes - 1 - i);
            }
            part.put(at, number);
        }
    }

    /**
     * How numbers stand in a file.
     *
     * @param unsigned whether the type would take the upper half of the numbers for negative ones
     */
    private record Kind(ScalarType type, int bytes, boolean unsigned, boolean big, boolean fortran) {}

    private static Kind kind(String name, String header) {
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        if (!descr.find() || !order.find()) {
            throw malformed(name, "its header names no type of numbers and order: " + header.strip());
        }
        ScalarType type = TYPES.get(descr.group(2));
        if (type == null) {
            throw new BadInput(name + ": numbers " + descr.group(1) + descr.group(2) + "; allowed: "
                    + String.join(", ", TYPES.keySet().stream().sorted().toList()));
        }
        return new Kind(
                type,
                Integer.parseInt(descr.group(2).substring(1)),
                descr.group(2).equals("u2"),
                descr.group(1).equals(">"),
                order.group(1).equals("True"));
    }

    private static long[] shape(String file, String header) {
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

    private static BadInput malformed(String name, String what) {
        return new BadInput(name + ": not a valid .npy file: " + what);
    }

    /** What is left of a channel. */
    private static final class Input {
        private final String name;
        private final ReadableByteChannel channel;
        private final long length;
        private long at;

        Input(String name, ReadableByteChannel channel, long length) {
            this.name = name;
            this.channel = channel;
            this.length = length;
        }

        long left() {
            return length - at;
        }

        ByteBuffer bytes(int count) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            fill(buffer);
            return buffer.flip();
        }

        void fill(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                int got = channel.read(buffer);
                if (got < 0) {
                    throw malformed(name, "it ends at byte " + at);
                }
                at += got;
            }
        }
    }
}
