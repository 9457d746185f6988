package dev.atelier.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.nn.Layer;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** What every architecture without a fixed size must do, at toy width. */
final class AnySize {
    private static final int FORWARD_UP_TO = 64;

    static final List<ImageShape> SHAPES = List.of(
            new ImageShape(1, 16, 16),
            new ImageShape(3, 17, 17),
            new ImageShape(1, 28, 28),
            new ImageShape(2, 31, 31),
            new ImageShape(3, 32, 32),
            new ImageShape(3, 45, 64),
            new ImageShape(4, 64, 64),
            new ImageShape(3, 256, 256));

    private AnySize() {}

    static NetworkOptions toy(ImageShape image) {
        return new NetworkOptions(3, 1 / 64.0, 0).withImage(image);
    }

    /** By its rows' shapes, and up to 64 pixels by passing z and images through. */
    static void assertMakesAndJudges(Architecture architecture, ImageShape image) {
        Engine.threads(1);
        try (TensorScope scope = TensorScope.open();
                Generator generator = architecture.generator(toy(image));
                Discriminator discriminator = architecture.discriminator(toy(image))) {
            long[] whole = {image.channels(), image.height(), image.width()};
            assertThat(through(generator, 3)).containsExactly(whole);
            assertThat(through(discriminator, whole)).containsExactly(1);
            if (Math.max(image.height(), image.width()) <= FORWARD_UP_TO) {
                generator.initialise(RandomStream.of(1, "generator"));
                Pass pass = Pass.training(Precision.FP32, Masks.NONE);
                Tensor z = LatentPrior.NORMAL.sample(RandomStream.of(1, "z"), 2, 3, new Device("cpu"));
                Tensor made = generator.forward(z, pass);
                assertThat(Tensors.shape(made)).containsExactly(2, whole[0], whole[1], whole[2]);
                assertThat(Tensors.shape(discriminator.forward(made, pass))).containsExactly(2, 1);
            }
        }
    }

    private static long[] through(LayeredNetwork network, long... shape) {
        long[] now = shape;
        for (Layer row : network.layers().layers()) {
            now = row.outputShape(now);
        }
        return now;
    }

    static long weights(Network network) {
        return network.parameters().stream()
                .filter(Parameter::trainable)
                .mapToLong(Parameter::count)
                .sum();
    }

    /** Weights of both players with these options, closed again. */
    static long[] weights(Architecture architecture, NetworkOptions options) {
        try (Generator generator = architecture.generator(options);
                Discriminator discriminator = architecture.discriminator(options)) {
            return new long[] {weights(generator), weights(discriminator)};
        }
    }
}
