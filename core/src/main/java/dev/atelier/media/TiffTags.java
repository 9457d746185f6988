package dev.atelier.media;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first directory of a TIFF or of Exif's block, which has the same form (TIFF 6.0, section 2). Looked at as far as it goes:
 * where it is broken, there are no more tags.
 */
final class TiffTags {
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int EXTRA_SAMPLES = 338;
    static final int XMP = 700;

    private static final int MAGIC = 42;
    private static final int ENTRY = 12;
    private static final int ENTRY_VALUE = 4;

    private final ByteBuffer bytes;

    private TiffTags(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The block from {@code start} to before {@code end}; empty where it does not begin as a TIFF does. */
    static Optional<TiffTags> of(byte[] file, int start, int end) {
        ByteBuffer bytes = ByteBuffer.wrap(file, start, end - start).slice();
        if (bytes.remaining() < 8) {
            return Optional.empty();
        }
        int order = bytes.getShort(0);
        if (order != 0x4949 && order != 0x4D4D) {
            return Optional.empty();
        }
        bytes.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return bytes.getShort(2) == MAGIC ? Optional.of(new TiffTags(bytes)) : Optional.empty();
    }

    /** The first value of a tag of whole numbers of 8, 16 or 32 bits, wherever its values lie. */
    Optional<Integer> first(int tag) {
        return entry(tag).flatMap(at -> {
            int type = bytes.getShort(at + 2);
            int count = bytes.getInt(at + 4);
            int width = type == 1 ? 1 : type == 3 ? 2 : 4;
            int from = (long) count * width <= ENTRY_VALUE ? at + 8 : bytes.getInt(at + 8);
            if (count < 1 || from < 0 || from > bytes.limit() - width) {
                return Optional.empty();
            }
            return switch (type) {
                case 1 -> Optional.of(bytes.get(from) & 0xFF);
                case 3 -> Optional.of(bytes.getShort(from) & 0xFFFF);
                case 4 -> Optional.of(bytes.getInt(from));
                default -> Optional.empty();
            };
        });
    }

    /** Where a tag's bytes begin and end, if they are all there and more than fit into the entry. */
    Optional<int[]> range(int tag) {
        return entry(tag).flatMap(at -> {
            int length = bytes.getInt(at + 4);
            int start = bytes.getInt(at + 8);
            boolean whole = length > 4 && start >= 0 && length <= bytes.limit() - start;
            return whole ? Optional.of(new int[] {start, start + length}) : Optional.empty();
        });
    }

    private Optional<Integer> entry(int tag) {
        try {
            int directory = bytes.getInt(4);
            if (directory < 8 || directory > bytes.limit() - 2) {
                return Optional.empty();
            }
            int count = bytes.getShort(directory) & 0xFFFF;
            for (int i = 0, at = directory + 2; i < count && at <= bytes.limit() - ENTRY; i++, at += ENTRY) {
                if ((bytes.getShort(at) & 0xFFFF) == tag) {
                    return Optional.of(at);
                }
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
