package dev.atelier.tensor;

import dev.atelier.BadInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes safetensors: a little-endian length, a JSON header (name → dtype, shape, data_offsets) and the values, row-major.
 * Format: https://huggingface.co/docs/safetensors. What is read is checked as strictly as the reference does: header within the
 * file and 100 MB, offsets in order without holes or overlaps, sizes that fit shape and dtype.
 */
public final class Safetensors {
    private static final long MAX_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 28;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What a file holds. The tensors belong to the scope of the thread that read them. */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
        /** The tensor of this name; one that is missing is the file's fault. */
        public Tensor get(String name) {
            Tensor tensor = tensors.get(name);
            if (tensor == null) {
                throw new BadInput(
                        "no tensor named '" + name + "'; the file holds: " + String.join(", ", tensors.keySet()));
            }
            return tensor;
        }
    }

    private record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {}

    private enum Dtype {
        F64(ScalarType.Double, 8),
        F32(ScalarType.Float, 4),
        F16(ScalarType.Half, 2),
        BF16(ScalarType.BFloat16, 2),
        I64(ScalarType.Long, 8),
        I32(ScalarType.Int, 4),
        I16(ScalarType.Short, 2),
        I8(ScalarType.Char, 1),
        U8(ScalarType.Byte, 1),
        BOOL(ScalarType.Bool, 1);

        private final ScalarType type;
        private final int size;

        Dtype(ScalarType type, int size) {
            this.type = type;
            this.size = size;
        }

        static Dtype of(ScalarType type) {
            return Arrays.stream(values())
                    .filter(d -> d.type == type.intern())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("safetensors cannot hold " + type));
        }
    }

    private Safetensors() {}

    /** Writes and forces the file to the disk. The caller gives a temporary name and renames where a torn file would hurt. */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ByteBuffer header = header(tensors, metadata);
        try (TensorScope scope = TensorScope.open();
                FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(channel, header);
            for (Tensor tensor : tensors.values()) {
                try (TensorScope one = TensorScope.open()) {
                    Tensor plain = tensor.detach().cpu().contiguous();
                    for (long at = 0; at < plain.nbytes(); at += CHUNK) {
                        writeFully(channel, window(plain, at));
                    }
                }
            }
            channel.force(true);
        }
    }

    /** Reads a whole file; a malformed one is a {@link BadInput} that says what is wrong with it. */
    public static Contents read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + (Files.exists(file) ? ": not a file" : ": no such file"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Contents read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw malformed(file, "only " + size + " bytes long");
        }
        long headerSize = readFully(channel, 0, 8).getLong();
        if (headerSize <= 0 || headerSize > MAX_HEADER || headerSize > size - 8) {
            throw malformed(file, "header length " + headerSize + " does not fit a file of " + size + " bytes");
        }
        JsonNode header = parse(file, readFully(channel, 8, (int) headerSize));
        long data = 8 + headerSize;
        List<Entry> entries = header.properties().stream()
                .filter(e -> !e.getKey().equals("__metadata__"))
                .map(e -> entry(file, e.getKey(), e.getValue()))
                .toList();
        requireNoHoles(file, entries, size - data);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            tensors.put(entry.name, load(channel, entry, data));
        }
        return new Contents(tensors, metadata(file, header.path("__metadata__")));
    }

    private static Tensor load(FileChannel channel, Entry entry, long data) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Tensor tensor = torch.empty(entry.shape, new TensorOptions(entry.dtype.type), new MemoryFormatOptional());
            for (long at = 0; at < tensor.nbytes(); at += CHUNK) {
                readFully(channel, data + entry.begin + at, window(tensor, at));
            }
            return scope.promote(tensor);
        }
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        Dtype dtype = Arrays.stream(Dtype.values())
                .filter(d -> d.name().equals(node.path("dtype").asString("")))
                .findFirst()
                .orElseThrow(() -> malformed(
                        file,
                        "tensor '" + name + "' has dtype " + node.path("dtype") + "; known: "
                                + Arrays.toString(Dtype.values())));
        long[] shape = naturals(node.path("shape"))
                .orElseThrow(() -> malformed(file, "tensor '" + name + "' has shape " + node.path("shape")));
        long bytes = bytes(dtype, shape);
        long[] offsets = naturals(node.path("data_offsets")).orElse(new long[0]);
        if (bytes < 0 || offsets.length != 2 || offsets[1] - offsets[0] != bytes) {
            throw malformed(
                    file,
                    "tensor '" + name + "' of shape " + node.path("shape") + " has data_offsets "
                            + node.path("data_offsets"));
        }
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    /** An array of whole numbers from 0; nothing where it is anything else. */
    private static Optional<long[]> naturals(JsonNode node) {
        boolean fits = node.isArray()
                && node.valueStream().allMatch(n -> n.isIntegralNumber() && n.canConvertToLong() && n.longValue() >= 0);
        return fits
                ? Optional.of(node.valueStream().mapToLong(JsonNode::longValue).toArray())
                : Optional.empty();
    }

    /** Bytes of a tensor of this shape; −1 where its strides are beyond counting. */
    private static long bytes(Dtype dtype, long[] shape) {
        long span = dtype.size;
        for (long size : shape) {
            if (size > Long.MAX_VALUE / span) {
                return -1;
            }
            span *= Math.max(size, 1);
        }
        return Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : span;
    }

    private static Map<String, String> metadata(Path file, JsonNode node) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!node.isMissingNode() && !node.isObject() || node.valueStream().anyMatch(value -> !value.isString())) {
            throw malformed(file, "its metadata does not map names to texts");
        }
        node.properties().forEach(e -> metadata.put(e.getKey(), e.getValue().stringValue()));
        return metadata;
    }

    private static void requireNoHoles(Path file, List<Entry> entries, long dataSize) {
        long at = 0;
        for (Entry entry : entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList()) {
            if (entry.begin != at) {
                throw malformed(file, "tensor '" + entry.name + "' begins at " + entry.begin + ", expected " + at);
            }
            at = entry.end;
        }
        if (at != dataSize) {
            throw malformed(file, "the tensors end at " + at + ", the file holds " + dataSize + " bytes of them");
        }
    }

    private static JsonNode parse(Path file, ByteBuffer json) {
        try {
            JsonNode header = JSON.readTree(StandardCharsets.UTF_8.decode(json).toString());
            if (!header.isObject()) {
                throw malformed(file, "its header is not a JSON object");
            }
            return header;
        } catch (JacksonException e) {
            throw malformed(file, "its header is not JSON, or names something twice");
        }
    }

    private static ByteBuffer header(Map<String, Tensor> tensors, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(node::put); // sorted: the same content gives the same bytes
        }
        long at = 0;
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            ObjectNode node = root.putObject(e.getKey());
            node.put("dtype", Dtype.of(e.getValue().scalar_type()).name());
            var shape = node.putArray("shape");
            Arrays.stream(Tensors.shape(e.getValue())).forEach(shape::add);
            var offsets = node.putArray("data_offsets");
            offsets.add(at);
            at += e.getValue().nbytes();
            offsets.add(at);
        }
        byte[] json = JSON.writeValueAsBytes(root);
        int padded = (json.length + 7) / 8 * 8;
        byte[] spaces = new byte[padded - json.length];
        Arrays.fill(spaces, (byte) ' ');
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(json)
                .put(spaces)
                .flip();
    }

    private static ByteBuffer window(Tensor contiguous, long from) {
        long length = Math.min(CHUNK, contiguous.nbytes() - from);
        return new BytePointer(contiguous.data_ptr())
                .position(from)
                .limit(from + length)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, position, buffer);
        return buffer.flip();
    }

    private static void readFully(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, at);
            if (got < 0) {
                throw new EOFException("file ends at byte " + at);
            }
            at += got;
        }
    }

    private static BadInput malformed(Path file, String what) {
        return new BadInput(file + ": not a valid safetensors file: " + what);
    }
}
