package dev.atelier.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.ResnetTranslator;
import dev.atelier.networks.Tiles;
import dev.atelier.networks.Translator;
import dev.atelier.networks.UNet;
import dev.atelier.nn.NormStatistics;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles of pictures whose translation goes by statistics of the picture. */
class TiledTranslationTest {
    private static final PixelRange RANGE = PixelRange.SYMMETRIC;

    /** The weights are drawn wide, so that what stands around a place is felt there. */
    private static <T extends Translator> T drawn(T network) {
        Engine.threads(1);
        network.initialise(RandomStream.of(3, network.title()));
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            for (Parameter parameter : network.parameters()) {
                if (parameter.trainable() && Tensors.shape(parameter.value()).length > 1) {
                    parameter.value().mul_(new Scalar(10));
                }
            }
        }
        return network;
    }

    private static ResnetTranslator residual(ResnetTranslator.Up up) {
        return drawn(new ResnetTranslator(ResnetTranslator.Options.of(3, 1, 16, 16)
                .withBaseWidth(4)
                .withBlocks(1)
                .withUp(up)));
    }

    private static TranslationModel model(Translator network, NormStatistics statistics) {
        return new TranslationModel(
                network,
                new PictureCode.Plain(3, RANGE, 1, RANGE),
                "",
                new Device("cpu"),
                statistics,
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
    }

    /** Of waves, darker to the right: tile by tile the means are far apart. */
    private static Image picture(int height, int width) {
        byte[] pixels = new byte[3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int c = i / width / height;
            pixels[i] = (byte) (150 + 40 * Math.sin(x * 0.4 + c) + 40 * Math.cos(y * 0.3 * (1 + c)) - 60.0 * x / width);
        }
        return new Image(3, height, width, pixels);
    }

    private static double furthest(Levels one, Levels other) {
        double most = 0;
        for (int i = 0; i < one.values().length; i++) {
            most = Math.max(most, Math.abs(one.values()[i] - other.values()[i]));
        }
        return most;
    }

    private static double meanDistance(Levels one, Levels other) {
        double sum = 0;
        for (int i = 0; i < one.values().length; i++) {
            sum += Math.abs(one.values()[i] - other.values()[i]);
        }
        return sum / one.values().length;
    }

    /** Given the picture's own statistics, tiles are the whole to a hundred-thousandth of the range: the halo is wide enough. */
    @ParameterizedTest
    @EnumSource(ResnetTranslator.Up.class)
    void byThePicturesOwnStatisticsTilesAreTheWhole(ResnetTranslator.Up up) {
        try (ResnetTranslator network = residual(up)) {
            TranslationModel model = model(network, NormStatistics.RUNNING);
            Image picture = picture(96, 120);
            assertThat(model.halo()).as("statistics of the picture enter").isEmpty();
            TranslationModel own = model.withStatisticsOf(List.of(picture));
            Levels whole = model.make(picture);
            assertThat(furthest(own.make(picture), whole)).isLessThan(255e-5);
            assertThat(own.halo()).hasValue(up == ResnetTranslator.Up.TRANSPOSED ? 23 : 26);
            for (int side : new int[] {8, 20, 64}) {
                assertThat(furthest(tiledBy(own, side, picture), whole))
                        .as("tiles of %d", side)
                        .isLessThan(255e-5);
            }
        }
    }

    private static Levels tiledBy(TranslationModel given, int side, Image picture) {
        return new Tiles(new Kept(given), side).make(picture);
    }

    /** A model that has its statistics and does not take those of tiles. */
    private record Kept(TranslationModel model) implements PictureModel {
        @Override
        public int inputChannels() {
            return model.inputChannels();
        }

        @Override
        public int outputChannels() {
            return model.outputChannels();
        }

        @Override
        public int scale() {
            return model.scale();
        }

        @Override
        public int multiple() {
            return model.multiple();
        }

        @Override
        public OptionalInt halo() {
            return model.halo();
        }

        @Override
        public OptionalInt trainedSide() {
            return model.trainedSide();
        }

        @Override
        public List<Levels> make(List<Image> inputs) {
            return model.make(inputs);
        }
    }

    /** Far nearer to the whole than tiles that each go by their own statistics, as a translation of pieces would. */
    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void statisticsOfASampleStandForThoseOfThePicture(int side) {
        try (ResnetTranslator network = residual(ResnetTranslator.Up.TRANSPOSED)) {
            TranslationModel model = model(network, NormStatistics.RUNNING);
            Image picture = picture(192, 256);
            Levels whole = model.make(picture);
            Levels pieces = new Levels(1, 192, 256, new float[192 * 256]);
            for (int top = 0; top < 192; top += side) {
                for (int left = 0; left < 256; left += side) {
                    model.make(picture.crop(top, left, side, side)).on(pieces, top, left);
                }
            }
            double near = meanDistance(new Tiles(model, side).make(picture), whole);
            double far = meanDistance(pieces, whole);
            assertThat(near).as("of levels, against %s", far).isLessThan(far / 3);
        }
    }

    @Test
    void aUNetOverWholePicturesIsBlendedFromTiles() {
        UNet.Options options = UNet.Options.of(3, 1, 32, 32).withBaseWidth(4).withoutDropout();
        try (UNet network = drawn(new UNet(options))) {
            TranslationModel model = model(network, NormStatistics.IMAGE);
            TranslationModel given = model.withStatisticsOf(List.of(picture(64, 64)));
            assertThat(given.halo()).as("it looks at all of a picture").isEmpty();
            Levels tiled = new Tiles(model, 64).make(picture(128, 160));
            Image picture = picture(128, 160);
            Levels pieces = new Levels(1, 128, 160, new float[128 * 160]);
            for (int top = 0; top < 128; top += 32) {
                for (int left = 0; left < 160; left += 32) {
                    model.make(picture.crop(top, left, 32, 32)).on(pieces, top, left);
                }
            }
            Levels whole = model.make(picture);
            assertThat(meanDistance(tiled, whole)).isLessThan(meanDistance(pieces, whole) / 2);
            TranslationModel running = model(network, NormStatistics.RUNNING);
            assertThat(running.withStatisticsOf(List.of(picture(64, 64)))).isSameAs(running);
        }
    }

    @Test
    void inBatchModeAPictureCutIntoTilesIsItsOwnBatch() {
        UNet.Options options = UNet.Options.of(3, 1, 32, 32).withBaseWidth(4).withoutDropout();
        try (UNet network = drawn(new UNet(options))) {
            Image picture = picture(64, 64);
            Levels image = model(network, NormStatistics.IMAGE)
                    .withStatisticsOf(List.of(picture))
                    .make(picture);
            Levels batch = model(network, NormStatistics.BATCH)
                    .withStatisticsOf(List.of(picture))
                    .make(picture);
            assertThat(furthest(image, batch)).isLessThan(255e-5);
        }
    }
}
