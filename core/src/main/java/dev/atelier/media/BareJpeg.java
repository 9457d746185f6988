package dev.atelier.media;

import java.util.Arrays;

/**
 * A JPEG without its metadata: of the application segments only JFIF's and Adobe's are kept, which tell the colours, and of
 * JFIF's not the thumbnail. Profiles, Exif, comments and the like are not used for the pixels, and a broken one must not stand
 * in the way of them.
 */
final class BareJpeg {
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;
    private static final int SCAN = 0xDA;
    private static final int JFIF_LENGTH = 16;

    private BareJpeg() {}

    /** The bytes as they are where they are no JPEG, have no metadata, or are broken before the first scan. */
    static byte[] of(byte[] jpeg) {
        if (jpeg.length < 4 || (jpeg[0] & 0xFF) != 0xFF || (jpeg[1] & 0xFF) != 0xD8) {
            return jpeg;
        }
        byte[] bare = new byte[jpeg.length];
        int to = 2;
        int at = 2;
        System.arraycopy(jpeg, 0, bare, 0, to);
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == 0xFF) { // filling
                at++;
                continue;
            }
            if (marker == SCAN) {
                System.arraycopy(jpeg, at, bare, to, jpeg.length - at);
                return to == at ? jpeg : Arrays.copyOf(bare, to + jpeg.length - at);
            }
            int length = 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
            if (length < 4 || length > jpeg.length - at) {
                return jpeg;
            }
            if (isJfif(jpeg, at, length, marker)) {
                System.arraycopy(jpeg, at, bare, to, 2 + JFIF_LENGTH);
                bare[to + 2] = 0;
                bare[to + 3] = JFIF_LENGTH;
                bare[to + 16] = 0; // the thumbnail's width and height
                bare[to + 17] = 0;
                to += 2 + JFIF_LENGTH;
            } else if (!isMetadata(marker)) {
                System.arraycopy(jpeg, at, bare, to, length);
                to += length;
            }
            at += length;
        }
        return jpeg;
    }

    private static boolean isMetadata(int marker) {
        return marker >= APP0 && marker <= APP15 && marker != APP14 || marker == COMMENT;
    }

    private static boolean isJfif(byte[] jpeg, int at, int length, int marker) {
        return marker == APP0
                && length >= 2 + JFIF_LENGTH
                && jpeg[at + 4] == 'J'
                && jpeg[at + 5] == 'F'
                && jpeg[at + 6] == 'I'
                && jpeg[at + 7] == 'F'
                && jpeg[at + 8] == 0;
    }
}
