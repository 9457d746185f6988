package dev.atelier.media;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * From the JDK's decoded pictures to planar bytes, by the rules of {@link ImageFiles}. Samples are taken as they are stored:
 * {@code getRGB} would send grey through a colour conversion and change its values.
 */
final class DecodedSamples {
    private DecodedSamples() {}

    static Image image(BufferedImage picture) throws ImageFiles.Unreadable {
        if (picture.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(picture.getRaster(), palette);
        }
        int kind = picture.getColorModel().getColorSpace().getType();
        boolean integers = switch (picture.getRaster().getDataBuffer().getDataType()) {
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT -> true;
            case DataBuffer.TYPE_INT -> picture.getRaster().getSampleModel().getSampleSize(0) <= 16;
            default -> false;
        };
        if (!integers) {
            throw new ImageFiles.Unreadable("samples that are not whole numbers of 1 to 16 bits");
        }
        if (kind == ColorSpace.TYPE_RGB || kind == ColorSpace.TYPE_GRAY) {
            return fromSamples(picture);
        }
        return fromOtherColours(picture);
    }

    private static Image fromPalette(Raster raster, IndexColorModel palette) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        boolean grey = true;
        boolean opaque = true;
        for (int colour : colours) {
            grey &= (colour >> 16 & 0xFF) == (colour >> 8 & 0xFF) && (colour >> 8 & 0xFF) == (colour & 0xFF);
            opaque &= colour >>> 24 == 0xFF;
        }
        int[] shifts = grey
                ? (opaque ? new int[] {0} : new int[] {0, 24})
                : (opaque ? new int[] {16, 8, 0} : new int[] {16, 8, 0, 24});
        int height = raster.getHeight();
        int width = raster.getWidth();
        byte[] out = new byte[shifts.length * height * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int c = 0; c < shifts.length; c++) {
                for (int x = 0; x < width; x++) {
                    int colour = row[x] < colours.length ? colours[row[x]] : 0xFF000000;
                    out[(c * height + y) * width + x] = (byte) (colour >> shifts[c]);
                }
            }
        }
        return new Image(shifts.length, height, width, out);
    }

    private static Image fromSamples(BufferedImage picture) {
        ColorModel model = picture.getColorModel();
        if (model.hasAlpha() && model.isAlphaPremultiplied()) {
            picture.coerceData(false);
        }
        Raster raster = picture.getRaster();
        int channels = model.getNumColorComponents() + (model.hasAlpha() ? 1 : 0);
        int height = raster.getHeight();
        int width = raster.getWidth();
        byte[] out = new byte[Math.multiplyExact(channels * height, width)];
        int[] row = new int[width];
        for (int c = 0; c < channels; c++) {
            int most = (1 << raster.getSampleModel().getSampleSize(c)) - 1;
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    out[(c * height + y) * width + x] =
                            (byte) (most == 255 ? row[x] : (int) ((row[x] * 255L + most / 2) / most));
                }
            }
        }
        return new Image(channels, height, width, out);
    }

    /** Other spaces of colour: through the colour model's own way to sRGB; alpha is not looked for. */
    private static Image fromOtherColours(BufferedImage picture) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        byte[] out = new byte[3 * height * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    out[(c * height + y) * width + x] = (byte) (row[x] >> (16 - 8 * c));
                }
            }
        }
        return new Image(3, height, width, out);
    }
}
