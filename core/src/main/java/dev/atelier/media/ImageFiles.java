package dev.atelier.media;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pictures from and to files. The kind of file is told by its bytes, not by its name.
 *
 * <p>Read are PNG, JPEG, BMP, GIF and WebP (of an animation the first frame, at its place), TIFF (the first page), by these
 * rules: grey stays one channel, grey with alpha two; colour is three, with alpha four. A palette becomes colour (with alpha if an
 * entry is not opaque), or grey where all its entries are. Samples of 16 bits become 8 by (v·255 + 32767) / 65535, other depths
 * alike. CMYK and YCCK become RGB as without a profile; colour profiles are not applied, and broken ones do not matter. A picture
 * that its file calls turned or mirrored (Exif or XMP) is set upright. Samples of other kinds (floating point, 32 bits), CIE Lab
 * and pictures over 2²⁷ pixels are refused. All that is read is within two levels of what Pillow reads.
 */
public final class ImageFiles {
    private static final long MOST_PIXELS = 1L << 27;
    private static final Set<String> EXTENSIONS =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "gif", "tif", "tiff", "webp");
    // some readers fill the rest with grey and only warn
    private static final Pattern CUT_SHORT =
            Pattern.compile("prematur|unexpected end|truncat|end of (file|stream|data)", Pattern.CASE_INSENSITIVE);

    static {
        ImageIO.setUseCache(false);
    }

    private ImageFiles() {}

    /** Whether the name ends as those of pictures that can be read do. */
    public static boolean isImageName(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Reads a picture and turns it upright; one that is missing, damaged, cut short or of no known kind is bad input, in one line
     * with the path.
     */
    public static Image read(Path path) {
        return upright(path).image();
    }

    /** The same, and whether it was turned. */
    public static Upright upright(Path path) {
        return upright(path.toString(), bytes(path));
    }

    /**
     * The same from memory.
     *
     * @param name what to call it in a refusal
     * @param bytes of the whole file
     */
    public static Upright upright(String name, byte[] bytes) {
        return Orientation.of(bytes).upright(stored(name, bytes));
    }

    private static Image stored(String name, byte[] bytes) {
        byte[] bare = BareJpeg.of(bytes);
        return TallJpeg.read(bare, MOST_PIXELS)
                .or(() -> PlainJpeg.read(bare, MOST_PIXELS))
                .orElseGet(() -> general(name, bare));
    }

    /** By whichever reader knows the kind, as it is stored. */
    static Image general(String name, byte[] bytes) {
        try {
            return WebP.isWebP(bytes) ? WebP.read(bytes, MOST_PIXELS) : decode(bytes);
        } catch (Unreadable e) {
            throw new BadInput(name + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new BadInput(name + ": damaged image (" + reason(e) + ")", e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new BadInput(path + ": a folder, not an image file");
            }
            if (Files.size(path) > Integer.MAX_VALUE - 16) {
                throw new BadInput(path + ": " + Files.size(path) + " bytes; image files are below 2 GiB");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new BadInput(path + ": cannot be read: " + reason(e), e);
        }
    }

    private static Image decode(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            throw new Unreadable(FileKind.describe(bytes) + ", not an image");
        }
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new Unreadable(
                        FileKind.describe(bytes) + "; images that can be read are PNG, JPEG, BMP, GIF, TIFF, WebP");
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, stream, bytes);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Image decode(ImageReader reader, ImageInputStream stream, byte[] bytes) throws IOException {
        String[] cut = new String[1];
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning != null && CUT_SHORT.matcher(warning).find()) {
                cut[0] = warning;
            }
        });
        reader.setInput(stream, false, true);
        checkSize(reader.getWidth(0), reader.getHeight(0), MOST_PIXELS);
        BufferedImage picture = reader.read(0);
        if (cut[0] != null) {
            throw new Unreadable("damaged image (cut short: " + firstLine(cut[0]) + ")");
        }
        Optional<TiffTags> tiff = TiffTags.of(bytes, 0, bytes.length);
        if (tiff.isPresent()) {
            return TiffPicture.image(picture, tiff.get());
        }
        Image image = DecodedSamples.image(picture);
        Optional<GifScreen> screen = GifScreen.of(bytes);
        return screen.isPresent() ? screen.get().place(image, picture, MOST_PIXELS) : image;
    }

    static void checkSize(int width, int height, long mostPixels) throws Unreadable {
        if (width < 1 || height < 1) {
            throw new Unreadable("an image of " + width + "×" + height + " pixels");
        }
        if ((long) width * height > mostPixels) {
            throw new Unreadable("an image of " + width + "×" + height + " pixels; at most " + mostPixels + " in all");
        }
    }

    /** The bytes of a PNG file with these texts. */
    public static byte[] png(Image image, Map<String, String> text) {
        return PngWriter.encode(image, text);
    }

    /**
     * Writes a PNG with texts, each of them a keyword of 1 to 79 Latin-1 characters and a value. The file appears whole or not
     * at all; one of that name is replaced.
     */
    public static void writePng(Image image, Path path, Map<String, String> text) {
        write(PngWriter.encode(image, text), path);
    }

    private static void write(byte[] bytes, Path path) {
        Path target = path.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new BadInput(path + ": cannot be written: it is a folder");
        }
        Path temporary =
                target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            moveOver(temporary, target);
        } catch (IOException e) {
            delete(temporary);
            throw IoFailure.of(path + ": cannot be written: " + reason(e), path, e);
        }
    }

    /** Whether a file of this name is written as JPEG. */
    public static boolean isJpegName(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
    }

    /**
     * Writes a JPEG of quality 0.95, grey or colour; alpha is laid on white. The file appears whole or not at all; one of that name is
     * replaced.
     */
    public static void writeJpeg(Image image, Path path) {
        write(JpegWriter.encode(Channels.convert(image, image.channels() <= 2 ? 1 : 3)), path);
    }

    private static void moveOver(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            return; // the first error is the one to report
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return firstLine(f.getReason());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : firstLine(e.getMessage());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** A picture that is refused, said without its path. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }
}
