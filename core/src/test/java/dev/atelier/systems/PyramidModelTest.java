package dev.atelier.systems;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.LaplacianLevel;
import dev.atelier.networks.LaplacianTop;
import dev.atelier.networks.Padded;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.networks.Tiles;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chain of a pyramid and its enlargements, on three levels, 7, 14 and 28 pixels. */
class PyramidModelTest {
    private static final Device CPU = new Device("cpu");
    private static final int FILTERS = 4;
    /** Levels are 0 to 255: this is 1e-5 of the range that the networks work in. */
    private static final Offset<Float> CLOSE = Offset.offset(2e-3f);

    private final List<AutoCloseable> networks = new ArrayList<>();

    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable network : networks) {
            network.close();
        }
    }

    /** {@code learned}: with weights; without them a level adds nothing. */
    private PyramidModel chain(int channels, int classes, boolean learned) {
        Pyramid pyramid = Pyramid.of(new ImageShape(channels, 28, 28));
        Generator top =
                LaplacianTop.generator(new LaplacianTop.Options(pyramid.levels().get(0), 5, 8, 8, classes));
        networks.add(top);
        List<LaplacianLevel.Maker> makers = new ArrayList<>();
        for (int level = 1; level <= 2; level++) {
            LaplacianLevel.Maker maker = new LaplacianLevel.Maker(
                    LaplacianLevel.Options.of(pyramid.levels().get(level))
                            .withBaseWidth(FILTERS)
                            .withClasses(classes));
            networks.add(maker);
            makers.add(maker);
        }
        if (learned) {
            top.initialise(RandomStream.of(1, "top"));
            makers.forEach(maker -> maker.initialise(RandomStream.of(2, "maker")));
        }
        return new PyramidModel(pyramid, top, makers, 5, classes, CPU, PyramidModel.NOISE, 2);
    }

    private PictureModel larger(int channels, int from) {
        return new PyramidUpscaler(chain(channels, 0, true), from, FILTERS);
    }

    private static Image picture(int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        new Random(height * 31L + width).nextBytes(pixels);
        return new Image(channels, height, width, pixels);
    }

    private static PictureOptions seed(long seed) {
        return new PictureOptions(false, Optional.empty(), OptionalDouble.empty(), seed);
    }

    /** Where levels add nothing, coarse images are enlarged alone: the rows can be worked out. */
    @Test
    void aGridShowsTheChainThenWhatIsMadeOfRealCoarseImagesThenTheRealOnes() {
        PyramidModel chain = chain(1, 0, false);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor real = Tensors.uniform(RandomStream.of(5, "image"), CPU, 2, 1, 28, 28);
            Fields inputs = chain.draw(Draws.of(1, "samples", CPU), 2).with(Fields.REAL, real);
            List<Image> columns = chain.exhibits(inputs, 1, 1);
            assertThat(columns).hasSize(1);
            Image column = columns.get(0);
            assertThat(column.width()).isEqualTo(30);
            assertThat(column.height()).isEqualTo(3 * 29 + 1);
            assertThat(column.crop(1, 1, 28, 28)).isEqualTo(Image.filled(1, 28, 28, 128));
            Tensor coarse = chain.pyramid().at(real.narrow(0, 1, 1), 0);
            float[] enlarged = Tensors.toFloats(Pyramid.enlarged(Pyramid.enlarged(coarse)));
            assertThat(column.crop(30, 1, 28, 28)).isEqualTo(chain.output().picture(enlarged));
            assertThat(column.crop(59, 1, 28, 28))
                    .isEqualTo(chain.output().picture(Tensors.toFloats(real.narrow(0, 1, 1))));
            assertThat(chain.exhibits(inputs.only("z0", "z1", "z2"), 0, 2))
                    .containsExactly(Image.filled(1, 28, 28, 128), Image.filled(1, 28, 28, 128));
        }
    }

    @Test
    void aPartOfTheChainTakesTheNoiseOfItsOwnLevels() {
        PyramidModel chain = chain(1, 0, true);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Fields whole = chain.draw(Draws.of(1, "z", CPU), 3);
            assertThat(whole.names()).containsExactly("z0", "z1", "z2");
            Fields part = chain.part(1, 2).draw(Draws.of(1, "z", CPU), 3);
            assertThat(part.names()).containsExactly("z2");
            assertThat(Tensors.toFloats(part.get("z2"))).isEqualTo(Tensors.toFloats(whole.get("z2")));
            assertThat(chain.part(PyramidModel.NOISE, 1).output().shape()).containsExactly(1, 14, 14);
        }
    }

    @Test
    void anEnlargementIsTheFilterAndWhatEachLevelAdds() {
        PyramidModel chain = chain(3, 0, true);
        PictureModel model = new PyramidUpscaler(chain, 0, FILTERS).with(seed(7));
        assertThat(model.scale()).isEqualTo(4);
        assertThat(model.trainedSide()).hasValue(7);
        Image input = picture(3, 9, 5);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            float[] values = new float[input.pixels().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (input.pixels()[i] & 0xFF) / 127.5f - 1;
            }
            Tensor x = Tensors.of(values, 1, 3, 9, 5);
            for (int level = 1; level <= 2; level++) {
                Tensor coarse = Pyramid.enlarged(x);
                Tensor z = new PlaceNoise(7, "upscale z" + level).piece(0, 0, 9 << level, 5 << level);
                x = coarse.add(chain.makers().get(level - 1).forward(coarse, z, Pass.evaluation(Precision.FP32)));
            }
            float[] expected = Tensors.toFloats(x);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (expected[i] + 1) * 127.5f;
            }
            Levels made = model.make(input);
            assertThat(made.height()).isEqualTo(36);
            assertThat(made.width()).isEqualTo(20);
            assertThat(made.values()).containsExactly(expected, CLOSE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 5", "0, 4, 8"})
    void tilesAreTheWholePictureWithItsNoise(int from, int scale, int halo) {
        PictureModel model = larger(3, from).with(seed(3));
        assertThat(model.scale()).isEqualTo(scale);
        assertThat(model.halo()).hasValue(halo);
        Image input = picture(3, 41, 67);
        float[] whole = new Padded(model).make(input).values();
        assertThat(new Padded(new Tiles(model, 16)).make(input).values()).containsExactly(whole, CLOSE);
    }

    /** With less around a tile than the halo a tile is another picture: the halo is no larger than it must be by much. */
    @Test
    void whatLiesInsideOfTheHaloCounts() {
        PictureModel model = larger(1, 1);
        Image input = picture(1, 30, 30);
        byte[] pixels = input.pixels().clone();
        pixels[15 * 30 + 15] ^= (byte) 0x80;
        float[] one = model.make(input).values();
        float[] other = model.make(new Image(1, 30, 30, pixels)).values();
        int farthest = 0;
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                farthest = Math.max(farthest, Math.max(Math.abs(i / 60 / 2 - 15), Math.abs(i % 60 / 2 - 15)));
            }
        }
        assertThat(farthest).isBetween(4, 5);
    }

    @Test
    void theSameSeedIsTheSamePictureWhateverIsMadeBesideIt() {
        PictureModel model = larger(1, 1);
        Image input = picture(1, 12, 10);
        float[] once = model.with(seed(1)).make(input).values();
        assertThat(model.make(input).values()).isEqualTo(once);
        assertThat(model.make(List.of(picture(1, 12, 10), input)).get(1).values())
                .containsExactly(once, CLOSE);
        assertThat(model.with(seed(2)).make(input).values()).isNotEqualTo(once);
        assertBadInput(() -> model.with(new PictureOptions(false, Optional.empty(), OptionalDouble.of(0.5), 1)))
                .hasMessageContaining("--blend has no effect here");
    }

    @Test
    void levelsThatAreToldWhatToMakeEnlargeNothing() {
        PictureModel model = new PyramidUpscaler(chain(1, 3, true), 1, FILTERS);
        assertBadInput(() -> model.with(PictureOptions.NONE)).hasMessageContaining("condition.mode none");
        assertBadInput(() -> model.make(picture(1, 14, 14))).hasMessageContaining("condition.mode none");
    }

    @Test
    void noiseBelongsToItsPlace() {
        try (TensorScope scope = TensorScope.open()) {
            PlaceNoise noise = new PlaceNoise(1, "z");
            float[] whole = Tensors.toFloats(noise.piece(0, 0, 200, 150));
            float[] piece = Tensors.toFloats(noise.piece(60, 100, 70, 40));
            for (int y = 0; y < 70; y++) {
                assertThat(Arrays.copyOfRange(piece, y * 40, y * 40 + 40))
                        .isEqualTo(Arrays.copyOfRange(whole, (60 + y) * 150 + 100, (60 + y) * 150 + 140));
            }
            double mean = 0;
            double square = 0;
            for (float value : whole) {
                assertThat(value).isBetween(-1f, 1f);
                mean += value / whole.length;
                square += (double) value * value / whole.length;
            }
            assertThat(mean).isEqualTo(0, Offset.offset(0.02));
            assertThat(square).isEqualTo(1 / 3.0, Offset.offset(0.02));
            assertThat(Tensors.toFloats(new PlaceNoise(1, "y").piece(0, 0, 2, 2)))
                    .isNotEqualTo(Tensors.toFloats(noise.piece(0, 0, 2, 2)));
        }
    }
}
