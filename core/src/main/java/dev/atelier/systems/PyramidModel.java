package dev.atelier.systems;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Images that a pyramid of generators makes of noise: a coarse one, then level by level what it lacks when it is enlarged. Only the last
 * image is cut off at black and white. Inputs are {@code z0} [B, latent] and {@code z1}, {@code z2}, … [B, 1, H, W], uniform on ±1.
 *
 * @param top of the coarsest level, borrowed
 * @param makers of the finer levels in order, borrowed
 */
record PyramidModel(Pyramid pyramid, Generator top, List<LaplacianLevel.Maker> makers, int latent, Device device)
        implements GenerativeModel {
    private static final LatentPrior PRIOR = LatentPrior.UNIFORM;
    private static final Pass PASS = Pass.evaluation(Precision.FP32);

    private ImageShape finest() {
        return pyramid.levels().get(pyramid.finest());
    }

    @Override
    public Modality output() {
        ImageShape shape = finest();
        return Modality.of(shape.channels(), shape.height(), shape.width(), PixelRange.SYMMETRIC);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        Map<String, Tensor> noise = new LinkedHashMap<>();
        noise.put("z0", some(draws, "z0", count, latent));
        for (int level = 1; level <= pyramid.finest(); level++) {
            ImageShape shape = pyramid.levels().get(level);
            String name = "z" + level;
            noise.put(
                    name,
                    some(draws, name, count, shape.height() * shape.width())
                            .view(count, 1, shape.height(), shape.width()));
        }
        return Fields.of(count, noise);
    }

    /** Drawn for an even number, so that more samples begin with the fewer. */
    private static Tensor some(Draws draws, String stream, int count, int size) {
        return PRIOR.sample(draws, stream, count + count % 2, size)
                .narrow(0, 0, count)
                .contiguous();
    }

    @Override
    public Tensor make(Fields inputs, long from, long count) {
        Fields z = inputs.rows(from, count);
        Tensor x = top.forward(z.get("z0"), PASS);
        for (int level = 1; level <= pyramid.finest(); level++) {
            Tensor coarse = Pyramid.enlarged(x);
            x = coarse.add(makers.get(level - 1).forward(coarse, z.get("z" + level), PASS));
        }
        return x.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("z0", noise(List.of(latent)));
        for (int level = 1; level <= pyramid.finest(); level++) {
            ImageShape shape = pyramid.levels().get(level);
            inputs.put("z" + level, noise(List.of(1, shape.height(), shape.width())));
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
