package dev.atelier.media;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * PNG with 8 bits per sample (W3C PNG specification, third edition): straight from planar bytes, each row under the filter that
 * makes its differences smallest, texts as tEXt where they are Latin-1 and as iTXt elsewhere.
 */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] COLOUR_TYPE = {0, 0, 4, 2, 6}; // by number of channels

    private PngWriter() {}

    static byte[] encode(Image image, Map<String, String> text) {
        if (image.channels() > 4) {
            throw new IllegalArgumentException("PNG has 1 to 4 channels, not " + image.channels());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(image));
            for (Map.Entry<String, String> entry : text.entrySet()) {
                text(out, entry.getKey(), entry.getValue());
            }
            chunk(out, "IDAT", data(image));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Image image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(image.width());
        out.writeInt(image.height());
        out.write(new byte[] {8, COLOUR_TYPE[image.channels()], 0, 0, 0});
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String keyword, String value) throws IOException {
        if (keyword.isEmpty()
                || keyword.length() > 79
                || !StandardCharsets.ISO_8859_1.newEncoder().canEncode(keyword)) {
            throw new IllegalArgumentException("PNG text keyword '" + keyword + "': 1 to 79 Latin-1 characters");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)) {
            body.write(0);
            body.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            chunk(out, "tEXt", body.toByteArray());
        } else {
            body.writeBytes(
                    new byte[5]); // end of keyword, not compressed, method 0, no language, no translated keyword
            body.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            chunk(out, "iTXt", body.toByteArray());
        }
    }

    private static byte[] data(Image image) throws IOException {
        int pixelBytes = image.channels();
        int rowBytes = pixelBytes * image.width();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            byte[] above = new byte[rowBytes];
            byte[] row = new byte[rowBytes];
            byte[] filtered = new byte[rowBytes];
            for (int y = 0; y < image.height(); y++) {
                interleave(image, y, row);
                int filter = best(row, above, filtered, pixelBytes);
                filter(filter, row, above, filtered, pixelBytes);
                out.write(filter);
                out.write(filtered);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void interleave(Image image, int y, byte[] row) {
        for (int c = 0; c < image.channels(); c++) {
            int from = (c * image.height() + y) * image.width();
            for (int x = 0; x < image.width(); x++) {
                row[x * image.channels() + c] = image.pixels()[from + x];
            }
        }
    }

    /** None, sub, up or Paeth: the one with the smallest sum of absolute differences. */
    private static int best(byte[] row, byte[] above, byte[] filtered, int pixelBytes) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int filter : new int[] {0, 1, 2, 4}) {
            long sum = filter(filter, row, above, filtered, pixelBytes);
            if (sum < least) {
                least = sum;
                best = filter;
            }
        }
        return best;
    }

    private static long filter(int filter, byte[] row, byte[] above, byte[] filtered, int pixelBytes) {
        long sum = 0;
        for (int i = 0; i < row.length; i++) {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
            int up = above[i] & 0xFF;
            int guess = switch (filter) {
                case 1 -> left;
                case 2 -> up;
                case 4 -> paeth(left, up, i < pixelBytes ? 0 : above[i - pixelBytes] & 0xFF);
                default -> 0;
            };
            filtered[i] = (byte) (row[i] - guess);
            sum += Math.abs(filtered[i]);
        }
        return sum;
    }

    private static int paeth(int left, int up, int corner) {
        int guess = left + up - corner;
        int toLeft = Math.abs(guess - left);
        int toUp = Math.abs(guess - up);
        int toCorner = Math.abs(guess - corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }

    private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeInt(body.length);
        out.write(name);
        out.write(body);
        out.writeInt((int) crc.getValue());
    }
}
