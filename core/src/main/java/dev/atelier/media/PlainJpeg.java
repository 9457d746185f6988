package dev.atelier.media;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The short way for most JPEGs: grey or YCbCr as {@link JpegHead} knows them go to the JDK's decoder, one for each thread, and
 * its lines straight into planes. Anything that is not plain, and any error or warning, is left to the general way, which has
 * the last word on what is refused and how. A thread's decoder holds some native memory, which the JDK frees after the thread.
 */
final class PlainJpeg {
    private static final ColorModel COLOUR = model(ColorSpace.CS_sRGB);
    private static final ColorModel GREY = model(ColorSpace.CS_GRAY);
    private static final ThreadLocal<PlainJpeg> OF_THREAD = ThreadLocal.withInitial(PlainJpeg::new);

    private final @Nullable ImageReader reader = jdkReader().orElse(null);
    private boolean warned;

    private PlainJpeg() {
        if (reader != null) {
            reader.addIIOReadWarningListener((source, warning) -> warned = true);
        }
    }

    /** The picture, or empty where the general way has to look. */
    static Optional<Image> read(byte[] bytes, long mostPixels) {
        return JpegHead.of(bytes)
                .filter(head -> (long) head.width() * head.height() <= mostPixels)
                .flatMap(head -> OF_THREAD.get().decode(bytes, head));
    }

    private Optional<Image> decode(byte[] bytes, JpegHead head) {
        if (reader == null) {
            return Optional.empty();
        }
        warned = false;
        try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
            reader.setInput(stream, true, true);
            Planes planes = new Planes(head);
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setDestination(new BufferedImage(head.components() == 1 ? GREY : COLOUR, planes, false, null));
            reader.read(0, parameters);
            reader.setInput(null);
            return warned || planes.lines < head.height()
                    ? Optional.empty()
                    : Optional.of(new Image(head.components(), head.height(), head.width(), planes.give()));
        } catch (IOException | RuntimeException e) {
            reader.dispose();
            OF_THREAD.remove();
            return Optional.empty();
        }
    }

    /** The JDK's own decoder, which no plug-in stands before. */
    static Optional<ImageReader> jdkReader() {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg"); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return Optional.of(reader);
            }
            reader.dispose();
        }
        return Optional.empty();
    }

    private static ColorModel model(int space) {
        return new ComponentColorModel(
                ColorSpace.getInstance(space), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    }

    /** Takes the decoder's lines, in which the channels of a pixel are beside each other, and keeps no other raster. */
    private static final class Planes extends WritableRaster {
        private byte[] samples;
        private int lines;

        Planes(JpegHead head) {
            super(
                    new PixelInterleavedSampleModel(
                            DataBuffer.TYPE_BYTE,
                            head.width(),
                            head.height(),
                            head.components(),
                            head.components() * head.width(),
                            head.components() == 1 ? new int[] {0} : new int[] {0, 1, 2}),
                    new DataBufferByte(new byte[0], 0),
                    new Point());
            samples = new byte[Math.multiplyExact(head.components() * head.width(), head.height())];
        }

        /** The samples, once: a decoder may remember its last raster for as long as it lives. */
        byte[] give() {
            byte[] given = samples;
            samples = new byte[0];
            return given;
        }

        @Override
        public void setRect(int dx, int dy, Raster line) {
            byte[] from = ((DataBufferByte) line.getDataBuffer()).getData();
            byte[] to = samples;
            int count = line.getWidth();
            int at = dy * getWidth() + dx;
            lines += line.getHeight();
            if (getNumBands() == 1) {
                System.arraycopy(from, 0, to, at, count);
                return;
            }
            int plane = getWidth() * getHeight();
            for (int x = 0; x < count; x++) {
                to[at + x] = from[3 * x];
                to[plane + at + x] = from[3 * x + 1];
                to[2 * plane + at + x] = from[3 * x + 2];
            }
        }
    }
}
