package dev.atelier.media;

/** How many bits a file keeps of each sample, told by its bytes: reading makes 8 of 16, and whoever reads must say so. */
public final class SampleDepth {
    /** So many first bytes tell it of a PNG. */
    public static final int HEAD = 32;

    private static final int PNG_DEPTH = 24;
    private static final int DEEP = 16;

    private SampleDepth() {}

    /** Whether a file, of which this is the beginning, or all of a TIFF, keeps more than 8 bits of each sample. */
    public static boolean isDeep(byte[] bytes) {
        if (bytes.length > PNG_DEPTH && (bytes[0] & 0xFF) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N') {
            return bytes[PNG_DEPTH] == DEEP;
        }
        return TiffTags.of(bytes, 0, bytes.length)
                .flatMap(tags -> tags.first(TiffTags.BITS_PER_SAMPLE))
                .map(bits -> bits >= DEEP)
                .orElse(false);
    }
}
