package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Lab;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairRowsTest {
    private static final int SIDE = 16;
    private static final Jitter FULL = Jitter.full(SIDE, SIDE);
    private static final int LOAD = FULL.loadHeight();

    /** Every pixel says where it is; B is A, or A in colour. */
    private static ImagePairs placed(int channelsOfB, int count) {
        List<Image> a = new ArrayList<>();
        List<Image> b = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[LOAD * LOAD];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) ((i % LOAD * 7 + i / LOAD * 13 + n) % 251);
            }
            a.add(new Image(1, LOAD, LOAD, pixels));
            b.add(Channels.convert(a.get(n), channelsOfB));
        }
        return ImagePairs.of(
                "placed",
                PackedImages.of("a", a),
                PackedImages.of("b", b),
                IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    private static float[] batch(RowDataset rows, String field, long number, int... which) {
        try (Fields batch = rows.batch(which, number)) {
            return Tensors.toFloats(batch.get(field));
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 36", "64, 72", "128, 143", "256, 286", "1, 2", "28, 32"})
    void loadSizesAreThoseOfThePaper(int side, int load) {
        assertThat(Jitter.full(side, side).loadWidth()).isEqualTo(load);
        assertThat(Jitter.full(side, side).still().loadHeight()).isEqualTo(side);
    }

    @Test
    void bothPicturesOfAPairAreCutAndMirroredByOneDraw() {
        PairRows rows = new PairRows(placed(3, 4), PairTreatment.of(FULL, 5));
        Set<List<Float>> seen = new HashSet<>();
        for (long number = 0; number < 30; number++) {
            try (Fields batch = rows.batch(new int[] {0, 1, 2, 3}, number)) {
                assertThat(Tensors.shape(batch.get(PairRows.INPUT))).containsExactly(4, 1, SIDE, SIDE);
                assertThat(Tensors.shape(batch.get(Fields.REAL))).containsExactly(4, 3, SIDE, SIDE);
                float[] in = Tensors.toFloats(batch.get(PairRows.INPUT));
                float[] out = Tensors.toFloats(batch.get(Fields.REAL));
                for (int i = 0; i < in.length; i++) {
                    int picture = i / (SIDE * SIDE);
                    assertThat(out[picture * 3 * SIDE * SIDE + i % (SIDE * SIDE)])
                            .isEqualTo(in[i]);
                }
                seen.add(List.of(in[0], in[1]));
            }
        }
        assertThat(seen.size()).as("places and mirrorings").isGreaterThan(5);
        assertThat(seen.stream()
                        .map(pixels -> Math.signum(pixels.get(1) - pixels.get(0)))
                        .distinct())
                .as("some mirrored, some not")
                .hasSize(2);
    }

    @Test
    void aBatchIsAFunctionOfSeedAndNumber() {
        ImagePairs pairs = placed(1, 3);
        float[] first = batch(new PairRows(pairs, PairTreatment.of(FULL, 5)), PairRows.INPUT, 7, 0, 1, 2);
        assertThat(batch(new PairRows(pairs, PairTreatment.of(FULL, 5)), PairRows.INPUT, 7, 0, 1, 2))
                .isEqualTo(first);
        assertThat(batch(new PairRows(pairs, PairTreatment.of(FULL, 5)), PairRows.INPUT, 8, 0, 1, 2))
                .isNotEqualTo(first);
        assertThat(batch(new PairRows(pairs, PairTreatment.of(FULL, 6)), PairRows.INPUT, 7, 0, 1, 2))
                .isNotEqualTo(first);
    }

    @Test
    void whatIsOffIsOffAndDrawsAsManyNumbers() {
        ImagePairs pairs = placed(1, 2);
        Jitter moved = new Jitter(SIDE, SIDE, true, false);
        float[] plain = batch(new PairRows(pairs, PairTreatment.of(moved, 5)), PairRows.INPUT, 3, 0, 1);
        float[] both = batch(new PairRows(pairs, PairTreatment.of(FULL, 5)), PairRows.INPUT, 3, 0, 1);
        for (int row = 0; row < 2 * SIDE; row++) {
            float[] a = java.util.Arrays.copyOfRange(plain, row * SIDE, (row + 1) * SIDE);
            float[] b = java.util.Arrays.copyOfRange(both, row * SIDE, (row + 1) * SIDE);
            java.util.Arrays.sort(a);
            java.util.Arrays.sort(b);
            assertThat(b).as("the same places, mirrored or not").isEqualTo(a);
        }
    }

    @Test
    void withoutJitterPicturesAreAsTheyAre() {
        Image a = PairFolders.picture("a", 1, SIDE, SIDE);
        Image b = PairFolders.picture("b", 3, SIDE, SIDE);
        ImagePairs pairs =
                ImagePairs.of("one", PackedImages.of("a", List.of(a)), PackedImages.of("b", List.of(b)), List.of("x"));
        PairTreatment still = PairTreatment.of(FULL, 5).still();
        float[] in = batch(new PairRows(pairs, still), PairRows.INPUT, 9, 0);
        assertThat(PixelRange.SYMMETRIC.toBytes(in)).isEqualTo(a.pixels());
        assertThat(PixelRange.SYMMETRIC.toBytes(batch(new PairRows(pairs, still), Fields.REAL, 9, 0)))
                .isEqualTo(b.pixels());
        PairTreatment unit = new PairTreatment(FULL.still(), PixelRange.UNIT, PixelRange.SYMMETRIC, PairSpace.RGB, 5);
        assertThat(PixelRange.UNIT.toBytes(batch(new PairRows(pairs, unit), PairRows.INPUT, 9, 0)))
                .isEqualTo(a.pixels());
    }

    @Test
    void inLabLightnessGoesInAndColourComesOutAndBothMakeThePicture() {
        Image b = PairFolders.picture("b", 3, SIDE, SIDE);
        PackedImages colour = PackedImages.of("b", List.of(b));
        ImagePairs pairs = ImagePairs.of("lab", colour, colour, List.of("x"));
        PairTreatment lab = PairTreatment.of(FULL.still(), 5).in(PairSpace.LAB);
        assertThat(lab.inputChannels(pairs)).isEqualTo(1);
        assertThat(lab.outputChannels(pairs)).isEqualTo(2);
        float[] in = batch(new PairRows(pairs, lab), PairRows.INPUT, 0, 0);
        float[] out = batch(new PairRows(pairs, lab), Fields.REAL, 0, 0);
        assertThat(in).hasSize(SIDE * SIDE);
        assertThat(in[0]).isBetween(-1f, 1f);
        assertThat(Lab.picture(in, out, SIDE, SIDE)).isEqualTo(b);
        assertBadInput(() -> new PairRows(
                        ImagePairs.of(
                                "grey", colour, PackedImages.of("g", List.of(Channels.convert(b, 1))), List.of("x")),
                        lab))
                .hasMessageContaining("has 1 channels; allowed in space lab: 3");
    }

    @Test
    void aLoaderThatIsOpenedInTheMiddleGoesOnWithTheSameBatches() {
        PairRows rows = new PairRows(placed(1, 6), PairTreatment.of(FULL, 5));
        LoadPlan plan = new LoadPlan(Order.SHUFFLED, BatchSize.of(2), LastBatch.DROP, 1, 2);
        List<float[]> all = new ArrayList<>();
        List<Cursor> cursors = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(rows, plan, Cursor.start())) {
            for (int i = 0; i < 7; i++) {
                cursors.add(loader.cursor());
                try (Fields batch = loader.next()) {
                    all.add(Tensors.toFloats(batch.get(PairRows.INPUT)));
                }
            }
        }
        try (BatchLoader loader = new BatchLoader(rows, plan, cursors.get(4));
                Fields batch = loader.next()) {
            assertThat(Tensors.toFloats(batch.get(PairRows.INPUT))).isEqualTo(all.get(4));
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        PackedImages one = PackedImages.of("one", List.of(Image.filled(1, 4, 4, 1)));
        PackedImages two = PackedImages.of("two", List.of(Image.filled(1, 4, 4, 1), Image.filled(1, 4, 4, 2)));
        PackedImages wide = PackedImages.of("wide", List.of(Image.filled(1, 4, 5, 1)));
        assertBadInput(() -> ImagePairs.of("x", one, two, List.of("a")))
                .hasMessageContaining("1 pictures go in, 2 come out");
        assertBadInput(() -> ImagePairs.of("x", one, wide, List.of("a")))
                .hasMessageContaining("4×4 go in, of 5×4 come out");
        assertBadInput(() -> ImagePairs.of("x", two, two, List.of("a", "a")))
                .hasMessageContaining("two pairs of one name");
        assertBadInput(() -> new PairRows(ImagePairs.of("x", one, one, List.of("a")), PairTreatment.of(FULL, 1)))
                .hasMessageContaining("is stored at 4×4", "pieces of 16×16 need at least that");
    }

    @Test
    void aHashTellsTheSidesApart() {
        ImagePairs pairs = placed(3, 2);
        assertThat(ImagePairs.of("other name", pairs.input(), pairs.output(), List.of("x", "y"))
                        .sha256())
                .isEqualTo(pairs.sha256());
        assertThat(ImagePairs.of("swapped", pairs.output(), pairs.input(), List.of("x", "y"))
                        .sha256())
                .isNotEqualTo(pairs.sha256());
    }

    @Test
    void unpairedPicturesAreCutEachByADrawOfItsOwn() {
        PackedImages one = (PackedImages) placed(1, 2).input();
        CroppedRows a = new CroppedRows(one, FULL, PixelRange.SYMMETRIC, 5, "a");
        CroppedRows b = new CroppedRows(one, FULL, PixelRange.SYMMETRIC, 5, "b");
        boolean differ = false;
        for (long number = 0; number < 5; number++) {
            float[] left = batch(a, Fields.REAL, number, 0, 1);
            assertThat(batch(a, Fields.REAL, number, 0, 1)).isEqualTo(left);
            assertThat(left).hasSize(2 * SIDE * SIDE);
            differ |= !java.util.Arrays.equals(left, batch(b, Fields.REAL, number, 0, 1));
        }
        assertThat(differ).isTrue();
        assertThat(batch(a, Fields.REAL, 0, 0)[0]).isCloseTo(0, within(1.01f));
    }
}
