package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AugmentationTest {
    private static final Augmentation ALL = new Augmentation(true, 30, 0.2, 0.5, 0.4);
    private static final float[] PICTURE = {
        0.1f, 0.2f, 0.3f, //
        0.4f, 0.5f, 0.6f
    };

    private static float[] warped(Warp warp, ImageFormat format, float... in) {
        float[] shifted = new float[in.length + 5]; // a picture need not begin the array
        System.arraycopy(in, 0, shifted, 5, in.length);
        float[] out = new float[in.length];
        warp.apply(shifted, 5, format, out);
        return out;
    }

    private static float[] warped(Warp warp) {
        return warped(warp, new ImageFormat(1, 2, 3), PICTURE);
    }

    private static float[] random(int length, float low) {
        float[] values = new float[length];
        RandomStream.of(3, "pixels").fillUniform(values, 0, length);
        for (int i = 0; i < length; i++) {
            values[i] = low + (1 - low) * values[i];
        }
        return values;
    }

    @Test
    void standingStillLeavesTheBits() {
        float[] values = random(4 * 75, -1);
        float[] before = values.clone();
        ImageFormat format = new ImageFormat(3, 5, 5);
        assertThat(warped(Warp.of(false, 1, 0, 0, 0), new ImageFormat(3, 20, 5), values))
                .containsExactly(before);
        Augmentation.NONE.apply(values, 4, format, PixelRange.SYMMETRIC, RandomStream.of(1, "x"));
        assertThat(values).containsExactly(before);
    }

    @Test
    void aFlipIsExactInEveryChannel() {
        assertThat(warped(Warp.of(true, 1, 0, 0, 0))).containsExactly(0.3f, 0.2f, 0.1f, 0.6f, 0.5f, 0.4f);
        assertThat(warped(Warp.of(true, 1, 0, 0, 0), new ImageFormat(3, 1, 2), PICTURE))
                .containsExactly(0.2f, 0.1f, 0.4f, 0.3f, 0.6f, 0.5f);
    }

    @Test
    void aTranslationByWholePixelsIsExactAndRepeatsTheBorder() {
        assertThat(warped(Warp.of(false, 1, 0, 1, 0))).containsExactly(0.1f, 0.1f, 0.2f, 0.4f, 0.4f, 0.5f);
        assertThat(warped(Warp.of(false, 1, 0, 0, -1))).containsExactly(0.4f, 0.5f, 0.6f, 0.4f, 0.5f, 0.6f);
        assertThat(warped(Warp.of(true, 1, 0, 1, 0))).containsExactly(0.3f, 0.3f, 0.2f, 0.6f, 0.6f, 0.5f);
        assertThat(warped(Warp.of(false, 1, 0, 99, 0))).containsExactly(0.1f, 0.1f, 0.1f, 0.4f, 0.4f, 0.4f);
    }

    @Test
    void betweenPixelsIsBilinear() {
        assertThat(warped(Warp.of(false, 1, 0, -0.5, -0.25)))
                .containsExactly(new float[] {0.225f, 0.325f, 0.375f, 0.45f, 0.55f, 0.6f}, Offset.offset(1e-6f));
    }

    @Test
    void aQuarterTurnIsAnticlockwise() {
        float[] square = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(warped(Warp.of(false, 1, 90, 0, 0), new ImageFormat(1, 3, 3), square))
                .containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, Offset.offset(1e-5f));
        // in pixels, not in shares of unequal sides: the middle column lies down
        assertThat(warped(Warp.of(false, 1, 90, 0, 0), new ImageFormat(1, 3, 1), 1, 2, 3))
                .containsExactly(new float[] {2, 2, 2}, Offset.offset(1e-5f));
        // turned first, moved then
        assertThat(warped(Warp.of(false, 1, 90, 1, 0), new ImageFormat(1, 3, 3), square))
                .containsExactly(new float[] {3, 3, 6, 2, 2, 5, 1, 1, 4}, Offset.offset(1e-5f));
    }

    @Test
    void aZoomKeepsTheMiddleAndEnlarges() {
        assertThat(warped(Warp.of(false, 2, 0, 0, 0), new ImageFormat(1, 1, 5), 0, 1, 2, 3, 4))
                .containsExactly(1, 1.5f, 2, 2.5f, 3);
        assertThat(warped(Warp.of(false, 0.5, 0, 0, 0), new ImageFormat(1, 1, 5), 0, 1, 2, 3, 4))
                .containsExactly(0, 0, 2, 4, 4);
    }

    @Test
    void coloursAreBrightnessThenContrastThenSaturation() {
        float[] grey = {0.2f, 0.6f};
        new ColourJitter(1.5f, 0.5f, 9).apply(grey, 0, new ImageFormat(1, 1, 2), 0); // 0.3, 0.9 about 0.6
        assertThat(grey).containsExactly(new float[] {0.45f, 0.75f}, Offset.offset(1e-6f));
        float[] symmetric = {-0.6f, 0.2f}; // the same in −1 … 1
        new ColourJitter(1.5f, 0.5f, 9).apply(symmetric, 0, new ImageFormat(1, 1, 2), -1);
        assertThat(symmetric).containsExactly(new float[] {-0.1f, 0.5f}, Offset.offset(1e-6f));
        float[] red = {1, 0, 0};
        new ColourJitter(1, 1, 0.5f).apply(red, 0, new ImageFormat(3, 1, 1), 0);
        assertThat(red).containsExactly(new float[] {0.6495f, 0.1495f, 0.1495f}, Offset.offset(1e-6f));
        float[] alpha = {0.5f, 0.5f};
        new ColourJitter(0.5f, 1, 1).apply(alpha, 0, new ImageFormat(2, 1, 1), 0);
        assertThat(alpha).containsExactly(0.25f, 0.5f);
    }

    @Test
    void drawsFillTheirBoundsAndNoMore() {
        Augmentation shift = new Augmentation(false, 0, 0.25, 0, 0);
        Augmentation turn = new Augmentation(true, 0, 0, 0, 0);
        RandomStream stream = RandomStream.of(1, "draws");
        double least = 9;
        double most = -9;
        int flips = 0;
        ImageFormat ramp = new ImageFormat(1, 1, 41);
        for (int i = 0; i < 400; i++) {
            float[] values = new float[41];
            for (int x = 0; x < 41; x++) {
                values[x] = x / 40f;
            }
            float[] mirrored = values.clone();
            shift.apply(values, 1, ramp, PixelRange.UNIT, stream);
            double right = 20 - values[20] * 40;
            least = Math.min(least, right);
            most = Math.max(most, right);
            turn.apply(mirrored, 1, ramp, PixelRange.UNIT, stream);
            flips += mirrored[0] == 1 ? 1 : 0;
        }
        assertThat(least).isBetween(-10.2501, -9.9);
        assertThat(most).isBetween(9.9, 10.2501);
        assertThat(flips).isBetween(160, 240);
    }

    @ParameterizedTest
    @EnumSource
    void valuesStayInTheirRange(PixelRange range) {
        float low = range.toFloat(0);
        float[] values = random(50 * 48, low);
        float[] before = values.clone();
        new Augmentation(true, 180, 1, 4, 1)
                .apply(values, 49, new ImageFormat(3, 4, 4), range, RandomStream.of(2, "range"));
        Set<Float> seen = new HashSet<>();
        for (int i = 0; i < 49 * 48; i++) {
            assertThat(values[i]).isBetween(low, 1f);
            seen.add(values[i]);
        }
        assertThat(seen).contains(low, 1f).hasSizeGreaterThan(500);
        for (int i = 49 * 48; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(before[i]);
        }
    }

    private static List<float[]> batches(LoadOptions options, Cursor start, int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] pixels = new byte[48];
            for (int p = 0; p < 48; p++) {
                pixels[p] = (byte) (i * 31 + p * p);
            }
            images.add(new Image(3, 4, 4, pixels));
        }
        List<float[]> batches = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(PackedImages.of("ten", images), options, start)) {
            for (int i = 0; i < count; i++) {
                try (Fields batch = loader.next()) {
                    batches.add(Tensors.toFloats(batch.get(Fields.REAL)));
                }
            }
        }
        return batches;
    }

    @Test
    void aLoaderOpenedAtACursorAugmentsAlike() {
        LoadOptions options = LoadOptions.defaults(4, 7)
                .withOrder(Order.SEQUENTIAL)
                .withLastBatch(LastBatch.KEEP)
                .withAugmentation(ALL);
        List<float[]> whole = batches(options, Cursor.start(), 7);
        List<float[]> rest = batches(options, new Cursor(1, 4), 3);
        for (int i = 0; i < 3; i++) {
            assertThat(rest.get(i)).containsExactly(whole.get(4 + i));
        }
        assertThat(whole.get(3)).isNotEqualTo(whole.get(0)); // the same images in the next epoch
        assertThat(batches(options.withAugmentation(Augmentation.NONE), Cursor.start(), 1)
                        .get(0))
                .isNotEqualTo(whole.get(0));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertBadInput(() -> new Augmentation(false, 181, 0, 0, 0))
                .hasMessage("augmentation: rotate is 181.0; 0 to 180");
        assertBadInput(() -> new Augmentation(false, 0, -0.1, 0, 0));
        assertBadInput(() -> new Augmentation(false, 0, 0, Double.NaN, 0));
        assertBadInput(() -> new Augmentation(false, 0, 0, 0, 1.1));
    }
}
