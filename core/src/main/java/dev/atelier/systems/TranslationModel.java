package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.PairRows;
import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.ImageModality;
import dev.atelier.media.Levels;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.media.Resample;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.networks.Translator;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Masks;
import dev.atelier.nn.NormStatistics;
import dev.atelier.nn.Pass;
import dev.atelier.nn.PictureMoments;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures that a network makes of pictures. Its inputs are the field {@code input} [B, C, H, W]; where {@link Fields#REAL} lies beside
 * it, exhibits show that too, as what should have come out.
 *
 * @param network that makes them, borrowed
 * @param code how pictures become what the network takes, and back
 * @param direction AtoB or BtoA; empty where there is one
 * @param device where the network is
 * @param statistics what batch norm goes by
 * @param moments what norms go by that would take statistics of each picture; empty where they take them
 * @param dropout whether dropout is on, which is the noise of a translation
 * @param seed of that noise
 * @param back the model of the other direction, where there is one: exhibits then show the way back, and the other direction
 * @param blend the network of a share between two stages of the training, where there are two
 */
record TranslationModel(
        Translator network,
        PictureCode code,
        String direction,
        Device device,
        NormStatistics statistics,
        Optional<PictureMoments> moments,
        boolean dropout,
        long seed,
        List<TranslationModel> back,
        Optional<DoubleFunction<Translator>> blend)
        implements GenerativeModel, PictureModel {
    private static final int AT_ONCE = 8;

    /** The field of pictures that go in. */
    static final String INPUT = PairRows.INPUT;

    /** The field of pictures that exhibits send the other way. */
    static final String OTHER = "other";

    TranslationModel(Translator network, PictureCode code, String direction, Setup setup, NormStatistics statistics) {
        this(
                network,
                code,
                direction,
                setup.device(),
                statistics,
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
    }

    /** This model with that of the other direction. */
    TranslationModel withBack(TranslationModel other) {
        return new TranslationModel(
                network, code, direction, device, statistics, moments, dropout, seed, List.of(other), blend);
    }

    /** This model, which can be mixed of two stages: 0 is the first, 1 the last. */
    TranslationModel blending(DoubleFunction<Translator> networks) {
        return new TranslationModel(
                network, code, direction, device, statistics, moments, dropout, seed, back, Optional.of(networks));
    }

    @Override
    public Modality output() {
        return modality(code.outputChannels(), network.output());
    }

    private static Modality modality(int channels, ImageShape shape) {
        return new ImageModality(channels, shape.height(), shape.width(), PixelRange.SYMMETRIC);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        throw new BadInput("this run makes pictures of pictures, not of noise; give it some: atelier "
                + (scale() == 1 ? "translate" : "upscale") + " RUN IN");
    }

    @Override
    public Tensor make(Fields inputs, long from, long count) {
        return network.forward(inputs.rows(from, count).get(INPUT), pass());
    }

    private Pass pass() {
        Pass plain = Pass.evaluation(Precision.FP32).normalisedBy(statistics);
        Pass pass = moments.map(plain::by).orElse(plain);
        return dropout ? pass.withDropout(Masks.from(RandomStream.of(seed, "dropout"))) : pass;
    }

    @Override
    public Map<String, Object> inputs() {
        return Map.of(INPUT, modality(code.inputChannels(), network.input()).json());
    }

    @Override
    public String fingerprint() {
        return network.sha256();
    }

    @Override
    public void trace(Graph graph) {
        network.trace(graph);
    }

    @Override
    public List<Image> exhibits(Fields inputs, int first, int count) {
        List<float[]> made = samples(inputs, first, count);
        List<Image> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Image> row = new ArrayList<>();
            Tensor x = inputs.get(INPUT);
            float[] taken = row(x, first + i);
            Image input = code.input(taken, (int) x.size(2), (int) x.size(3));
            row.addAll(atSizeOfOutput(input));
            Image output = picture(input, taken, made.get(i));
            row.add(output);
            if (inputs.find(Fields.REAL).isPresent()) {
                row.add(picture(input, taken, row(inputs.get(Fields.REAL), first + i)));
            }
            for (TranslationModel other : back) {
                row.add(other.apply(output));
            }
            if (inputs.find(OTHER).isPresent()) {
                TranslationModel other = back.get(0);
                Image b = other.code.input(
                        row(inputs.get(OTHER), first + i),
                        other.network.input().height(),
                        other.network.input().width());
                Image a = other.apply(b);
                row.addAll(List.of(b, a, apply(a)));
            }
            rows.add(Grid.of(row, row.size(), 1, 1));
        }
        return rows;
    }

    /** The input as it is; where the output is larger, its pixels as squares, and beside that as the bicubic filter enlarges it. */
    private List<Image> atSizeOfOutput(Image input) {
        if (scale() == 1) {
            return List.of(input);
        }
        return List.of(
                Grid.of(List.of(input), 1, scale(), 0),
                Resample.BICUBIC.resize(input, scale() * input.height(), scale() * input.width()));
    }

    private Image picture(Image input, float[] taken, float[] given) {
        return code.output(taken, given, scale() * input.height(), scale() * input.width())
                .image();
    }

    private static float[] row(Tensor pictures, int i) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.toFloats(pictures.narrow(0, i, 1));
        }
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    // --- pictures of any size

    @Override
    public int inputChannels() {
        return code.inputChannels();
    }

    @Override
    public int outputChannels() {
        return code.outputChannels();
    }

    @Override
    public Image seen(Image input) {
        return code.input(code.taken(input), input.height(), input.width());
    }

    @Override
    public int scale() {
        return network.scale();
    }

    @Override
    public int multiple() {
        return network.multiple();
    }

    @Override
    public OptionalInt halo() {
        return takesStatistics() && moments.isEmpty() ? OptionalInt.empty() : network.halo();
    }

    /** Whether statistics of pictures enter. */
    private boolean takesStatistics() {
        return network.normalisesImages() || network.mixesSamples() && statistics != NormStatistics.RUNNING;
    }

    /** Measured of CycleGAN's network with all its filters: 1.3 KB, by the peak at 1024×1024 and at 2048×2048. */
    @Override
    public long bytesPerPixel() {
        return scale() == 1 ? 2 << 10 : PictureModel.super.bytesPerPixel();
    }

    /** Empty for a network that looks at a neighbourhood alone: it learned from pieces. */
    @Override
    public OptionalInt trainedSide() {
        return network.halo().isPresent() && !network.normalisesImages()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        Math.max(network.input().height(), network.input().width()));
    }

    @Override
    public TranslationModel withStatisticsOf(List<Image> pictures) {
        if (!takesStatistics()) {
            return this;
        }
        PictureMoments gathering = PictureMoments.gathering();
        given(pictures.stream().map(code::taken).toList(), pictures.get(0), pass().by(gathering));
        return by(gathering.given());
    }

    private TranslationModel by(PictureMoments given) {
        return new TranslationModel(
                network, code, direction, device, statistics, Optional.of(given), dropout, seed, back, blend);
    }

    /** What the network gives for pictures of one size, one after the other. */
    private float[] given(List<float[]> taken, Image like, Pass pass) {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            int size = taken.get(0).length;
            float[] all = new float[Math.multiplyExact(size, taken.size())];
            for (int i = 0; i < taken.size(); i++) {
                System.arraycopy(taken.get(i), 0, all, i * size, size);
            }
            long channels = size / ((long) like.height() * like.width());
            Tensor x = Tensors.of(all, taken.size(), channels, like.height(), like.width());
            return Tensors.toFloats(network.forward(x.to(device, x.scalar_type()), pass));
        }
    }

    @Override
    public List<Levels> make(List<Image> inputs) {
        int height = inputs.get(0).height();
        int width = inputs.get(0).width();
        List<float[]> taken = inputs.stream().map(code::taken).toList();
        float[] given = given(taken, inputs.get(0), pass());
        int each = given.length / taken.size();
        List<Levels> made = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            made.add(code.output(
                    taken.get(i),
                    Arrays.copyOfRange(given, i * each, (i + 1) * each),
                    scale() * height,
                    scale() * width));
        }
        return made;
    }

    @Override
    public PictureModel with(PictureOptions options) {
        Set<String> effective = new HashSet<>();
        if (network.hasDropout()) {
            effective.add(PictureOptions.DROPOUT);
        }
        if (network.mixesSamples()) {
            effective.add(PictureOptions.NORM);
        }
        if (blend.isPresent()) {
            effective.add(PictureOptions.BLEND);
        }
        options.only(
                effective,
                network.hasDropout()
                        ? Map.of(PictureOptions.SEED, "without " + PictureOptions.DROPOUT + " an input has one output")
                        : Map.of());
        Translator chosen = options.blend().isPresent()
                ? blend.orElseThrow().apply(options.blend().getAsDouble())
                : network;
        return new TranslationModel(
                chosen,
                code,
                direction,
                device,
                options.norm().map(NormStatistics::of).orElse(statistics),
                moments,
                options.dropout(),
                options.seed(),
                back,
                blend);
    }
}
