package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SampleDepthTest {
    private static byte[] file(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** Red, green and blue of 16 bits: their depths do not fit into the entry of a TIFF's tag and lie elsewhere. */
    private static BufferedImage deepColour() {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 5, 4, 3, null);
        return new BufferedImage(model, raster, false, null);
    }

    @Test
    void sixteenBitsAreToldFromEight() throws IOException {
        BufferedImage grey = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage colour = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
        BufferedImage deepGrey = new BufferedImage(5, 4, BufferedImage.TYPE_USHORT_GRAY);
        for (String format : new String[] {"png", "tif"}) {
            assertThat(SampleDepth.isDeep(file(grey, format))).isFalse();
            assertThat(SampleDepth.isDeep(file(colour, format))).isFalse();
            assertThat(SampleDepth.isDeep(file(deepGrey, format))).isTrue();
            assertThat(SampleDepth.isDeep(file(deepColour(), format))).isTrue();
        }
        assertThat(SampleDepth.isDeep(file(colour, "jpg"))).isFalse();
        assertThat(SampleDepth.isDeep(new byte[0])).isFalse();
    }
}
