package dev.atelier.media;

import java.util.Optional;

/**
 * What a plain JPEG says before its first scan (ITU-T T.81, annex B). Plain is: 8 bits, Huffman coded, grey or YCbCr, no colour
 * profile, no marker of Adobe's, no thumbnail of JFIF's, each segment right after the one before.
 *
 * @param halfHeight whether the colours have half the height of the light, and its width (4:4:0)
 */
record JpegHead(int components, int height, int width, boolean halfHeight) {
    private static final int APP0 = 0xE0;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int QUANTISATION = 0xDB;
    private static final int RESTARTS = 0xDD;
    private static final int FRAME_PROGRESSIVE = 0xC2;
    private static final int FRAME_BASELINE = 0xC0;
    private static final int SCAN = 0xDA;

    /** Empty where the bytes are no plain JPEG. */
    static Optional<JpegHead> of(byte[] bytes) {
        if (bytes.length < 4 || at(bytes, 0) != 0xFFD8) {
            return Optional.empty();
        }
        Optional<JpegHead> head = Optional.empty();
        boolean jfif = false;
        boolean subsampled = false;
        int i = 2;
        while (i + 5 <= bytes.length && (bytes[i] & 0xFF) == 0xFF) {
            int marker = bytes[i + 1] & 0xFF;
            int length = at(bytes, i + 2);
            int next = i + 2 + length;
            if (length < 2 || next > bytes.length) {
                return Optional.empty();
            }
            if (marker == SCAN) {
                // without JFIF's marker it is the subsampling that tells the JDK YCbCr from RGB
                boolean known = jfif || subsampled;
                boolean plain = isPlainScan(bytes, i + 4, length);
                return head.filter(found -> plain && (found.components == 1 || known));
            } else if (marker == APP0) {
                if (jfif || !isJfif(bytes, i + 4, length)) {
                    return Optional.empty();
                }
                jfif = true;
            } else if (marker >= FRAME_BASELINE && marker <= FRAME_PROGRESSIVE) {
                if (head.isPresent()) {
                    return Optional.empty();
                }
                head = frame(bytes, i + 4, length);
                subsampled = length == 17 && bytes[i + 11] != 0x11 && bytes[i + 14] == 0x11 && bytes[i + 17] == 0x11;
            } else if (!isHarmless(marker) || marker == QUANTISATION && (bytes[i + 4] & 0xF0) != 0) {
                return Optional.empty();
            }
            i = next;
        }
        return Optional.empty();
    }

    private static boolean isHarmless(int marker) {
        return marker > APP0 && marker <= APP15 && marker != APP2 && marker != APP14
                || marker == COMMENT
                || marker == HUFFMAN_TABLES
                || marker == QUANTISATION
                || marker == RESTARTS;
    }

    /** One component or all in their order. */
    private static boolean isPlainScan(byte[] bytes, int i, int length) {
        return length == 8 && bytes[i] == 1
                || length == 12 && bytes[i] == 3 && bytes[i + 1] == 1 && bytes[i + 3] == 2 && bytes[i + 5] == 3;
    }

    private static boolean isJfif(byte[] bytes, int i, int length) {
        return length == 16
                && bytes[i] == 'J'
                && bytes[i + 1] == 'F'
                && bytes[i + 2] == 'I'
                && bytes[i + 3] == 'F'
                && bytes[i + 4] == 0
                && bytes[i + 12] == 0
                && bytes[i + 13] == 0;
    }

    private static Optional<JpegHead> frame(byte[] bytes, int i, int length) {
        if (length < 11 || bytes[i] != 8) {
            return Optional.empty();
        }
        int height = at(bytes, i + 1);
        int width = at(bytes, i + 3);
        int components = bytes[i + 5];
        boolean plain = length == 8 + 3 * components
                && (components == 1 || components == 3 && bytes[i + 6] == 1 && bytes[i + 9] == 2 && bytes[i + 12] == 3);
        boolean halfHeight = components == 3 && bytes[i + 7] == 0x12 && bytes[i + 10] == 0x11 && bytes[i + 13] == 0x11;
        return plain && height > 0 && width > 0
                ? Optional.of(new JpegHead(components, height, width, halfHeight))
                : Optional.empty();
    }

    private static int at(byte[] bytes, int i) {
        return (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF;
    }
}
