package dev.atelier.augment;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.augment.DiffAugment.Policy;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffAugmentTest {
    private final RandomStream stream = RandomStream.of(5, "augment");
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

    private DiffAugment symmetric(Policy... policies) {
        return new DiffAugment(stream, List.of(policies), -1, 1);
    }

    @Test
    void noPolicyIsBitForBitAndDrawsNothing() {
        Tensor images = Toys.images(2, 3, 4, 4);
        assertThat(symmetric().apply(images).equal(images)).isTrue();
        assertThat(stream.counter()).isZero();
    }

    /** The mean moves by the brightness alone; what was drawn is read from a second stream of the same name. */
    @ParameterizedTest
    @CsvSource({"-1, 1, 1", "0, 1, 0.5"})
    void brightnessMovesTheMeanByTheDrawnAmount(double low, double high, double unit) {
        Tensor images = Toys.images(6, 3, 5, 5);
        Tensor y = new DiffAugment(stream, List.of(Policy.COLOR), low, high).apply(images);
        Tensor moved = y.sub(images).mean(1, 2, 3);
        RandomStream again = RandomStream.of(5, "augment");
        double[] expected = new double[6];
        for (int i = 0; i < 6; i++) {
            expected[i] = unit * (again.nextDouble() - 0.5);
            again.nextDouble();
            again.nextDouble();
        }
        Toys.assertValues(moved, 1e-5, expected);
        assertThat(stream.counter()).isEqualTo(again.counter());
    }

    /** Of one channel, the spread around the mean is multiplied by the contrast; three numbers an image, the third is its. */
    @Test
    void contrastAndSaturationHaveThePapersRanges() {
        Tensor images = Toys.copies(Toys.image(1, 2, -0.5, 0.5), 2000);
        float[] one = Tensors.toFloats(symmetric(Policy.COLOR).apply(images));
        float[] factors = new float[2000];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = one[2 * i + 1] - one[2 * i];
        }
        assertUniform(factors, 0.5, 1.5);
        Tensor coloured = Tensors.of(new float[] {-0.25f, 0.25f, -0.25f, 0.25f, 0.5f, -0.5f}, 1, 3, 1, 2); // grey is 0
        float[] three = Tensors.toFloats(
                symmetric(Policy.COLOR).apply(Toys.copies(coloured, 2000)).select(3, 0)); // [2000, 3, 1]
        RandomStream again = RandomStream.of(5, "augment");
        again.seek(6000);
        for (int i = 0; i < factors.length; i++) {
            again.nextDouble();
            again.nextDouble();
            double contrast = 0.5 + again.nextDouble();
            factors[i] = (float) ((three[3 * i + 2] - three[3 * i]) / 0.75 / contrast);
        }
        assertUniform(factors, 0, 2);
    }

    private static void assertUniform(float[] values, double low, double high) {
        int[] bins = new int[4];
        for (float value : values) {
            assertThat((double) value).isBetween(low - 1e-5, high + 1e-5);
            bins[Math.max(0, Math.min(3, (int) Math.floor(4 * (value - low) / (high - low))))]++;
        }
        for (int bin : bins) {
            assertThat(bin).isCloseTo(values.length / 4, within(values.length / 16));
        }
    }

    /** Each result is the image moved by whole pixels, with mid-grey coming in; all 25 moves of up to 2 of 16 pixels appear. */
    @ParameterizedTest
    @CsvSource({"-1, 1, 0", "0, 1, 0.5"})
    void translationIsAnExactShiftOfUpToAnEighth(double low, double high, float grey) {
        Tensor image = Toys.images(1, 1, 16, 16);
        float[] before = Tensors.toFloats(image);
        float[] after = Tensors.toFloats(
                new DiffAugment(stream, List.of(Policy.TRANSLATION), low, high).apply(Toys.copies(image, 500)));
        int[] seen = new int[25];
        for (int i = 0; i < 500; i++) {
            int matches = 0;
            for (int move = 0; move < 25; move++) {
                if (isShift(before, after, i * 256, move / 5 - 2, move % 5 - 2, grey)) {
                    seen[move]++;
                    matches++;
                }
            }
            assertThat(matches).isEqualTo(1);
        }
        Toys.assertBetween(seen, 5, 40); // 20 expected
    }

    private static boolean isShift(float[] before, float[] after, int at, int down, int right, float grey) {
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                boolean inside = y >= down && y < 16 + down && x >= right && x < 16 + right;
                if (after[at + y * 16 + x] != (inside ? before[(y - down) * 16 + x - right] : grey)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Half of 8 pixels with the centre on one of nine edges: 2, 3, 4, 4, 4, 4, 4, 3 or 2 of them are inside, 30/9 on average, and
     * five times in nine all four.
     */
    @Test
    void cutoutSetsTheRightShareToGrey() {
        Tensor y = new DiffAugment(stream, List.of(Policy.CUTOUT), 0, 1).apply(torch.ones(4000, 2, 8, 8));
        Tensor grey = y.eq(Tensors.scalar(0.5));
        assertThat(grey.logical_or(y.eq(Tensors.scalar(1))).all().item_bool()).isTrue();
        assertThat(grey.select(1, 0).equal(grey.select(1, 1))).isTrue();
        float[] counts = Tensors.toFloats(grey.select(1, 0).sum(1, 2));
        int whole = 0;
        double sum = 0;
        for (float count : counts) {
            assertThat(List.of(4f, 6f, 8f, 9f, 12f, 16f)).contains(count);
            whole += count == 16 ? 1 : 0;
            sum += count;
        }
        assertThat(sum / 4000).isCloseTo(30.0 / 9 * 30 / 9, within(0.2));
        assertThat(whole / 4000.0).isCloseTo(25.0 / 81, within(0.03));
    }

    @Test
    void policiesRunInThePapersOrderWhateverTheList() {
        Tensor images = Toys.images(3, 3, 8, 8);
        Tensor expected = symmetric(Policy.CUTOUT)
                .apply(symmetric(Policy.TRANSLATION)
                        .apply(symmetric(Policy.COLOR).apply(images)));
        stream.seek(0);
        Tensor y = symmetric(Policy.CUTOUT, Policy.COLOR, Policy.TRANSLATION).apply(images);
        assertThat(y.equal(expected)).isTrue();
    }

    @Test
    void theSamePositionGivesTheSameBitsOnRealAndFake() {
        DiffAugment augment = symmetric(Policy.values());
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

    @ParameterizedTest
    @CsvSource({"1, 8, 8", "2, 7, 9", "4, 5, 3", "3, 1, 1"})
    void takesAnyNumberOfChannelsAndAnySize(long channels, long height, long width) {
        Tensor images = Toys.images(3, channels, height, width);
        Tensor y = symmetric(Policy.values()).apply(images);
        assertThat(Tensors.shape(y)).isEqualTo(Tensors.shape(images));
        assertThat(Tensors.allFinite(y)).isTrue();
        assertThat(Toys.changed(images, y)).isEqualTo(3);
    }

    @Test
    void gradientsReachTheImages() {
        Toys.assertGradient(
                "all",
                x -> new DiffAugment(RandomStream.of(5, "gradient"), List.of(Policy.values()), 0, 1).apply(x),
                2,
                3,
                4,
                4);
    }

    @Test
    void readsAListOfNames() {
        assertThat(Policy.parse("color,translation,cutout")).containsExactly(Policy.values());
        assertThat(Policy.parse(" cutout , color ")).isEqualTo(Set.of(Policy.COLOR, Policy.CUTOUT));
        assertThat(Policy.parse(" ")).isEmpty();
        assertThat(Policy.keys()).containsExactly("color", "translation", "cutout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour", "color,colour", "colour,"})
    void anUnknownNameIsBadInput(String list) {
        assertBadInput(() -> Policy.parse(list))
                .hasMessage("no augmentation named 'colour'; known: color, translation, cutout");
    }
}
