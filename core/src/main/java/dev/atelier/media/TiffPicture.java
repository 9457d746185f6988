package dev.atelier.media;

import dev.atelier.media.ImageFiles.Unreadable;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** What the JDK's TIFF reader makes of colours, put right by the file's own word for them (TIFF 6.0, sections 8, 16 and 18). */
final class TiffPicture {
    private static final int JPEG = 7;
    private static final int INK = 5;
    private static final int FIRST_LAB = 8;
    private static final int LAST_LAB = 10;
    private static final int UNSPECIFIED = 0;

    private TiffPicture() {}

    static Image image(BufferedImage picture, TiffTags tags) throws Unreadable {
        int colours = tags.first(TiffTags.PHOTOMETRIC).orElse(-1);
        if (colours >= FIRST_LAB && colours <= LAST_LAB) {
            throw new Unreadable("colours of CIE L*a*b*; known are grey, palette, RGB, YCbCr, CMYK");
        }
        if (colours == INK
                && tags.first(TiffTags.COMPRESSION).filter(way -> way == JPEG).isPresent()) {
            throw new Unreadable(
                    "CMYK packed as JPEG in a TIFF, which the reader makes black of; save it with LZW, or as RGB");
        }
        if (colours == INK && picture.getRaster().getNumBands() >= 4) {
            return fromInk(picture.getRaster());
        }
        Image image = DecodedSamples.image(picture);
        // a sample that nothing is said of: the reader takes it for alpha, which it need not be
        boolean unknown = tags.first(TiffTags.EXTRA_SAMPLES)
                .filter(kind -> kind == UNSPECIFIED)
                .isPresent();
        return unknown && image.channels() % 2 == 0 ? Channels.first(image, image.channels() - 1) : image;
    }

    /** CMYK without a profile: each ink leaves a part of the light, and of that the black ink a part. */
    private static Image fromInk(Raster raster) {
        int height = raster.getHeight();
        int width = raster.getWidth();
        byte[] out = new byte[Math.multiplyExact(3 * height, width)];
        int[] ink = new int[width];
        int[] black = new int[width];
        long most = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 3, black);
            for (int c = 0; c < 3; c++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, ink);
                for (int x = 0; x < width; x++) {
                    long left = (most - ink[x]) * (most - black[x]);
                    out[(c * height + y) * width + x] = (byte) ((left * 255 + most * most / 2) / (most * most));
                }
            }
        }
        return new Image(3, height, width, out);
    }
}
