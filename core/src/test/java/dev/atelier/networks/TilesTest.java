package dev.atelier.networks;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
    private static final float ROUNDING = 255 * 1e-5f;

    private static void assertNear(Levels made, Levels expected) {
        assertThat(made.height()).isEqualTo(expected.height());
        assertThat(made.width()).isEqualTo(expected.width());
        for (int i = 0; i < expected.values().length; i++) {
            assertThat(Math.abs(made.values()[i] - expected.values()[i]))
                    .as("level " + i)
                    .isLessThan(ROUNDING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 64})
    void tilesAreTheWholePictureWhereThereIsEnoughAround(int side) {
        try (ToyPictures model = ToyPictures.enlarging(3)) {
            Image picture = ToyPictures.noise(1, 3, 33, 29);
            assertNear(new Tiles(model, side).make(picture), model.make(picture));
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 40, 52", "8, 64, 20", "10, 24, 44", "48, 64, 64"})
    void tilesLieAtMultiplesOfWhatTheNetworkTakes(int side, int height, int width) {
        try (ToyPictures model = ToyPictures.strided(1, 3)) {
            Image picture = ToyPictures.noise(2, 1, height, width);
            assertNear(new Tiles(model, side).make(picture), model.make(picture));
        }
    }

    /** The test itself must see a seam. */
    @Test
    void withTooLittleAroundTheyAreNot() {
        try (ToyPictures model = ToyPictures.enlarging(1)) {
            ToyPictures narrow =
                    new ToyPictures(model.network(), 1, 1, 2, 1, OptionalInt.of(3), OptionalInt.empty(), 1);
            Image picture = ToyPictures.noise(1, 1, 33, 29);
            float[] whole = model.make(picture).values();
            float[] tiled = new Tiles(narrow, 16).make(picture).values();
            float most = 0;
            for (int i = 0; i < whole.length; i++) {
                most = Math.max(most, Math.abs(whole[i] - tiled[i]));
            }
            assertThat(most).isGreaterThan(ROUNDING);
        }
    }

    @Test
    void bytesAreThoseOfTheLevels() {
        try (ToyPictures model = ToyPictures.enlarging(3)) {
            Tiles tiles = new Tiles(model, 10);
            Image picture = ToyPictures.noise(3, 3, 25, 31);
            assertThat(tiles.apply(picture)).isEqualTo(tiles.make(picture).image());
        }
    }

    /** Subtracts the picture's mean, as a normalisation by its statistics does. */
    private record Centred(OptionalInt mean, List<Integer> sizes) implements PictureModel {
        private static int mean(List<Image> pictures) {
            long sum = 0;
            long count = 0;
            for (Image picture : pictures) {
                for (byte pixel : picture.pixels()) {
                    sum += pixel & 0xFF;
                    count++;
                }
            }
            return (int) (sum / count);
        }

        @Override
        public int inputChannels() {
            return 1;
        }

        @Override
        public int outputChannels() {
            return 1;
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public int multiple() {
            return 2;
        }

        @Override
        public OptionalInt halo() {
            return OptionalInt.empty();
        }

        @Override
        public OptionalInt trainedSide() {
            return OptionalInt.empty();
        }

        @Override
        public List<Levels> make(List<Image> inputs) {
            return inputs.stream()
                    .map(input -> {
                        sizes.add(Math.max(input.height(), input.width()));
                        int less = mean.orElseGet(() -> mean(List.of(input)));
                        Levels levels = Levels.of(input);
                        for (int i = 0; i < levels.values().length; i++) {
                            levels.values()[i] -= less;
                        }
                        return levels;
                    })
                    .toList();
        }

        @Override
        public PictureModel withStatisticsOf(List<Image> pictures) {
            return new Centred(OptionalInt.of(mean(pictures)), sizes);
        }
    }

    @Test
    void statisticsOfTilesStandForThoseOfThePictureAndSeamsAreBlended() {
        List<Integer> sizes = new ArrayList<>();
        Centred model = new Centred(OptionalInt.empty(), sizes);
        Image picture = Image.filled(1, 60, 90, 0);
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 90; x++) {
                picture.pixels()[y * 90 + x] = (byte) (2 * x); // tile by tile the means are far apart
            }
        }
        Levels tiled = new Tiles(model, 16).make(picture);
        assertThat(sizes).isNotEmpty().allMatch(size -> size <= 16);
        float expected = picture.at(0, 0, 0) - tiled.values()[0];
        for (int i = 0; i < tiled.values().length; i++) {
            assertThat((picture.pixels()[i] & 0xFF) - tiled.values()[i]).isBetween(expected - 1e-3f, expected + 1e-3f);
        }
        assertThat(expected)
                .as("the mean over the sample is near that of the picture")
                .isBetween(80f, 98f);
    }

    @Test
    void aModelThatLooksAtTheWholeAndKnowsNoStatisticsIsRefused() {
        try (ToyPictures model = ToyPictures.enlarging(1)) {
            ToyPictures whole =
                    new ToyPictures(model.network(), 1, 1, 2, 1, OptionalInt.empty(), OptionalInt.empty(), 1);
            assertBadInput(() -> new Tiles(whole, 8).make(ToyPictures.noise(1, 1, 9, 9)))
                    .hasMessageContaining("cannot be cut into tiles");
            assertThat(new Tiles(whole, 9).make(ToyPictures.noise(1, 1, 9, 9)).width())
                    .as("what is no larger than a tile is not cut")
                    .isEqualTo(18);
        }
    }

    @Test
    void tilesAreAsLargeAsTheMemoryAllows() {
        try (ToyPictures model = ToyPictures.strided(1, 1)) {
            long each = model.bytesPerPixel();
            assertThat(Tiles.fitting(model, 100, 100, 2 * 100 * 100 * each)).isEmpty();
            // 12 on either side of the tile: 96 + 2 · 12 = 120 ≤ √(100 · 150)
            assertThat(Tiles.fitting(model, 100, 200, 2 * 100 * 150 * each)).hasValue(96);
            assertThat(Tiles.fitting(model, 1 << 14, 1 << 14, 1L << 40)).hasValue(1024);
            assertThat(Tiles.fitting(model, 100, 200, 1)).as("never none").hasValue(8);
        }
        assertBadInput(() -> new Tiles(ToyPictures.enlarging(1), 0)).hasMessageContaining("--tile is 0");
    }

    @ParameterizedTest
    @CsvSource({"13, 22", "8, 8", "1, 1", "3, 200"})
    void everySizeComesBackAsItWent(int height, int width) {
        try (ToyPictures model = ToyPictures.strided(3, 1)) {
            Image picture = ToyPictures.noise(4, 3, height, width);
            Padded any = new Padded(model);
            Image made = any.apply(picture);
            assertThat(made.height()).isEqualTo(height);
            assertThat(made.width()).isEqualTo(width);
            assertThat(made.channels()).isEqualTo(1);
            assertThat(any.make(picture).image()).isEqualTo(made);
        }
    }

    @Test
    void sidesAreFilledUpByReflection() {
        try (ToyPictures model = ToyPictures.strided(1, 1)) {
            Image picture = new Image(1, 2, 5, new byte[] {1, 2, 3, 4, 5, 11, 12, 13, 14, 15});
            Image padded = new Padded(model).padded(picture);
            assertThat(padded.height()).isEqualTo(8);
            assertThat(padded.width()).isEqualTo(8);
            assertThat(padded.crop(0, 0, 1, 8).pixels()).containsExactly(1, 2, 3, 4, 5, 4, 3, 2);
            assertThat(padded.crop(1, 0, 1, 8).pixels()).containsExactly(11, 12, 13, 14, 15, 14, 13, 12);
            assertThat(padded.crop(2, 0, 1, 8).pixels()).as("back and forth").containsExactly(1, 2, 3, 4, 5, 4, 3, 2);
            assertThat(new Padded(model).padded(Image.filled(1, 1, 1, 7))).isEqualTo(Image.filled(1, 8, 8, 7));
        }
    }

    @Test
    void eightWaysAreAveragedAndTurnWithThePicture() {
        try (ToyPictures model = ToyPictures.enlarging(1)) {
            EightWays eight = new EightWays(new Padded(model));
            Image picture = ToyPictures.noise(5, 1, 9, 6);
            Levels made = eight.make(picture);
            double sum = 0;
            for (Turn turn : Turn.ALL) {
                sum += turn.inverse().of(model.make(turn.of(picture))).values()[17];
                assertNear(eight.make(turn.of(picture)), turn.of(made));
            }
            assertThat((double) made.values()[17]).isBetween(sum / 8 - 1e-3, sum / 8 + 1e-3);
        }
    }

    @Test
    void optionsWithoutEffectAreRefusedWithTheReason() {
        try (ToyPictures model = ToyPictures.enlarging(1)) {
            assertThat(model.with(PictureOptions.NONE)).isSameAs(model);
            PictureOptions dropout = new PictureOptions(true, Optional.empty(), OptionalDouble.empty(), 1);
            assertBadInput(() -> model.with(dropout)).hasMessageContaining("--dropout has no effect here: ");
            dropout.only(Set.of(PictureOptions.DROPOUT), Map.of());
            PictureOptions norm = new PictureOptions(false, Optional.of("image"), OptionalDouble.empty(), 1);
            assertBadInput(() -> norm.only(Set.of(), Map.of("--norm", "it has none")))
                    .hasMessage("--norm has no effect here: it has none");
        }
        assertBadInput(() -> new PictureOptions(false, Optional.of("group"), OptionalDouble.empty(), 1))
                .hasMessageContaining("--norm is 'group'; allowed: image, running, batch");
        assertBadInput(() -> new PictureOptions(false, Optional.empty(), OptionalDouble.of(1.5), 1))
                .hasMessageContaining("--blend is 1.5; allowed: 0 to 1");
    }
}
