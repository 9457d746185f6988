package dev.atelier.media;

import dev.atelier.BadInput;
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
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pictures from and to files. The kind of file is told by its bytes, not by its name.
 *
 * <p>Read are PNG, JPEG, BMP, GIF (the first frame), TIFF and WebP, by these rules: grey stays one channel, grey with alpha
 * two; colour is three, with alpha four. A palette becomes colour (with alpha if an entry is not opaque), or grey where all its
 * entries are. Samples of 16 bits become 8 by (v·255 + 32767) / 65535, other depths alike. CMYK and YCCK are converted to RGB;
 * other colour profiles and the camera's orientation are not applied. Samples of other kinds (floating point, 32 bits) and
 * pictures over 2²⁷ pixels are refused.
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

    /** Reads a picture; one that is missing, damaged, cut short or of no known kind is bad input, in one line with the path. */
    public static Image read(Path path) {
        return read(path, bytes(path));
    }

    /** The same of a file's bytes, wherever they came from; {@code path} is what messages call it. */
    public static Image read(Path path, byte[] bytes) {
        return PlainJpeg.read(bytes, MOST_PIXELS).orElseGet(() -> general(path, bytes));
    }

    /** By whichever reader knows the kind. */
    static Image general(Path path, byte[] bytes) {
        try {
            return decode(bytes);
        } catch (Unreadable e) {
            throw new BadInput(path + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new BadInput(path + ": damaged image (" + reason(e) + ")", e);
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
                        FileKind.describe(bytes) + ", not an image; known are PNG, JPEG, BMP, GIF, TIFF, WebP");
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, stream);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Image decode(ImageReader reader, ImageInputStream stream) throws IOException {
        String[] cut = new String[1];
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning != null && CUT_SHORT.matcher(warning).find()) {
                cut[0] = warning;
            }
        });
        reader.setInput(stream, false, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width < 1 || height < 1) {
            throw new Unreadable("an image of " + width + "×" + height + " pixels");
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new Unreadable("an image of " + width + "×" + height + " pixels; at most " + MOST_PIXELS + " in all");
        }
        BufferedImage picture = reader.read(0);
        if (cut[0] != null) {
            throw new Unreadable("damaged image (cut short: " + firstLine(cut[0]) + ")");
        }
        return Samples.image(picture);
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
        byte[] bytes = PngWriter.encode(image, text);
        Path target = path.toAbsolutePath();
        Path temporary =
                target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            moveOver(temporary, target);
        } catch (IOException e) {
            delete(temporary);
            throw new BadInput(path + ": cannot be written: " + reason(e), e);
        }
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
