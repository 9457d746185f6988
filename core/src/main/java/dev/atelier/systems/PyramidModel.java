package dev.atelier.systems;

import dev.atelier.media.Grid;
import dev.atelier.media.Image;
import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.LaplacianLevel;
import dev.atelier.networks.LatentPrior;
import dev.atelier.networks.Network;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Images that a pyramid of generators makes of noise: a coarse one, then level by level what it lacks when it is enlarged. Only the last
 * image is cut off at black and white. Inputs are {@code z0} [B, latent] and {@code z1}, {@code z2}, … [B, 1, H, W], uniform on ±1, and the
 * condition where there is one. Where {@link Fields#REAL} lies beside them, the finest images of a data set, exhibits show what is made of
 * their coarsest versions too.
 *
 * @param top of the coarsest level, borrowed
 * @param makers of the finer levels in order, borrowed
 * @param condition width of the condition; 0 where there is none
 * @param from the level whose real images it begins with, which it has of {@link Fields#REAL}; {@link #NOISE} where it begins with noise
 * @param to the level whose images it makes
 */
record PyramidModel(
        Pyramid pyramid,
        Generator top,
        List<LaplacianLevel.Maker> makers,
        int latent,
        int condition,
        Device device,
        int from,
        int to)
        implements GenerativeModel {
    static final int NOISE = -1;

    private static final LatentPrior PRIOR = LatentPrior.UNIFORM;
    private static final Pass PASS = Pass.evaluation(Precision.FP32);

    /** The part of it between two levels; {@link #NOISE} begins at the top. */
    PyramidModel part(int first, int last) {
        return new PyramidModel(pyramid, top, makers, latent, condition, device, first, last);
    }

    @Override
    public Modality output() {
        return modality(pyramid.levels().get(to));
    }

    static Modality modality(ImageShape shape) {
        return Modality.of(shape.channels(), shape.height(), shape.width(), PixelRange.SYMMETRIC);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        Map<String, Tensor> noise = new LinkedHashMap<>();
        for (int level = from + 1; level <= to; level++) {
            String name = "z" + level;
            List<Integer> one = shape(level);
            int size = one.stream().reduce(1, Math::multiplyExact);
            long[] all = LongStream.concat(LongStream.of(count), one.stream().mapToLong(side -> side))
                    .toArray();
            noise.put(name, some(draws, name, count, size).view(all));
        }
        return Fields.of(count, noise);
    }

    /** Drawn for an even number, so that more samples begin with the fewer. */
    private static Tensor some(Draws draws, String stream, int count, int size) {
        return PRIOR.sample(draws, stream, count + count % 2, size)
                .narrow(0, 0, count)
                .contiguous();
    }

    /** Sizes of the noise of one image at a level. */
    private List<Integer> shape(int level) {
        ImageShape image = pyramid.levels().get(level);
        return level == 0 ? List.of(latent) : List.of(1, image.height(), image.width());
    }

    @Override
    public Tensor make(Fields inputs, long first, long count) {
        Fields z = inputs.rows(first, count);
        Fields told = z.only(Fields.CONDITION);
        Tensor coarsest =
                from == NOISE ? top.forward(z.get("z0"), PASS.with(told)) : pyramid.at(z.get(Fields.REAL), from);
        Tensor made = finer(coarsest, Math.max(from, 0), level -> z.get("z" + level), told);
        return made.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    /**
     * What the levels behind {@code level} make of images of that level, not cut off at black and white.
     *
     * @param noise a plane for each image, by level
     * @param told what every level is told of the images
     */
    Tensor finer(Tensor images, int level, IntFunction<Tensor> noise, Fields told) {
        Tensor x = images;
        for (int next = level + 1; next <= to; next++) {
            Tensor coarse = Pyramid.enlarged(x);
            x = coarse.add(makers.get(next - 1).forward(coarse, noise.apply(next), PASS.with(told)));
        }
        return x;
    }

    /** Where real images are among the inputs: the sample, what is made of the real image's coarsest version, the real image. */
    @Override
    public List<Image> exhibits(Fields inputs, int first, int count) {
        List<Image> made = pictures(samples(inputs, first, count));
        if (inputs.find(Fields.REAL).isEmpty()) {
            return made;
        }
        List<Image> ofReal = pictures(part(0, to).samples(inputs, first, count));
        List<Image> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(Grid.of(List.of(made.get(i), ofReal.get(i), real(inputs, first + i)), 1, 1, 1));
        }
        return columns;
    }

    private List<Image> pictures(List<float[]> samples) {
        return samples.stream().map(output()::picture).toList();
    }

    private Image real(Fields inputs, int number) {
        try (TensorScope scope = TensorScope.open()) {
            return output().picture(Tensors.toFloats(inputs.rows(number, 1).get(Fields.REAL)));
        }
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (int level = from + 1; level <= to; level++) {
            inputs.put("z" + level, noise(shape(level)));
        }
        if (condition > 0) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("modality", "attributes");
            attributes.put("shape", List.of(condition));
            inputs.put(Fields.CONDITION, attributes);
        }
        return inputs;
    }

    private static Map<String, Object> noise(List<Integer> shape) {
        Map<String, Object> noise = new LinkedHashMap<>();
        noise.put("modality", "noise");
        noise.put("prior", PRIOR.key());
        noise.put("shape", shape);
        return noise;
    }

    @Override
    public String fingerprint() {
        return Stream.concat(Stream.of((Network) top), makers.stream())
                .map(Network::sha256)
                .collect(Collectors.joining("+"));
    }
}
