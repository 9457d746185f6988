package dev.atelier.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.augment.AdaptiveAugment.Groups;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveAugmentTest {
    private static final Groups BLIT = new Groups(true, false, false);
    private static final Groups GEOMETRY = new Groups(false, true, false);
    private static final Groups COLOUR = new Groups(false, false, true);

    private final RandomStream stream = RandomStream.of(6, "augment");
    private TensorScope scope;

    @BeforeEach
    void open() {
        Engine.threads(1);
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private AdaptiveAugment augment(Groups groups, double p) {
        AdaptiveAugment augment = new AdaptiveAugment(stream, groups, -1, 1);
        augment.strength(p);
        return augment;
    }

    @Test
    void strengthNoughtIsBitForBitAndDrawsNothing() {
        Tensor images = Toys.images(3, 3, 8, 8);
        AdaptiveAugment augment = new AdaptiveAugment(stream, Groups.all(), -1, 1);
        assertThat(augment.strength()).isZero();
        Tensor y = augment.apply(images);
        assertThat(y.equal(images)).isTrue();
        assertThat(stream.counter()).isZero();
        y.close();
        assertThat(Tensors.toFloats(images)).hasSize(3 * 3 * 64);
    }

    @Test
    void withoutGroupsImagesGoThroughBitForBit() {
        Tensor images = Toys.images(3, 3, 8, 8);
        assertThat(augment(new Groups(false, false, false), 1).apply(images).equal(images))
                .isTrue();
    }

    /** All eight orientations and all moves of up to 2 of 16 pixels; away from the mirrored border each is found pixel by pixel. */
    @Test
    void blitsAreExactPermutations() {
        Tensor image = Toys.images(1, 1, 16, 16);
        Tensor y = augment(BLIT, 1).apply(Toys.copies(image, 200));
        int[] orientations = new int[8];
        for (long i = 0; i < 200; i++) {
            Tensor core = y.narrow(0, i, 1).narrow(2, 4, 8).narrow(3, 4, 8);
            int found = 0;
            for (int orientation = 0; orientation < 8; orientation++) {
                Tensor turned = (orientation < 4 ? image : image.flip(3)).rot90(orientation % 4, 2, 3);
                if (isPartOf(core, turned)) {
                    orientations[orientation]++;
                    found++;
                }
            }
            assertThat(found).as("orientations that give image " + i).isEqualTo(1);
        }
        Toys.assertBetween(orientations, 10, 45); // 25 expected
    }

    private static boolean isPartOf(Tensor core, Tensor image) {
        for (long down = -2; down <= 2; down++) {
            for (long right = -2; right <= 2; right++) {
                Tensor part = image.narrow(2, 4 - down, 8).narrow(3, 4 - right, 8);
                if (core.allclose(part, 0, 1e-5, false)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void imagesThatAreNotSquareTurnByHalfTurnsOnly() {
        Tensor image = Toys.images(1, 1, 3, 6); // an eighth: no move down, one pixel to the side
        Tensor y = augment(BLIT, 1).apply(Toys.copies(image, 100));
        int[] seen = new int[4];
        for (long i = 0; i < 100; i++) {
            Tensor one = y.narrow(0, i, 1).narrow(3, 1, 4);
            Tensor[] possible = {image, image.flip(3), image.flip(2), image.flip(2, 3)};
            for (int k = 0; k < 4; k++) {
                for (long move = -1; move <= 1; move++) {
                    seen[k] += one.allclose(possible[k].narrow(3, 1 - move, 4), 0, 1e-5, false) ? 1 : 0;
                }
            }
        }
        assertThat(seen[0] + seen[1] + seen[2] + seen[3]).isEqualTo(100);
        Toys.assertBetween(seen, 10, 45);
    }

    /**
     * An image is left alone if nothing fires that would change it. Flip: p/2. Turn: ¾·p. Move: p, but one in 16 is by nothing, as
     * ±2 of 16 pixels are rounded to 0 a quarter of the time, down and to the right.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void blitsFireAsOftenAsTheyShould(double p) {
        double untouched = (1 - p / 2) * (1 - 0.75 * p) * (1 - p * 15 / 16);
        assertChanged(augment(BLIT, p), 1, 1 - untouched);
    }

    /** Scaling, stretching and moving: p each; at least one of two rotations: p. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3})
    void geometryFiresAsOftenAsItShould(double p) {
        assertChanged(augment(GEOMETRY, p), 1, 1 - Math.pow(1 - p, 4));
    }

    /** Brightness, contrast, and where there are three channels hue and saturation: p each; luma flip: p/2. */
    @ParameterizedTest
    @CsvSource({"1, 0.1, 2", "1, 0.5, 2", "2, 0.5, 2", "3, 0.1, 4", "3, 0.3, 4", "4, 0.3, 2"})
    void colourFiresAsOftenAsItShould(long channels, double p, int always) {
        assertChanged(augment(COLOUR, p), channels, 1 - Math.pow(1 - p, always) * (1 - p / 2));
    }

    private static void assertChanged(AdaptiveAugment augment, long channels, double share) {
        Tensor images = Toys.copies(Toys.images(1, channels, 16, 16), 3000);
        double changed = Toys.changed(images, augment.apply(images)) / 3000.0;
        assertThat(changed).isCloseTo(share, within(0.03)); // three standard deviations
    }

    /** With p = 1: log₂ of the contrast has deviation ½, the brightness before it 0.2, and half of all are negatives. */
    @Test
    void coloursHaveThePapersDeviations() {
        Tensor y = augment(COLOUR, 1).apply(Toys.copies(Toys.image(1, 2, 0, 0.5), 4000));
        Tensor dark = y.select(3, 0);
        Tensor factor = y.select(3, 1).sub(dark).mul(Tensors.scalar(2));
        assertThat(factor.lt(Tensors.scalar(0)).sum().item_long() / 4000.0).isCloseTo(0.5, within(0.03));
        Tensor octaves = factor.abs().log2();
        assertThat(octaves.mean().item_double()).isCloseTo(0, within(0.03));
        assertThat(octaves.std().item_double()).isCloseTo(0.5, within(0.02));
        Tensor brightness = dark.div(factor);
        assertThat(brightness.mean().item_double()).isCloseTo(0, within(0.012));
        assertThat(brightness.std().item_double()).isCloseTo(0.2, within(0.01));
    }

    /**
     * On a ramp the result's slopes are the inverse map's factors. Their determinant is the scaling alone, as stretching keeps the
     * area; the sign of the first tells whether the image was turned by more than a quarter.
     */
    @Test
    void geometryHasThePapersDeviations() {
        Tensor ramp = Toys.counting(1, 33).sub(Tensors.scalar(17)).expand(2000, 1, 33, 33);
        float[] across = Tensors.toFloats(augment(GEOMETRY, 1).apply(ramp));
        stream.seek(0);
        float[] down = Tensors.toFloats(augment(GEOMETRY, 1).apply(ramp.transpose(2, 3)));
        List<Double> octaves = new ArrayList<>();
        double turned = 0;
        for (int middle = 16 * 33 + 16; middle < across.length; middle += 33 * 33) {
            if (Math.abs(across[middle]) > 12 || Math.abs(down[middle]) > 12) {
                continue; // moved so far that the mirrored border is near
            }
            double a = across[middle + 1] - across[middle];
            double b = across[middle + 33] - across[middle];
            double c = down[middle + 1] - down[middle];
            double d = down[middle + 33] - down[middle];
            double area = a * d - b * c;
            if (area > 0) { // else moved beyond the border
                octaves.add(Math.log(area) / Math.log(2) / 2);
                turned += a < 0 ? 1 : 0;
            }
        }
        int used = octaves.size();
        double mean = octaves.stream().mapToDouble(o -> o).sum() / used;
        double variance =
                octaves.stream().mapToDouble(o -> (o - mean) * (o - mean)).sum() / used;
        assertThat(used).isGreaterThan(1900);
        assertThat(mean).isCloseTo(0, within(0.02));
        assertThat(Math.sqrt(variance)).isCloseTo(0.2, within(0.015));
        assertThat(turned / used).isCloseTo(0.5, within(0.05));
    }

    @Test
    void theSamePositionGivesTheSameBitsOnRealAndFake() {
        AdaptiveAugment augment = augment(Groups.all(), 0.7);
        Tensor images = Toys.images(4, 3, 8, 8);
        Tensor real = augment.apply(images);
        long after = stream.counter();
        Tensor later = augment.apply(images);
        stream.seek(0);
        Tensor fake = augment.apply(images.clone());
        assertThat(fake.equal(real)).isTrue();
        assertThat(stream.counter()).isEqualTo(after);
        assertThat(later.equal(real)).isFalse();
    }

    /** An image in [0, 1] is changed as its double in [−1, 1] is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theRangeMakesNoDifference(long channels) {
        Tensor images = Toys.images(8, channels, 6, 6);
        Tensor symmetric = augment(Groups.all(), 0.8).apply(images);
        stream.seek(0);
        AdaptiveAugment unit = new AdaptiveAugment(stream, Groups.all(), 0, 1);
        unit.strength(0.8);
        Scalar half = Tensors.scalar(0.5);
        Tensor y = unit.apply(images.mul(half).add(half));
        assertThat(Toys.changed(images, symmetric)).isGreaterThan(5);
        assertThat(y.sub(half).mul(Tensors.scalar(2)).allclose(symmetric, 1e-4, 1e-4, false))
                .isTrue();
    }

    @Test
    void gradientsReachTheImages() {
        for (long channels : new long[] {1, 3}) {
            Toys.assertGradient(
                    channels + " channels",
                    x -> {
                        stream.seek(0);
                        return augment(Groups.all(), 0.9).apply(x);
                    },
                    2,
                    channels,
                    4,
                    4);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aStrengthThatIsNoProbabilityIsRefused(double p) {
        AdaptiveAugment augment = augment(Groups.all(), 0.25);
        assertThatThrownBy(() -> augment.strength(p))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("augmentation strength must be in [0, 1], got " + p);
        assertThat(augment.strength()).isEqualTo(0.25);
    }
}
