package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.Stripes;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels and sizes of tensors against those of images, which are rounded to bytes. */
class PlanesTest {
    private static Image image(int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 89 + i * i % 7);
        }
        return new Image(channels, height, width, pixels);
    }

    private static void assertWithin(double slack, Tensor found, Image expected) {
        assertThat(Tensors.shape(found)).containsExactly(1, expected.channels(), expected.height(), expected.width());
        float[] values = Tensors.toFloats(found);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).isCloseTo(expected.pixels()[i] & 0xFF, within(slack));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "1,3", "1,4", "2,1", "2,3", "2,4", "3,1", "3,2", "3,4", "4,1", "4,2", "4,3"})
    void channelsAreThoseOfImages(int from, int to) {
        try (TensorScope scope = TensorScope.open()) {
            Image image = image(from, 3, 5);
            // alpha and luma step one after the other, so two halves may meet
            assertWithin(1.01, Planes.channels(Planes.of(List.of(image)), to), Channels.convert(image, to));
        }
    }

    @ParameterizedTest
    @CsvSource({"28,28,17,40", "9,33,33,9", "64,48,28,28", "5,5,5,11"})
    void sizesAreThoseOfImages(int height, int width, int rows, int columns) {
        try (TensorScope scope = TensorScope.open()) {
            Image image = Stripes.image(0, 2, height, width, 1);
            Tensor found = Bicubic.resize(Planes.of(List.of(image)), rows, columns);
            Tensor within = found.clamp(
                    new org.bytedeco.pytorch.ScalarOptional(Tensors.scalar(0)),
                    new org.bytedeco.pytorch.ScalarOptional(Tensors.scalar(255)));
            // images are rounded and cut off between the two passes too
            Image expected = Resample.BICUBIC.resize(image, rows, columns);
            float[] values = Tensors.toFloats(within);
            double total = 0;
            for (int i = 0; i < values.length; i++) {
                double off = Math.abs(values[i] - (expected.pixels()[i] & 0xFF));
                assertThat(off).isLessThan(4);
                total += off;
            }
            assertThat(total / values.length).isLessThan(0.5);
        }
    }
}
