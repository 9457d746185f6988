package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DiscriminatorAccuracyTest {
    private static final int IMAGES = 131; // more than one piece
    private static final NetworkOptions SMALL = new NetworkOptions(8, 1 / 16.0, 0.4);

    private static DiscriminatorAccuracy of(float[] train, float[] heldOut, float[] fake) {
        return DiscriminatorAccuracy.of(train, heldOut, fake, 1, 0);
    }

    /** Means 2, 0.5 and −1: r_v is 1.5/3. */
    @Test
    void byHand() {
        DiscriminatorAccuracy found = of(new float[] {1, 3, 5, -1}, new float[] {2, -1}, new float[] {-3, 1, -2, 0});
        assertThat(found.train()).isEqualTo(0.75);
        assertThat(found.heldOut()).isEqualTo(0.5);
        assertThat(found.fake()).isEqualTo(0.5); // on the border is real
        assertThat(found.gap()).isEqualTo(0.25);
        assertThat(found.rt()).isEqualTo(0.5);
        assertThat(found.rv().orElseThrow()).isCloseTo(1.5 / 3, within(1e-12));
    }

    /** Labels 0 for real and the border of least squares. */
    @Test
    void turnedAroundAndMoved() {
        DiscriminatorAccuracy plain = of(new float[] {1, 3, 5, -1}, new float[] {2, -1}, new float[] {-3, 1, -2, -1});
        DiscriminatorAccuracy turned = DiscriminatorAccuracy.of(
                new float[] {-0.5f, -2.5f, -4.5f, 1.5f},
                new float[] {-1.5f, 1.5f},
                new float[] {3.5f, -0.5f, 2.5f, 1.5f},
                -1,
                0.5);
        assertThat(turned).isEqualTo(plain);
    }

    @Test
    void aDiscriminatorThatSaysOneThingTellsNothingApart() {
        float[] ones = {1, 1, 1};
        DiscriminatorAccuracy real = of(ones, ones, ones);
        assertThat(real.fake()).isZero();
        assertThat(real.train()).isEqualTo(1);
        assertThat(real.rv()).isEmpty();
        assertThat(real.rt()).isEqualTo(1);
        assertThat(real.json()).doesNotContainKey("rv").containsEntry("gap", 0.0);
        float[] minus = {-1, -1};
        assertThat(of(minus, minus, minus).fake()).isEqualTo(1);
        float[] zero = {0, 0};
        assertThat(of(zero, zero, zero).rt()).isZero();
        assertThat(of(zero, zero, zero).rv()).isEmpty();
    }

    /** It knows its set by heart, and takes everything else for generated. */
    @Test
    void memorisedImagesGiveAGapOfOne() {
        DiscriminatorAccuracy found = of(new float[] {4, 5, 6}, new float[] {-5, -4, -6}, new float[] {-5, -6, -4});
        assertThat(found.gap()).isEqualTo(1);
        assertThat(found.rv()).contains(1.0);
        assertThat(found.fake()).isEqualTo(1);
        DiscriminatorAccuracy same = of(new float[] {4, 5, 6}, new float[] {4, 5, 6}, new float[] {-5, -6, -4});
        assertThat(same.gap()).isZero();
        assertThat(same.rv()).contains(0.0);
    }

    @Test
    void brokenLogitsAreWrongOnBothSides() {
        float[] broken = {Float.NaN, Float.NaN};
        DiscriminatorAccuracy found = of(broken, broken, broken);
        assertThat(found.train()).isZero();
        assertThat(found.heldOut()).isZero();
        assertThat(found.fake()).isZero();
        assertThat(found.rt()).isZero();
        assertThat(found.rv()).isEmpty();
        assertThat(of(new float[] {Float.POSITIVE_INFINITY}, new float[] {1}, new float[] {1})
                        .rv())
                .isEmpty();
        assertBadInput(() -> of(broken, new float[0], broken)).hasMessageContaining("no unseen images");
    }

    private static ImageSequence images() {
        RandomStream stream = RandomStream.of(5, "images");
        return ImageSequence.of(
                PackedImages.of(
                        "noise",
                        IntStream.range(0, IMAGES)
                                .mapToObj(i -> {
                                    byte[] pixels = new byte[784];
                                    for (int k = 0; k < pixels.length; k++) {
                                        pixels[k] = (byte) stream.nextInt(256);
                                    }
                                    return new Image(1, 28, 28, pixels);
                                })
                                .toList()),
                IntStream.range(0, IMAGES).toArray());
    }

    private static Tensor tensor(ImageSequence images, boolean signed) {
        float[] values = new float[IMAGES * 784];
        for (int i = 0; i < IMAGES; i++) {
            byte[] pixels = images.images(i, 1).get(0).pixels();
            for (int k = 0; k < 784; k++) {
                float unit = (pixels[k] & 0xFF) / 255f;
                values[i * 784 + k] = signed ? 2 * unit - 1 : unit;
            }
        }
        return Tensors.of(values, IMAGES, 1, 28, 28);
    }

    /** The whole set in one pass of evaluation gives the same logits: no dropout, no border between pieces, the right range. */
    @Test
    void logitsAreThoseOfOnePassOverAll() {
        ImageSequence images = images();
        try (TensorScope scope = TensorScope.open();
                Discriminator discriminator = Architecture.FASHION.discriminator(SMALL)) {
            discriminator.initialise(RandomStream.of(1, "weights"));
            Pass pass = Pass.evaluation(Precision.FP32);
            for (boolean signed : new boolean[] {true, false}) {
                float[] whole = Tensors.toFloats(discriminator.forward(tensor(images, signed), pass));
                float[] found = DiscriminatorAccuracy.logits(discriminator, images, signed, new float[0], 0);
                assertThat(found).containsExactly(whole, within(1e-5f));
                assertThat(Arrays.equals(
                                found, DiscriminatorAccuracy.logits(discriminator, images, !signed, new float[0], 0)))
                        .isFalse();
            }
        }
    }

    @Test
    void eachImageMeetsItsOwnCondition() {
        ImageSequence images = images();
        NetworkOptions options = SMALL.withConditioning(new Conditioning(Conditioning.Mode.PROJECTION, 3, 8));
        float[] conditions = new float[3 * IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            conditions[3 * i + i % 3] = 1;
        }
        try (TensorScope scope = TensorScope.open();
                Discriminator discriminator = Architecture.FASHION.discriminator(options)) {
            discriminator.initialise(RandomStream.of(1, "weights"));
            Pass pass = Pass.evaluation(Precision.FP32)
                    .with(Fields.of(Fields.CONDITION, Tensors.of(conditions, IMAGES, 3)));
            float[] whole = Tensors.toFloats(discriminator.forward(tensor(images, true), pass));
            float[] found = DiscriminatorAccuracy.logits(discriminator, images, true, conditions, 3);
            assertThat(found).containsExactly(whole, within(1e-5f));
            Arrays.fill(conditions, 1 / 3f);
            assertThat(DiscriminatorAccuracy.logits(discriminator, images, true, conditions, 3))
                    .isNotEqualTo(found);
        }
    }
}
