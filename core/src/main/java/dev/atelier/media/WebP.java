package dev.atelier.media;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.internal.NativeLoader;
import dev.atelier.media.ImageFiles.Unreadable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * WebP by libwebp, whose decoding is the reference. Of an animation the first frame is read, on its canvas, where nothing is
 * black and, if the file knows transparency, clear (libwebp's WebPAnimDecoder). A colour profile is not applied.
 *
 * <p>The container is RIFF: chunks of four letters, a length, the body and a byte of filling after odd lengths
 * (RFC 9649, section 2).
 */
final class WebP {
    private static final int HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int FRAME_HEAD = 16;
    private static final int ALPHA_FLAG = 0x10;

    private final ByteBuffer file;

    private WebP(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isWebP(byte[] bytes) {
        return bytes.length >= HEAD + CHUNK_HEAD
                && name(bytes, 0).equals("RIFF")
                && name(bytes, 8).equals("WEBP");
    }

    /** The picture, or the first frame on its canvas. */
    static Image read(byte[] bytes, long mostPixels) throws IOException {
        return new WebP(bytes).read(mostPixels);
    }

    private Image read(long mostPixels) throws IOException {
        byte[] bytes = file.array();
        if ((file.getInt(4) & 0xFFFFFFFFL) + CHUNK_HEAD > bytes.length) {
            throw new Unreadable("damaged image (cut short)");
        }
        if (!name(bytes, HEAD).equals("VP8X")) {
            return decode(bytes, mostPixels);
        }
        int canvas = HEAD + CHUNK_HEAD;
        if (bytes.length < canvas + 10) {
            throw new Unreadable("damaged image (cut short)");
        }
        int width = 1 + threeBytes(canvas + 4);
        int height = 1 + threeBytes(canvas + 7);
        ImageFiles.checkSize(width, height, mostPixels);
        int frame = chunk("ANMF", HEAD, bytes.length);
        if (frame < 0) {
            return decode(bytes, mostPixels);
        }
        boolean alpha = (file.get(canvas) & ALPHA_FLAG) != 0;
        Image first = Channels.convert(decode(frame(frame), mostPixels), alpha ? 4 : 3);
        int left = 2 * threeBytes(frame + CHUNK_HEAD);
        int top = 2 * threeBytes(frame + CHUNK_HEAD + 3);
        if (left + first.width() > width || top + first.height() > height) {
            throw new Unreadable("damaged image (a frame that lies beyond its canvas)");
        }
        return first.on(Image.filled(first.channels(), height, width, 0), top, left);
    }

    /** A frame of an animation as a file of its own: its alpha and colour behind a head that says how large they are. */
    private byte[] frame(int at) throws Unreadable {
        int start = at + CHUNK_HEAD + FRAME_HEAD;
        int end = (int) Math.min(file.limit(), at + CHUNK_HEAD + (file.getInt(at + 4) & 0xFFFFFFFFL));
        if (start >= end) {
            throw new Unreadable("damaged image (an animation without a frame)");
        }
        boolean alpha = chunk("ALPH", start, end) >= 0;
        ByteBuffer made = ByteBuffer.allocate(HEAD + (alpha ? CHUNK_HEAD + 10 : 0) + end - start)
                .order(ByteOrder.LITTLE_ENDIAN);
        made.put(latin("RIFF")).putInt(made.capacity() - CHUNK_HEAD).put(latin("WEBP"));
        if (alpha) {
            made.put(latin("VP8X")).putInt(10).putInt(ALPHA_FLAG).put(file.array(), at + CHUNK_HEAD + 6, 6);
        }
        return made.put(file.array(), start, end - start).array();
    }

    /** Where the first chunk of this name begins, or −1. */
    private int chunk(String name, int start, int end) {
        long at = start;
        while (at + CHUNK_HEAD <= end) {
            if (name(file.array(), (int) at).equals(name)) {
                return (int) at;
            }
            long length = file.getInt((int) at + 4) & 0xFFFFFFFFL;
            at += CHUNK_HEAD + length + (length & 1);
        }
        return -1;
    }

    private static Image decode(byte[] bytes, long mostPixels) throws IOException {
        if (!Native.FAILURE.isEmpty()) {
            throw new Unreadable("WebP needs a native library, which could not be unpacked into "
                    + System.getProperty("java.io.tmpdir") + " and loaded (" + Native.FAILURE
                    + "); -Djava.io.tmpdir=FOLDER names another folder");
        }
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream, false, true);
            ImageFiles.checkSize(reader.getWidth(0), reader.getHeight(0), mostPixels);
            return planes(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    /** The decoder gives whole numbers, alpha in the highest byte, not multiplied into the colours. */
    private static Image planes(BufferedImage picture) {
        int channels = picture.getColorModel().hasAlpha() ? 4 : 3;
        int height = picture.getHeight();
        int width = picture.getWidth();
        byte[] out = new byte[Math.multiplyExact(channels * height, width)];
        int[] shifts = {16, 8, 0, 24};
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRaster().getDataElements(0, y, width, 1, row);
            for (int c = 0; c < channels; c++) {
                for (int x = 0; x < width; x++) {
                    out[(c * height + y) * width + x] = (byte) (row[x] >> shifts[c]);
                }
            }
        }
        return new Image(channels, height, width, out);
    }

    private int threeBytes(int at) {
        return (file.get(at) & 0xFF) | (file.get(at + 1) & 0xFF) << 8 | (file.get(at + 2) & 0xFF) << 16;
    }

    private static String name(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Loads the library once; the reader would print a stack trace where it cannot. */
    private static final class Native {
        static final String FAILURE = failure();

        private static String failure() {
            try {
                return NativeLoader.initialize() ? "" : "no reason given";
            } catch (IllegalStateException | LinkageError e) {
                return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            }
        }
    }
}
