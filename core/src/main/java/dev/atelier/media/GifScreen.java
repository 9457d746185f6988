package dev.atelier.media;

import dev.atelier.media.ImageFiles.Unreadable;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the first frame of a GIF lies on its logical screen (GIF89a, sections 18, 20 and 23). The screen around it has the colour
 * of the frame's transparent entry, or of the palette's first, as with Pillow; the file's background colour is not used. A frame
 * that reaches beyond the screen enlarges it.
 *
 * @param fill entry of the palette
 */
record GifScreen(int height, int width, int top, int left, int fill) {
    private static final int HEAD = 13;

    /** Empty where the bytes are no GIF, or end before the first frame. */
    static Optional<GifScreen> of(byte[] bytes) {
        if (bytes.length < HEAD || bytes[0] != 'G' || bytes[1] != 'I' || bytes[2] != 'F') {
            return Optional.empty();
        }
        int at = HEAD + ((bytes[10] & 0x80) != 0 ? 3 << (bytes[10] & 7) + 1 : 0);
        int fill = 0;
        while (at + 10 <= bytes.length) {
            if (bytes[at] == ',') {
                int left = two(bytes, at + 1);
                int top = two(bytes, at + 3);
                return Optional.of(new GifScreen(
                        Math.max(two(bytes, 8), top + two(bytes, at + 7)),
                        Math.max(two(bytes, 6), left + two(bytes, at + 5)),
                        top,
                        left,
                        fill));
            }
            if (bytes[at] != '!') {
                return Optional.empty();
            }
            if ((bytes[at + 1] & 0xFF) == 0xF9) {
                fill = (bytes[at + 3] & 1) != 0 ? bytes[at + 6] & 0xFF : 0;
            }
            at = afterBlocks(bytes, at + 2);
        }
        return Optional.empty();
    }

    /** The frame, which is decoded already, at its place. */
    Image place(Image frame, BufferedImage decoded, long mostPixels) throws Unreadable {
        if (frame.height() == height && frame.width() == width
                || !(decoded.getColorModel() instanceof IndexColorModel palette)) {
            return frame;
        }
        ImageFiles.checkSize(width, height, mostPixels);
        int colour = fill < palette.getMapSize() ? palette.getRGB(fill) : 0xFF000000;
        byte[] samples = frame.channels() >= 3
                ? new byte[] {(byte) (colour >> 16), (byte) (colour >> 8), (byte) colour, (byte) (colour >> 24)}
                : new byte[] {(byte) colour, (byte) (colour >> 24)};
        Image screen = Image.filled(frame.channels(), height, width, 0);
        for (int c = 0; c < frame.channels(); c++) {
            Arrays.fill(screen.pixels(), c * height * width, (c + 1) * height * width, samples[c]);
        }
        return frame.on(screen, top, left);
    }

    private static int afterBlocks(byte[] bytes, int at) {
        while (at < bytes.length && bytes[at] != 0) {
            at += 1 + (bytes[at] & 0xFF);
        }
        return at + 1;
    }

    private static int two(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
