package dev.atelier.training;

import dev.atelier.data.Feeds;
import dev.atelier.data.PackedImages;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.losses.LabelNoise;
import dev.atelier.losses.Labels;
import dev.atelier.media.Image;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** Small steps and data for this room's tests, with dropout and label noise in play. */
final class Toy {
    static final int LATENT = 4;

    static {
        Engine.threads(1); // toy tensors are too small to share: threads would only wait for one another
    }

    private Toy() {}

    static Generator generator(Architecture architecture) {
        Generator generator = architecture.generator(options());
        generator.initialise(RandomStream.of(1, "generator"));
        return generator;
    }

    static Discriminator discriminator(Architecture architecture) {
        Discriminator discriminator = architecture.discriminator(options());
        discriminator.initialise(RandomStream.of(1, "discriminator"));
        return discriminator;
    }

    private static NetworkOptions options() {
        return new NetworkOptions(LATENT, 1 / 32.0, 0.3);
    }

    static Adam adam(Generator generator) {
        return new Adam(generator.parameters(), new Adam.Options(1e-3, 0.5, 0.999, 1e-7));
    }

    static Adam adam(Discriminator discriminator) {
        return new Adam(discriminator.parameters(), new Adam.Options(1e-3, 0.5, 0.999, 1e-7));
    }

    /** Optimisers as {@code wrap} makes them of the plain ones. */
    static NoiseStep noiseStep(
            Architecture architecture,
            boolean separate,
            boolean averaged,
            BiFunction<String, Optimizer, Optimizer> wrap) {
        Generator generator = generator(architecture);
        Discriminator discriminator = discriminator(architecture);
        NoiseStep step = noiseStep(
                generator,
                wrap.apply("generator", adam(generator)),
                discriminator,
                wrap.apply("discriminator", adam(discriminator)),
                separate);
        return averaged
                ? step.averaged(new Average(
                        generator,
                        architecture.generator(options()),
                        Average.Policy.warmedUp(0.9),
                        Average.Buffers.AVERAGED,
                        Feeds.DATA))
                : step;
    }

    static NoiseStep noiseStep(
            Generator generator,
            Optimizer ofGenerator,
            Discriminator discriminator,
            Optimizer ofDiscriminator,
            boolean separate) {
        Labels labels = new Labels(
                true,
                LabelNoise.uniform(0.15, RandomStream.of(1, "labels")),
                LabelNoise.uniform(0.15, RandomStream.of(1, "labels")));
        return new NoiseStep(
                        generator,
                        discriminator,
                        new AdversarialLoss.CrossEntropy(labels, false),
                        Pass.training(Precision.FP32, Masks.from(RandomStream.of(1, "dropout"))))
                .learningBy(ofGenerator, ofDiscriminator)
                .with(separate ? Game::learnedSeparately : game -> game);
    }

    /** The processor, never closed. */
    static Device cpu() {
        try (TensorScope scope = TensorScope.open()) {
            return scope.keep(new Device("cpu"));
        }
    }

    static PackedImages images(int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[28 * 28];
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = (byte) (k * (i + 1));
            }
            images.add(new Image(1, 28, 28, pixels));
        }
        return PackedImages.of(count + " images", images);
    }

    /** A copy of all values by name. */
    static Map<String, float[]> copy(Map<String, Tensor> tensors) {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, Tensors.toFloats(tensor)));
        return values;
    }
}
