package dev.atelier.chart;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A chart whose every mark has its place; looks the same as a picture and as an SVG text. */
public final class Drawing {
    private static final String HEADLESS = "java.awt.headless";

    private final int width;
    private final int height;
    private final List<Mark> marks;

    Drawing(int width, int height, List<Mark> marks) {
        this.width = width;
        this.height = height;
        this.marks = marks;
    }

    /**
     * An SVG element that needs nothing beside it, in a page or in a file of its own. To programs that read pages aloud it is one
     * picture with a name.
     *
     * @param name what the picture shows, in words
     */
    public String svg(String name) {
        return Svg.text(width, height, name, marks);
    }

    /** The picture. A machine that cannot draw text, as one without any font, throws one of many errors. */
    public BufferedImage image() {
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
        return Painter.image(width, height, marks);
    }

    /** The picture in a file's bytes; throws as {@link #image()} does. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image(), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no disk in this
        }
        return bytes.toByteArray();
    }

    /**
     * Replaces the picture at {@code png}.
     *
     * @return false, with the file untouched, on a machine that cannot draw text, as one without any font
     * @throws IOException if the file cannot be written; the former one is then untouched
     */
    public boolean write(Path png) throws IOException {
        return write(png, Painter::tryText);
    }

    /** As above, where {@code attempt} tries what the machine may lack. It shows the lack in many ways, which all end here. */
    boolean write(Path png, Runnable attempt) throws IOException {
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
        try {
            attempt.run();
        } catch (LinkageError | InternalError | AWTError | RuntimeException e) {
            return false;
        }
        Path draft = png.resolveSibling("." + png.getFileName() + ".tmp");
        try {
            Files.write(draft, png());
            Files.move(draft, png, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return true;
    }
}
