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

class PixelsTest {
    private static final float[] NONE = {0};
    private static final float[] ONE = {1};

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Pixels (0, .3, .6) and (.5, .5, .5): brighter (.1, .4, .7), (.6 …); saturated (−.2, .4, 1), (.6 …); towards the mean .5. */
    @Test
    void colourIsWorkedByHand() {
        Tensor image = Tensors.of(new float[] {0, 0.5f, 0.3f, 0.5f, 0.6f, 0.5f}, 1, 3, 1, 2);
        Tensor y = Pixels.color(image, new float[] {0.1f}, new float[] {2}, new float[] {0.5f});
        Toys.assertValues(y, 1e-6, 0.15, 0.55, 0.45, 0.55, 0.75, 0.55);
    }

    @Test
    void brightnessMovesEveryValueAndTheOthersKeepTheMean() {
        Tensor image = Toys.images(1, 3, 4, 4);
        double mean = image.mean().item_double();
        Tensor brighter = Pixels.color(image, new float[] {0.25f}, ONE, ONE);
        assertThat(brighter.sub(image).allclose(constant(image, 0.25), 0, 1e-6, false))
                .isTrue();
        Tensor others = Pixels.color(image, NONE, new float[] {1.75f}, new float[] {0.6f});
        assertThat(Toys.changed(image, others)).isEqualTo(1);
        Toys.assertValues(others.mean(), 1e-6, mean);
    }

    @Test
    void noSaturationIsGreyAndNoContrastIsFlat() {
        Tensor image = Toys.images(1, 3, 4, 4);
        Tensor grey = Pixels.color(image, NONE, NONE, ONE);
        for (long channel = 0; channel < 3; channel++) {
            assertSame(grey.select(1, channel), image.mean(1));
        }
        Tensor flat = Pixels.color(image, NONE, ONE, NONE);
        assertSame(flat, constant(flat, image.mean().item_double()));
    }

    @Test
    void oneChannelHasNoSaturation() {
        Tensor image = Toys.images(1, 1, 4, 4);
        assertSame(Pixels.color(image, NONE, new float[] {1.9f}, ONE), image);
    }

    @Test
    void eachImageHasItsOwnAmounts() {
        Tensor image = Toys.images(1, 2, 3, 3);
        Tensor both = Pixels.color(
                Toys.copies(image, 2), new float[] {0, 0.5f}, new float[] {1, 0.2f}, new float[] {1, 1.2f});
        assertSame(both.narrow(0, 0, 1), image);
        assertSame(
                both.narrow(0, 1, 1), Pixels.color(image, new float[] {0.5f}, new float[] {0.2f}, new float[] {1.2f}));
    }

    @Test
    void shiftsByWholePixelsExactly() {
        Tensor images = Toys.copies(Toys.counting(2, 3), 4);
        Tensor y = Pixels.shift(images, new int[] {0, 1, -1, 5}, new int[] {0, 1, -2, 0}, 0.5);
        assertThat(Tensors.toFloats(y))
                .containsExactly(
                        1, 2, 3, 4, 5, 6, //
                        0.5f, 0.5f, 0.5f, 0.5f, 1, 2, //
                        6, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, //
                        0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
    }

    @Test
    void shiftsAllChannelsAlike() {
        Tensor image = Toys.images(2, 4, 5, 5);
        Tensor y = Pixels.shift(image, new int[] {2, 0}, new int[] {-1, 0}, 0);
        assertThat(y.narrow(0, 0, 1)
                        .narrow(2, 2, 3)
                        .narrow(3, 0, 4)
                        .equal(image.narrow(0, 0, 1).narrow(2, 0, 3).narrow(3, 1, 4)))
                .isTrue();
        assertThat(y.narrow(0, 1, 1).equal(image.narrow(0, 1, 1))).isTrue();
    }

    @Test
    void blanksARectangleAndLosesWhatLiesOutside() {
        Tensor images = Toys.copies(Toys.counting(3, 3), 2);
        Tensor y = Pixels.blank(images, new int[] {1, -1}, new int[] {1, 2}, 2, 2, 0.5);
        assertThat(Tensors.toFloats(y))
                .containsExactly(
                        1, 2, 3, 4, 0.5f, 0.5f, 7, 0.5f, 0.5f, //
                        1, 2, 0.5f, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void flipsTurnsAndMovesPermutePixels() {
        assertWarped(new Affine().flip(), 3, 2, 1, 6, 5, 4, 9, 8, 7);
        assertWarped(new Affine().quarterTurns(1), 7, 4, 1, 8, 5, 2, 9, 6, 3);
        assertWarped(new Affine().quarterTurns(2), 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertWarped(new Affine().quarterTurns(3), 3, 6, 9, 2, 5, 8, 1, 4, 7);
        assertWarped(new Affine().translate(1, 0), 2, 1, 2, 5, 4, 5, 8, 7, 8); // mirrored at the outermost pixels
        assertWarped(new Affine().translate(0, -1), 4, 5, 6, 7, 8, 9, 4, 5, 6);
    }

    @Test
    void theFirstStepIsDoneFirst() {
        assertWarped(new Affine().flip().translate(1, 0), 2, 3, 2, 5, 6, 5, 8, 9, 8);
        assertWarped(new Affine().translate(1, 0).flip(), 2, 1, 2, 5, 4, 5, 8, 7, 8);
        assertWarped(new Affine().quarterTurns(1).translate(0, 1), 8, 5, 2, 7, 4, 1, 8, 5, 2);
        assertWarped(new Affine().rotate(0.3).scale(2, 0.5).scale(0.5, 2).rotate(-0.3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void fractionsOfPixelsAreInterpolated() {
        assertWarped(new Affine().scale(2, 2), 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7);
        assertWarped(new Affine().scale(1, 2), 2.5, 3.5, 4.5, 4, 5, 6, 5.5, 6.5, 7.5);
        assertWarped(new Affine().translate(0.5, 0), 1.5, 1.5, 2.5, 4.5, 4.5, 5.5, 7.5, 7.5, 8.5);
        assertWarped(new Affine().rotate(Math.PI / 2), 7, 4, 1, 8, 5, 2, 9, 6, 3);
    }

    /** Rows of five: 1 … 5, 6 … 10, 11 … 15. A turn by 90° maps the middle row's 7, 8, 9 onto the middle column. */
    @Test
    void pixelsAreSquareInImagesThatAreNot() {
        Tensor y = Pixels.warp(Toys.counting(3, 5), List.of(new Affine().rotate(Math.PI / 2)));
        Toys.assertValues(y.select(3, 2), 1e-5, 7, 8, 9);
        Toys.assertValues(y.select(2, 1).narrow(2, 1, 3), 1e-5, 13, 8, 3);
    }

    private static void assertWarped(Affine map, double... expected) {
        Toys.assertValues(Pixels.warp(Toys.counting(3, 3), List.of(map)), 1e-5, expected);
    }

    @Test
    void anImageThatIsNotToChangeStaysAmongOthers() {
        Tensor images = Toys.copies(Toys.images(1, 3, 8, 8), 2);
        Tensor y = Pixels.warp(images, List.of(new Affine(), new Affine().flip()));
        assertSame(y.narrow(0, 0, 1), images.narrow(0, 0, 1));
        assertSame(y.narrow(0, 1, 1), images.narrow(0, 0, 1).flip(3));
        Tensor untouched = Pixels.warp(images, List.of(new Affine(), new Affine()));
        assertThat(untouched.equal(images)).isTrue();
    }

    @Test
    void onePixelSurvivesEveryMap() {
        Tensor y = Pixels.warp(
                Toys.image(1, 1, 0.7), List.of(new Affine().rotate(1).translate(3, 0.5)));
        Toys.assertValues(y, 1e-6, 0.7);
    }

    @Test
    void refusesWhatIsNoBatchOfImages() {
        assertThatThrownBy(() -> Pixels.require(Tensors.of(new float[6], 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images must be [B, C, H, W], got [2, 3]");
    }

    @Test
    void gradientsReachTheImages() {
        float[] two = {0.7f, 1.4f};
        Toys.assertGradient("colour", x -> Pixels.color(x, two, two, two), 2, 3, 2, 3);
        Toys.assertGradient("shift", x -> Pixels.shift(x, new int[] {1, 0}, new int[] {-1, 2}, 0.5), 2, 2, 3, 4);
        Toys.assertGradient("blank", x -> Pixels.blank(x, new int[] {1, 0}, new int[] {-1, 2}, 2, 2, 0.5), 2, 2, 3, 4);
        Affine turned = new Affine().rotate(0.4).scale(1.2, 0.9).translate(0.3, -0.6);
        Toys.assertGradient("warp", x -> Pixels.warp(x, List.of(turned, new Affine())), 2, 2, 3, 4);
        ColourMatrix colour =
                new ColourMatrix().brightness(0.1).contrast(1.3).hue(1).saturation(0.4);
        List<ColourMatrix> colours = List.of(colour, new ColourMatrix());
        ValueRange range = new ValueRange(0, 1);
        Toys.assertGradient("colour matrix", x -> Pixels.recolour(x, colours, range), 2, 3, 2, 2);
        Toys.assertGradient("scale and offset", x -> Pixels.recolour(x, colours, range), 2, 1, 2, 2);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.allclose(expected, 0, 2e-6, false)).isTrue();
    }

    private static Tensor constant(Tensor like, double value) {
        return like.mul(Tensors.scalar(0)).add(Tensors.scalar(value));
    }
}
