package dev.atelier.tune;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes {@code tune.png}: parallel coordinates (Inselberg 1985) of all trials, coloured by the metric. */
final class ParallelPlot {
    private static final String HEADLESS = "java.awt.headless";

    private ParallelPlot() {}

    /**
     * Replaces the picture at {@code png}.
     *
     * @return false, with the file untouched, on a machine that cannot draw text, as one without any font
     */
    static boolean write(Path png, Standings standings) throws IOException {
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
        BufferedImage picture;
        try {
            picture = ParallelDrawing.draw(standings);
        } catch (LinkageError | InternalError | AWTError | RuntimeException e) { // a lack of fonts shows in many ways
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        }
        Path draft = png.resolveSibling("." + png.getFileName() + ".tmp");
        Files.write(draft, bytes.toByteArray());
        Files.move(draft, png, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
