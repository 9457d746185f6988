package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.doctor.Diagnosis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run's {@code stats.jsonl}: one {@link StatsRow} a line as JSON, numbers that are not finite as the strings "NaN",
 * "Infinity" and "-Infinity". A process killed while writing leaves a last line without its end; it is passed over.
 */
final class StatsFile implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** A row with the bytes that it was read from, without the newline. */
    private record Line(byte[] bytes, StatsRow row) {}

    private static final String DIAGNOSES = "diagnoses";

    private final FileChannel channel;

    private StatsFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file to append to it. Rows behind {@code lastStepKept} and a torn last line are dropped first, all at once: the
     * file is either as it was or as it should be. Kept lines keep their bytes.
     */
    static StatsFile open(Path file, long lastStepKept) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        ByteArrayOutputStream kept = new ByteArrayOutputStream(before.length);
        for (Line line : lines(file, before)) {
            if (line.row.step() <= lastStepKept) {
                kept.writeBytes(line.bytes);
                kept.write('\n');
            }
        }
        if (!Arrays.equals(before, kept.toByteArray())) {
            replace(file, kept.toByteArray());
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return new StatsFile(channel);
    }

    /** Takes the row of a step out of the file, or only these values out of it; a file that has none is left as it is. */
    static void withdraw(Path file, long step, boolean keep, List<String> without) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        ByteArrayOutputStream kept = new ByteArrayOutputStream(before.length);
        for (Line line : lines(file, before)) {
            if (line.row.step() != step) {
                kept.writeBytes(line.bytes);
                kept.write('\n');
            } else if (keep) {
                ObjectNode node = (ObjectNode) JSON.readTree(line.bytes);
                ((ObjectNode) node.get("values")).remove(without);
                kept.writeBytes(JSON.writeValueAsBytes(node));
                kept.write('\n');
            }
        }
        if (!Arrays.equals(before, kept.toByteArray())) {
            replace(file, kept.toByteArray());
        }
    }

    /** A row of which the doctor has nothing to say. */
    void append(StatsRow row) throws IOException {
        append(row, List.of());
    }

    /** Writes the row and hands it to the operating system. A write that fails, as on a full disk, leaves no part of the row. */
    void append(StatsRow row, List<Diagnosis> diagnoses) throws IOException {
        ObjectNode node = JSON.valueToTree(row);
        if (!diagnoses.isEmpty()) {
            node.set(
                    DIAGNOSES,
                    JSON.valueToTree(diagnoses.stream().map(Diagnosis::json).toList()));
        }
        byte[] json = JSON.writeValueAsBytes(node);
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        long end = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** What the doctor found, oldest first; a line that is not a row is passed over. */
    static List<Diagnosis> diagnoses(Path file) throws IOException {
        List<Diagnosis> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.contains("\"" + DIAGNOSES + "\"")) {
                try {
                    for (Object entry :
                            (List<?>) JSON.readValue(line, Map.class).getOrDefault(DIAGNOSES, List.of())) {
                        found.add(Diagnosis.of((Map<?, ?>) entry));
                    }
                } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
                    throw new BadInput(file + ": a diagnosis cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return found;
    }

    /** All whole rows of the file, oldest first. A line that is not a row is a {@link BadInput} with its number. */
    static List<StatsRow> read(Path file) throws IOException {
        try {
            return lines(file, Files.readAllBytes(file)).stream().map(Line::row).toList();
        } catch (NoSuchFileException e) {
            throw new BadInput(file + ": no such file", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static List<Line> lines(Path file, byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int number = 1; begin < bytes.length; number++) {
            int end = begin;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            byte[] line = Arrays.copyOfRange(bytes, begin, end);
            Optional<StatsRow> row = parse(line);
            if (row.isPresent()) {
                lines.add(new Line(line, row.get()));
            } else if (end < bytes.length) {
                throw new BadInput(
                        file + ", line " + number + ": not a row of training statistics; each line is one JSON object"
                                + " with step, epoch, imagesSeen, seconds, imagesPerSecond and values");
            }
            begin = end + 1;
        }
        return lines;
    }

    private static Optional<StatsRow> parse(byte[] line) {
        try {
            return Optional.ofNullable(JSON.readValue(line, StatsRow.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
