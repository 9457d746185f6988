package dev.atelier.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Writes one event file that TensorBoard reads: Event messages (protocol buffers, fields of tensorflow/core/util/event.proto) in
 * TFRecord frames. TensorBoard reads the files of a folder in the order of their names, so each new one is named after the newest.
 *
 * <p>Every file begins with a session start. From the second start on, TensorBoard forgets all earlier rows whose step is not below
 * the start's step: a fresh file starts at 0, a resumed one right behind the rows it keeps.
 */
final class TensorBoardWriter implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{1,18})\\..*");
    private static final int CRC_MASK = 0xa282ead8;
    private static final long SESSION_START = 1;

    private final OutputStream out;
    private final Clock clock;

    private TensorBoardWriter(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** A new event file in the folder. Rows of earlier files are kept up to {@code resumeStep}; below zero none is. */
    static TensorBoardWriter open(Path folder, long resumeStep, Clock clock) throws IOException {
        Files.createDirectories(folder);
        long seconds = Math.max(clock.millis() / 1000, newest(folder) + 1);
        Path file = folder.resolve("events.out.tfevents." + seconds + ".atelier");
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        TensorBoardWriter writer = new TensorBoardWriter(new BufferedOutputStream(out), clock);
        try {
            writer.record(writer.event(0).string(3, "brain.Event:2"));
            long start = Math.max(0, resumeStep + 1);
            writer.record(writer.event(start).message(7, new Message().varint(1, SESSION_START)));
            writer.flush();
        } catch (IOException e) {
            out.close();
            Files.deleteIfExists(file);
            throw e;
        }
        return writer;
    }

    void scalar(String tag, double value, long step) throws IOException {
        summary(step, new Message().string(1, tag).float32(2, (float) value));
    }

    /** A picture as PNG; channels are 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA). */
    void image(String tag, byte[] png, int height, int width, int channels, long step) throws IOException {
        Message image = new Message()
                .varint(1, height)
                .varint(2, width)
                .varint(3, channels)
                .bytes(4, png);
        summary(step, new Message().string(1, tag).message(4, image));
    }

    /** Hands all rows to the operating system, so that a running TensorBoard sees them. */
    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void summary(long step, Message value) throws IOException {
        record(event(step).message(5, new Message().message(1, value)));
    }

    private Message event(long step) {
        return new Message().float64(1, clock.millis() / 1000.0).varint(2, step);
    }

    private void record(Message event) throws IOException {
        byte[] data = event.toByteArray();
        ByteBuffer length = little(Long.BYTES).putLong(0, data.length);
        ByteBuffer frame = little(data.length + 16);
        frame.put(length.array()).putInt(maskedCrc(length.array())).put(data).putInt(maskedCrc(data));
        out.write(frame.array());
    }

    private static int maskedCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    }

    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .max()
                    .orElse(-1);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A protocol buffers message under construction: as much of the encoding as events need. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int BITS_64 = 1;
        private static final int BYTES = 2;
        private static final int BITS_32 = 5;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            tag(field, VARINT);
            raw(value);
            return this;
        }

        Message float64(int field, double value) {
            tag(field, BITS_64);
            out.writeBytes(little(Double.BYTES).putDouble(value).array());
            return this;
        }

        Message float32(int field, float value) {
            tag(field, BITS_32);
            out.writeBytes(little(Float.BYTES).putFloat(value).array());
            return this;
        }

        Message bytes(int field, byte[] value) {
            tag(field, BYTES);
            raw(value.length);
            out.writeBytes(value);
            return this;
        }

        Message string(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toByteArray());
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }

        private void tag(int field, int type) {
            raw((long) field << 3 | type);
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
