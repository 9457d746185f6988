package dev.atelier.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The bytes of JPEG files: grey or colour, quality 0.95. */
final class JpegWriter {
    private static final float QUALITY = 0.95f;

    private JpegWriter() {}

    /** Of a picture of one or three channels. */
    static byte[] encode(Image image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(canvas(image), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("a JPEG in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage canvas(Image image) {
        boolean grey = image.channels() == 1;
        BufferedImage canvas = new BufferedImage(
                image.width(), image.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if (grey) {
                    canvas.getRaster().setSample(x, y, 0, image.at(0, y, x));
                } else {
                    canvas.setRGB(x, y, image.at(0, y, x) << 16 | image.at(1, y, x) << 8 | image.at(2, y, x));
                }
            }
        }
        return canvas;
    }
}
