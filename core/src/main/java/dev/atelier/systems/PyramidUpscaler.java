package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Larger pictures by the finer levels of a pyramid, which are convolutions alone: a picture is taken for the coarse version at one level,
 * and every level from there on doubles it and adds what it lacks. The noise of the levels belongs to places, so that a picture of one seed
 * is the same whichever pictures are made beside it, and in tiles as well as whole.
 *
 * @param chain whose levels they are
 * @param from the level that pictures are taken for
 * @param filters in a row of a finer level
 * @param top of the piece that is worked on in its picture, in input pixels
 * @param left the same to the left
 */
record PyramidUpscaler(PyramidModel chain, int from, int filters, long seed, int top, int left)
        implements GenerativeModel, PictureModel {
    private static final int AT_ONCE = 8;

    /** How far the three convolutions of a level look, 7×7, 7×7 and 5×5. */
    private static final int AROUND = 3 + 3 + 2;

    /** Of the first seed, whole pictures. */
    PyramidUpscaler(PyramidModel chain, int from, int filters) {
        this(chain, from, filters, PictureOptions.NONE.seed(), 0, 0);
    }

    private ImageShape shape(int level) {
        return chain.pyramid().levels().get(level);
    }

    private int finest() {
        return chain.pyramid().finest();
    }

    @Override
    public int inputChannels() {
        return shape(from).channels();
    }

    @Override
    public int outputChannels() {
        return inputChannels();
    }

    @Override
    public int scale() {
        return 1 << finest() - from;
    }

    @Override
    public int multiple() {
        return 1;
    }

    /** Of the pixels that a pixel of the finest level looks at, those of the level where pictures come in. */
    @Override
    public OptionalInt halo() {
        int halo = 0;
        for (int level = finest(); level > from; level--) {
            halo = (halo + AROUND + 1) / 2 + 1; // the bilinear filter looks at a neighbour
        }
        return OptionalInt.of(halo);
    }

    @Override
    public OptionalInt trainedSide() {
        return OptionalInt.of(Math.max(shape(from).height(), shape(from).width()));
    }

    /** Three rows of filters at the finest level, what goes in and what comes out. */
    @Override
    public long bytesPerPixel() {
        return (long) scale() * scale() * Float.BYTES * (3L * filters + 4L * outputChannels() + 1);
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public PictureModel at(int pieceTop, int pieceLeft) {
        return new PyramidUpscaler(chain, from, filters, seed, pieceTop, pieceLeft);
    }

    @Override
    public PictureModel with(PictureOptions options) {
        requireAnySize();
        options.only(Set.of(PictureOptions.SEED), Map.of());
        return new PyramidUpscaler(chain, from, filters, options.seed(), top, left);
    }

    private void requireAnySize() {
        if (chain.condition() > 0) {
            throw new BadInput("the levels of this run are told what to make on a plane of one size, so they enlarge no"
                    + " pictures; allowed: runs of lapgan with condition.mode none");
        }
    }

    @Override
    public List<Levels> make(List<Image> inputs) {
        requireAnySize();
        int height = inputs.get(0).height();
        int width = inputs.get(0).width();
        float[] table = PixelRange.SYMMETRIC.table();
        int size = inputs.get(0).pixels().length;
        float[] taken = new float[Math.multiplyExact(size, inputs.size())];
        int to = 0;
        for (Image input : inputs) {
            for (byte sample : input.pixels()) {
                taken[to++] = table[sample & 0xFF];
            }
        }
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor x = Tensors.of(taken, inputs.size(), inputChannels(), height, width);
            return levels(Tensors.toFloats(enlarged(x.to(device(), x.scalar_type()))), height, width);
        }
    }

    private List<Levels> levels(float[] given, int height, int width) {
        int each = Math.multiplyExact(outputChannels() * scale() * height, scale() * width);
        List<Levels> made = new ArrayList<>();
        for (int at = 0; at < given.length; at += each) {
            made.add(Levels.of(
                    PixelRange.SYMMETRIC,
                    outputChannels(),
                    scale() * height,
                    scale() * width,
                    Arrays.copyOfRange(given, at, at + each)));
        }
        return made;
    }

    private Tensor enlarged(Tensor x) {
        IntFunction<Tensor> noise = level -> {
            int times = 1 << level - from;
            Tensor piece = new PlaceNoise(seed, "upscale z" + level)
                    .piece(times * top, times * left, times * (int) x.size(2), times * (int) x.size(3));
            return piece.to(device(), piece.scalar_type()).expand(x.size(0), 1, piece.size(2), piece.size(3));
        };
        return chain.finer(x, from, noise, Fields.NONE);
    }

    // --- as a model of a run

    @Override
    public Modality output() {
        return PyramidModel.modality(shape(finest()));
    }

    @Override
    public Fields draw(Draws draws, int count) {
        throw new BadInput("this model enlarges pictures; give it some: atelier upscale RUN IN");
    }

    /** Of the field {@code input} [B, C, H, W]. */
    @Override
    public Tensor make(Fields inputs, long first, long count) {
        requireAnySize();
        return enlarged(inputs.rows(first, count).get(TranslationModel.INPUT));
    }

    @Override
    public Device device() {
        return chain.device();
    }

    @Override
    public Map<String, Object> inputs() {
        return Map.of(TranslationModel.INPUT, PyramidModel.modality(shape(from)).json());
    }

    @Override
    public String fingerprint() {
        return chain.fingerprint();
    }
}
