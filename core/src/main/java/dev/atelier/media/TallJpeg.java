package dev.atelier.media;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEGs whose colours have half the height of their light and its whole width (4:4:0), as 4:2:2 ones have that were turned by
 * quarters without loss. libjpeg-turbo smooths the colours from row to row; JDKs that bring libjpeg 6b only repeat rows. There
 * the rows are smoothed here, each colour row three parts itself and one part its neighbour, and then made RGB (JFIF 1.02) in
 * libjpeg's fixed point.
 */
final class TallJpeg {
    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;
    private static final int CR_RED = fixed(1.402);
    private static final int CB_GREEN = fixed(0.34414);
    private static final int CR_GREEN = fixed(0.71414);
    private static final int CB_BLUE = fixed(1.772);

    private TallJpeg() {}

    /** The picture, or empty where the JDK's decoder has smoothed the rows itself or the bytes are no such JPEG. */
    static Optional<Image> read(byte[] bytes, long mostPixels) {
        Optional<JpegHead> tall = JpegHead.of(bytes)
                .filter(head -> head.halfHeight() && (long) head.width() * head.height() <= mostPixels);
        return tall.isPresent() ? read(bytes, tall.get()) : Optional.empty();
    }

    private static Optional<Image> read(byte[] bytes, JpegHead head) {
        Optional<ImageReader> reader = PlainJpeg.jdkReader();
        if (reader.isEmpty()) {
            return Optional.empty();
        }
        boolean[] warned = new boolean[1];
        reader.get().addIIOReadWarningListener((source, warning) -> warned[0] = true);
        try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
            reader.get().setInput(stream, true, true);
            Raster raster = reader.get().readRaster(0, null);
            if (warned[0] || raster.getNumBands() != 3 || raster.getHeight() != head.height()) {
                return Optional.empty();
            }
            int[][] planes = new int[3][];
            for (int c = 0; c < 3; c++) {
                planes[c] = raster.getSamples(0, 0, head.width(), head.height(), c, (int[]) null);
            }
            return repeats(planes[1], head) && repeats(planes[2], head)
                    ? Optional.of(colours(planes[0], smooth(planes[1], head), smooth(planes[2], head), head))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the general way has the last word
        } finally {
            reader.get().dispose();
        }
    }

    private static boolean repeats(int[] plane, JpegHead head) {
        int width = head.width();
        for (int y = 1; y < head.height(); y += 2) {
            for (int x = 0; x < width; x++) {
                if (plane[y * width + x] != plane[(y - 1) * width + x]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int[] smooth(int[] plane, JpegHead head) {
        int width = head.width();
        int last = (head.height() - 1) / 2 * 2;
        int[] out = new int[plane.length];
        for (int y = 0; y < head.height(); y++) {
            int own = y / 2 * 2;
            int other = Math.max(0, Math.min(last, y % 2 == 0 ? own - 2 : own + 2));
            int bias = 1 + y % 2;
            for (int x = 0; x < width; x++) {
                out[y * width + x] = 3 * plane[own * width + x] + plane[other * width + x] + bias >> 2;
            }
        }
        return out;
    }

    private static Image colours(int[] light, int[] blueness, int[] redness, JpegHead head) {
        int plane = light.length;
        byte[] out = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            int cb = blueness[i] - 128;
            int cr = redness[i] - 128;
            out[i] = clamped(light[i] + (CR_RED * cr + HALF >> BITS));
            out[plane + i] = clamped(light[i] + (-CB_GREEN * cb - CR_GREEN * cr + HALF >> BITS));
            out[2 * plane + i] = clamped(light[i] + (CB_BLUE * cb + HALF >> BITS));
        }
        return new Image(3, head.height(), head.width(), out);
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }
}
