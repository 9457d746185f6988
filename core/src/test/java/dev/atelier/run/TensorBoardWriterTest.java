package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);
    private static final String NAME = "events.out.tfevents.1700000000.atelier";

    @TempDir
    Path folder;

    @Test
    void beginsWithTheVersionAndASessionStartAtZero() throws IOException {
        TensorBoardWriter.open(folder, -1, CLOCK).close();
        List<Map<Integer, Object>> events = events(NAME);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).containsEntry(1, 1_700_000_000.25).containsEntry(3, bytes("brain.Event:2"));
        assertThat(events.get(1)).containsEntry(2, 0L);
        assertThat(message(events.get(1).get(7))).containsExactly(Map.entry(1, 1L));
    }

    @Test
    void writesScalars() throws IOException {
        try (TensorBoardWriter writer = TensorBoardWriter.open(folder, -1, CLOCK)) {
            writer.scalar("loss/D", 0.625, 3);
            writer.scalar("loss/G", Double.NaN, 5_000_000_000L);
        }
        List<Map<Integer, Object>> events = events(NAME);
        assertThat(events.get(2)).containsEntry(1, 1_700_000_000.25).containsEntry(2, 3L);
        assertThat(value(events.get(2))).containsEntry(1, bytes("loss/D")).containsEntry(2, 0.625f);
        assertThat(events.get(3)).containsEntry(2, 5_000_000_000L);
        assertThat(value(events.get(3))).containsEntry(1, bytes("loss/G")).containsEntry(2, Float.NaN);
        assertThat(events).hasSize(4);
    }

    @Test
    void writesImages() throws IOException {
        byte[] png = new byte[1000];
        Arrays.fill(png, (byte) 0xfe);
        try (TensorBoardWriter writer = TensorBoardWriter.open(folder, -1, CLOCK)) {
            writer.image("samples", png, 200, 300, 3, 7);
        }
        Map<Integer, Object> value = value(events(NAME).get(2));
        assertThat(value).containsEntry(1, bytes("samples"));
        Map<Integer, Object> image = message(value.get(4));
        assertThat(image)
                .containsEntry(1, 200L)
                .containsEntry(2, 300L)
                .containsEntry(3, 3L)
                .containsEntry(4, ByteBuffer.wrap(png));
    }

    @Test
    void showsRowsAfterAFlush() throws IOException {
        try (TensorBoardWriter writer = TensorBoardWriter.open(folder, -1, CLOCK)) {
            writer.scalar("loss", 1, 1);
            writer.flush();
            assertThat(events(NAME)).hasSize(3);
        }
    }

    @Test
    void aResumedFileStartsBehindTheRowsItKeeps() throws IOException {
        TensorBoardWriter.open(folder, 200, CLOCK).close();
        Map<Integer, Object> start = events(NAME).get(1);
        assertThat(start).containsEntry(2, 201L);
        assertThat(message(start.get(7))).containsEntry(1, 1L);
    }

    @Test
    void theNamesOfFilesSortInTheOrderOfWriting() throws IOException {
        Files.createFile(folder.resolve("events.out.tfevents.notes"));
        TensorBoardWriter.open(folder, -1, CLOCK).close();
        TensorBoardWriter.open(folder, 1, CLOCK).close();
        Clock turnedBack = Clock.offset(CLOCK, java.time.Duration.ofDays(-1));
        TensorBoardWriter.open(folder, 2, turnedBack).close();
        for (long kept = 0; kept < 3; kept++) {
            long expected = kept == 0 ? 0 : kept + 1;
            assertThat(events(NAME.replace("1700000000", "170000000" + kept)).get(1))
                    .containsEntry(2, expected);
        }
    }

    /** Takes the frames apart and checks their sums. */
    private List<Map<Integer, Object>> events(String name) throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, Object>> events = new ArrayList<>();
        while (file.hasRemaining()) {
            ByteBuffer length = take(file, 8);
            assertThat(file.getInt()).as("sum of the length").isEqualTo(mask(length));
            ByteBuffer data = take(file, Math.toIntExact(length.getLong(0)));
            assertThat(file.getInt()).as("sum of the data").isEqualTo(mask(data));
            events.add(message(data));
        }
        return events;
    }

    private static int mask(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        long sum = crc.getValue();
        return (int) ((sum >> 15 | sum << 17 & 0xffffffffL) + 0xa282ead8L);
    }

    private static Map<Integer, Object> value(Map<Integer, Object> event) {
        Map<Integer, Object> summary = message(event.get(5));
        assertThat(summary).containsOnlyKeys(1);
        return message(summary.get(1));
    }

    /** Field number to value: Long, Double, Float or ByteBuffer. */
    private static Map<Integer, Object> message(Object encoded) {
        ByteBuffer in = ((ByteBuffer) encoded).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Object> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> take(in, (int) varint(in));
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type " + (tag & 7));
            };
            assertThat(fields.put((int) (tag >> 3), value))
                    .as("field given twice")
                    .isNull();
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer take(ByteBuffer in, int size) {
        ByteBuffer part = in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + size);
        return part;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
