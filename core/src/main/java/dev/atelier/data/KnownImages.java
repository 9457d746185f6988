package dev.atelier.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Which pictures a set holds: found by a checksum of their pixels, then compared pixel by pixel. Labels play no part. */
public final class KnownImages {
    private static final int ROW_BITS = 32;

    private final ImageDataset set;

    /** Checksum in the upper half, number of the image in the lower, ascending. */
    private final long[] keys;

    private KnownImages(ImageDataset set, long[] keys) {
        this.set = set;
        this.keys = keys;
    }

    /** Those of a set. */
    public static KnownImages of(ImageDataset set) {
        long[] keys = new long[set.size()];
        byte[] pixels = new byte[set.samples()];
        for (int i = 0; i < keys.length; i++) {
            set.copyPixels(i, pixels, 0);
            keys[i] = checksum(pixels) << ROW_BITS | i;
        }
        Arrays.sort(keys);
        return new KnownImages(set, keys);
    }

    private static long checksum(byte[] pixels) {
        CRC32C crc = new CRC32C();
        crc.update(pixels);
        return crc.getValue();
    }

    /** The images of another set that are in this one, by their numbers there, ascending; none where the shapes differ. */
    public int[] among(ImageDataset other) {
        if (!sameShape(other)) {
            return new int[0];
        }
        byte[] pixels = new byte[other.samples()];
        return IntStream.range(0, other.size())
                .filter(i -> {
                    other.copyPixels(i, pixels, 0);
                    return has(pixels);
                })
                .toArray();
    }

    private boolean sameShape(ImageDataset other) {
        return other.channels() == set.channels() && other.height() == set.height() && other.width() == set.width();
    }

    private boolean has(byte[] pixels) {
        long sum = checksum(pixels);
        int found = Arrays.binarySearch(keys, sum << ROW_BITS);
        byte[] mine = new byte[pixels.length];
        for (int at = found < 0 ? -found - 1 : found; at < keys.length && keys[at] >>> ROW_BITS == sum; at++) {
            set.copyPixels((int) keys[at], mine, 0);
            if (Arrays.equals(mine, pixels)) {
                return true;
            }
        }
        return false;
    }
}
