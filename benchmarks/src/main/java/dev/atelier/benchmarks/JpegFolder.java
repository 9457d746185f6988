package dev.atelier.benchmarks;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of JPEGs that is the same everywhere: gradients, shapes and a little noise, about as large as photographs of that size. */
final class JpegFolder {
    static final int COUNT = 2000;
    static final int SIDE = 256;

    private JpegFolder() {}

    /** The folder under {@code cache}, made the first time. */
    static Path in(Path cache) {
        Path folder = cache.resolve("jpegs-" + COUNT + "-" + SIDE);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Path draft = Files.createTempDirectory(Files.createDirectories(cache), "jpegs");
            for (int i = 0; i < COUNT; i++) {
                Path file = draft.resolve(String.format(Locale.ROOT, "%05d.jpg", i));
                if (!ImageIO.write(picture(new Random(i)), "jpg", file.toFile())) {
                    throw new IOException("no JPEG writer");
                }
            }
            return Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage picture(Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(new GradientPaint(0, 0, colour(random), SIDE, random.nextInt(SIDE), colour(random)));
        g.fillRect(0, 0, SIDE, SIDE);
        for (int shape = 0; shape < 24; shape++) {
            g.setColor(colour(random));
            int x = random.nextInt(SIDE);
            int y = random.nextInt(SIDE);
            g.fillOval(x - 32, y - 32, 8 + random.nextInt(64), 8 + random.nextInt(64));
        }
        g.dispose();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int noise = random.nextInt(17) - 8;
                Color c = new Color(image.getRGB(x, y));
                image.setRGB(x, y, rgb(c.getRed() + noise, c.getGreen() + noise, c.getBlue() + noise));
            }
        }
        return image;
    }

    private static Color colour(Random random) {
        return new Color(random.nextInt(1 << 24));
    }

    private static int rgb(int red, int green, int blue) {
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
