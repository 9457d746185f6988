package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.networks.ImageShape;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidTest {
    @ParameterizedTest
    @CsvSource({"28, '7, 14, 28'", "32, '8, 16, 32'", "64, '8, 16, 32, 64'", "14, '7, 14'"})
    void sidesAreHalvedAsLongAsSevenPixelsRemain(int side, String levels) {
        Pyramid pyramid = Pyramid.of(new ImageShape(3, side, side));
        assertThat(pyramid.levels().stream()
                        .map(shape -> Integer.toString(shape.height()))
                        .toList())
                .containsExactly(levels.split(", "));
    }

    @Test
    void anImageThatCannotBeHalvedIsRefused() {
        assertThatThrownBy(() -> Pyramid.of(new ImageShape(1, 15, 28)))
                .isInstanceOf(BadInput.class)
                .hasMessage("a pyramid of 28×15 (width×height) has one level alone; allowed: even sides of at least 14,"
                        + " the nearest 28×14");
    }

    /** Coarser is the mean of 2×2; enlarged is bilinear with half-pixel centres: ¾ of the nearer and ¼ of the farther. */
    @Test
    void coarserAndEnlargedByHand() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor row = Tensors.of(new float[] {1, 3, 5, 7, 3, 5, 7, 9}, 1, 1, 2, 4);
            assertThat(Tensors.toFloats(Pyramid.coarser(row))).containsExactly(3, 7);
            Tensor coarse = Tensors.of(new float[] {0, 4}, 1, 1, 1, 2);
            assertThat(Tensors.toFloats(Pyramid.enlarged(coarse))).containsExactly(0, 1, 3, 4, 0, 1, 3, 4);
        }
    }

    @Test
    void theCoarsestAndAllResidualsMakeTheImageAgain() {
        try (TensorScope scope = TensorScope.open()) {
            Pyramid pyramid = Pyramid.of(new ImageShape(3, 32, 64));
            Tensor image = Tensors.uniform(RandomStream.of(5, "image"), new Device("cpu"), 2, 3, 32, 64);
            Tensor again = pyramid.at(image, 0);
            for (int level = 1; level <= pyramid.finest(); level++) {
                Tensor coarse = Pyramid.enlarged(pyramid.at(image, level - 1));
                Tensor residual = pyramid.at(image, level).sub(coarse);
                again = Pyramid.enlarged(again).add(residual);
            }
            assertThat(again.sub(image).abs().max().item_float()).isLessThan(1e-6f);
        }
    }
}
