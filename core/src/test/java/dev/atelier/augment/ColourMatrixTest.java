package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One pixel, (0.3, 0, 0.6) where it has colour: its mean is 0.3. */
class ColourMatrixTest {
    private static final ValueRange SYMMETRIC = new ValueRange(-1, 1);
    private static final ValueRange UNIT = new ValueRange(0, 1);

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void stepsAreWorkedByHand() {
        assertColour(new ColourMatrix().brightness(0.1), SYMMETRIC, 0.4, 0.1, 0.7);
        assertColour(new ColourMatrix().contrast(2), SYMMETRIC, 0.6, 0, 1.2);
        assertColour(new ColourMatrix().lumaFlip(), SYMMETRIC, -0.3, -0.6, 0);
        assertColour(new ColourMatrix().hue(2 * Math.PI / 3), SYMMETRIC, 0.6, 0.3, 0);
        assertColour(new ColourMatrix().saturation(0), SYMMETRIC, 0.3, 0.3, 0.3);
        assertColour(new ColourMatrix().saturation(2), SYMMETRIC, 0.3, -0.3, 0.9);
    }

    @Test
    void theFirstStepIsDoneFirst() {
        assertColour(new ColourMatrix().brightness(0.1).contrast(2), SYMMETRIC, 0.8, 0.2, 1.4);
        assertColour(new ColourMatrix().contrast(2).brightness(0.1), SYMMETRIC, 0.7, 0.1, 1.3);
        assertColour(new ColourMatrix().brightness(0.1).lumaFlip(), SYMMETRIC, -0.4, -0.7, -0.1);
    }

    /** From [0, 1] to [−1, 1], the same, and back: 2·x − 1, then ·2, then (x + 1) / 2. */
    @Test
    void anotherRangeIsChangedAroundItsMiddle() {
        assertColour(new ColourMatrix().brightness(0.1), UNIT, 0.35, 0.05, 0.65);
        assertColour(new ColourMatrix().contrast(2), UNIT, 0.1, -0.5, 0.7);
        assertColour(new ColourMatrix().lumaFlip(), UNIT, 0.7, 0.4, 1);
    }

    private static void assertColour(ColourMatrix matrix, ValueRange range, double... expected) {
        Tensor pixel = Tensors.of(new float[] {0.3f, 0, 0.6f}, 1, 3, 1, 1);
        Toys.assertValues(Pixels.recolour(pixel, List.of(matrix), range), 1e-6, expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void withoutThreeChannelsEachIsChangedAsGreyIs(long channels) {
        Tensor image = Toys.images(1, channels, 3, 3);
        ColourMatrix all =
                new ColourMatrix().brightness(0.1).contrast(2).lumaFlip().hue(1).saturation(3);
        Tensor y = Pixels.recolour(image, List.of(all), SYMMETRIC);
        Tensor expected = image.add(Tensors.scalar(0.1)).mul(Tensors.scalar(-2));
        assertThat(y.allclose(expected, 0, 1e-5, false)).isTrue();
    }

    @Test
    void aGreyUnitImageIsTurnedIntoItsNegative() {
        Tensor y = Pixels.recolour(Toys.image(1, 3, 0, 0.25, 1), List.of(new ColourMatrix().lumaFlip()), UNIT);
        Toys.assertValues(y, 1e-6, 1, 0.75, 0);
    }

    @Test
    void eachImageHasItsOwnMatrixAndNoneIsBitForBit() {
        Tensor images = Toys.images(2, 3, 3, 3);
        List<ColourMatrix> matrices = List.of(new ColourMatrix(), new ColourMatrix().hue(1));
        Tensor y = Pixels.recolour(images, matrices, UNIT);
        assertThat(y.narrow(0, 0, 1).equal(images.narrow(0, 0, 1))).isTrue();
        assertThat(Toys.changed(images, y)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 0", "0, Infinity", "NaN, 1"})
    void aRangeThatDoesNotGoUpIsRefused(double low, double high) {
        assertThatThrownBy(() -> new ValueRange(low, high))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the images' range must go up, got " + low + " to " + high);
    }
}
