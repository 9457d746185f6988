package dev.atelier.cli;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Picture files for the tests. */
final class Pictures {
    private Pictures() {}

    /** {@code 0.png}, {@code 1.png}, …: random grey of 28×28. */
    static Path folder(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(5);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            random.nextBytes(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        return folder;
    }

    static void sixteenBitPng(Path file) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_USHORT_GRAY);
        for (int k = 0; k < 784; k++) {
            image.getRaster().setSample(k % 28, k / 28, 0, k * 83);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    /** Four bands without a colour space, as printers' JPEGs have. */
    static void cmykJpeg(Path file) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 28, 28, 4, null);
        for (int k = 0; k < 784; k++) {
            raster.setPixel(k % 28, k / 28, new int[] {k % 256, k / 4 % 256, 255 - k % 256, 40});
        }
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
                if (writer.canWriteRasters()) {
                    writer.setOutput(out);
                    writer.write(null, new IIOImage(raster, null, null), null);
                    return;
                }
            } finally {
                writer.dispose();
            }
        }
        throw new IOException("no writer of JPEG takes four bands");
    }
}
