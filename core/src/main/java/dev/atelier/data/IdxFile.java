package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.data.PackedImages.Filler;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file in the format of the MNIST data (Y. LeCun, C. Cortes, C. Burges): a magic number, sizes, bytes; highest byte first.
 * Read are images of three dimensions (0x803) and labels of one (0x801), unsigned bytes, plain or gzipped, told apart by their
 * first bytes. A file that holds less or more than its head says is bad input.
 */
final class IdxFile {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int LONGEST_SIDE = 16_384;

    private final String name;
    private final Opener opener;

    private IdxFile(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    static IdxFile of(Path path) {
        return new IdxFile(path.toString(), () -> Files.newInputStream(path));
    }

    static IdxFile ofResource(String resource) {
        return new IdxFile(resource, () -> {
            InputStream in = IdxFile.class.getResourceAsStream(resource);
            if (in == null) {
                throw new IOException("not in the program's jar");
            }
            return in;
        });
    }

    /**
     * @param sha256 of the unpacked file
     */
    record Pixels(ImageFormat format, int count, Filler filler, String sha256) {}

    /**
     * @param sha256 of the unpacked file
     */
    record Labels(int[] values, String sha256) {}

    /** What the head says. */
    private record Head(long count, ImageFormat format) {}

    private Head imagesHead(InputStream in) throws IOException {
        head(in, IMAGES);
        long count = number(in);
        long height = number(in);
        long width = number(in);
        if (height < 1 || width < 1 || height > LONGEST_SIDE || width > LONGEST_SIDE) {
            throw new BadInput(name + ": images of " + height + "×" + width + "; sides are 1 to " + LONGEST_SIDE);
        }
        requireSome(count, "images");
        return new Head(count, new ImageFormat(1, (int) height, (int) width));
    }

    /** The shape of the images, by the head alone; with rows and columns exchanged if they are to be {@code turned}. */
    ImageFormat format(boolean turned) {
        return read((in, digest) -> shape(imagesHead(in).format(), turned));
    }

    private static ImageFormat shape(ImageFormat stored, boolean turned) {
        return turned ? new ImageFormat(1, stored.width(), stored.height()) : stored;
    }

    /** All images; with rows and columns exchanged if they are to be {@code turned}. */
    Pixels images(boolean turned) {
        return read((in, digest) -> {
            Head head = imagesHead(in);
            long count = head.count();
            ImageFormat format = shape(head.format(), turned);
            Filler filler = Filler.within(name, format, count);
            byte[] image = new byte[filler.imageBytes()];
            for (int i = 0; i < count; i++) {
                if (in.readNBytes(image, 0, image.length) < image.length) {
                    throw new BadInput(name + ": ends in image " + i + "; its head says " + count + " images of "
                            + head.format().height() + "×" + head.format().width());
                }
                if (turned) {
                    turn(image, format, filler.slab(i), filler.offset(i));
                } else {
                    System.arraycopy(image, 0, filler.slab(i), filler.offset(i), image.length);
                }
            }
            requireEnd(in, count, "images");
            return new Pixels(format, (int) count, filler, HexFormat.of().formatHex(digest.digest()));
        });
    }

    /** Rows of the stored image become columns. */
    private static void turn(byte[] stored, ImageFormat format, byte[] out, int at) {
        for (int y = 0; y < format.height(); y++) {
            for (int x = 0; x < format.width(); x++) {
                out[at + y * format.width() + x] = stored[x * format.height() + y];
            }
        }
    }

    Labels labels() {
        return read((in, digest) -> {
            head(in, LABELS);
            long count = number(in);
            requireSome(count, "labels");
            byte[] bytes = in.readNBytes((int) count);
            if (bytes.length < count) {
                throw new BadInput(name + ": ends after " + bytes.length + " labels; its head says " + count);
            }
            requireEnd(in, count, "labels");
            int[] values = new int[bytes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes[i] & 0xFF;
            }
            return new Labels(values, HexFormat.of().formatHex(digest.digest()));
        });
    }

    @Override
    public String toString() {
        return name;
    }

    private <T> T read(Reading<T> reading) {
        MessageDigest digest = Checksums.sha256();
        try (InputStream raw = opener.open();
                InputStream in = new DigestInputStream(unpacked(raw), digest)) {
            return reading.from(in, digest);
        } catch (EOFException e) {
            throw new BadInput(name + ": the gzip file is cut short", e);
        } catch (ZipException e) {
            throw new BadInput(name + ": a damaged gzip file (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new BadInput(name + ": cannot be read: " + FailureReason.of(e), e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        byte[] start = raw.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), raw);
        boolean gzip = start.length == 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
        return new BufferedInputStream(gzip ? new GZIPInputStream(whole, 1 << 16) : whole, 1 << 16);
    }

    private void head(InputStream in, int wanted) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw new BadInput(name + ": "
                    + (bytes.length == 0 ? "an empty file" : Counted.of(bytes.length, "byte") + " long")
                    + ", not an IDX file");
        }
        int magic = ByteBuffer.wrap(bytes).getInt();
        if (magic != wanted) {
            String known = magic == LABELS ? " (labels)" : magic == IMAGES ? " (images)" : "";
            throw new BadInput(String.format(
                    Locale.ROOT,
                    "%s: starts with 0x%08X%s; an IDX file of %s starts with 0x%08X",
                    name,
                    magic,
                    known,
                    wanted == IMAGES ? "images (unsigned bytes, 3 dimensions)" : "labels (unsigned bytes, 1 dimension)",
                    wanted));
        }
    }

    private long number(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw new BadInput(name + ": ends within its head");
        }
        return ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
    }

    private void requireSome(long count, String what) {
        if (count < 1 || count > Integer.MAX_VALUE - 16) {
            throw new BadInput(name + ": its head says " + count + " " + what + "; 1 to " + (Integer.MAX_VALUE - 16)
                    + " are read");
        }
    }

    private void requireEnd(InputStream in, long count, String what) throws IOException {
        if (in.read() >= 0) {
            throw new BadInput(name + ": goes on after the " + count + " " + what + " that its head says");
        }
    }

    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(InputStream in, MessageDigest digest) throws IOException;
    }
}
