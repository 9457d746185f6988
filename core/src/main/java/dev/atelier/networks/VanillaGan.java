package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Reshape;
import java.util.List;

/**
 * The fully connected GAN (Goodfellow et al. 2014, arXiv 1406.2661), for images of any shape. At full width (1) with z of 100, for
 * 28×28 grey:
 *
 * <pre>
 * generator                 output     discriminator                 output
 * dense 256, LReLU          256        flatten                       784
 * dense 512, LReLU          512        dense 512, LReLU, dropout     512
 * dense 1024, LReLU         1024       dense 256, LReLU, dropout     256
 * dense 784, reshape, tanh  1×28×28    dense 1                       1
 * </pre>
 *
 * Glorot uniform weights, zero biases. The discriminator's sigmoid lives in the loss.
 */
final class VanillaGan implements Blueprint {
    private static final double SLOPE = 0.2;
    private static final Initializer INIT = Initializer.glorotUniform();

    @Override
    public List<Layer> generator(NetworkOptions options) {
        ImageShape image = options.image();
        int narrow = options.channels(256);
        int middle = options.channels(512);
        int wide = options.channels(1024);
        return List.of(
                new Dense(options.inputs(), narrow, INIT),
                Activation.leakyRelu(SLOPE),
                new Dense(narrow, middle, INIT),
                Activation.leakyRelu(SLOPE),
                new Dense(middle, wide, INIT),
                Activation.leakyRelu(SLOPE),
                new Dense(wide, image.count(), INIT),
                Reshape.to(image.channels(), image.height(), image.width()),
                Activation.tanh());
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        ImageShape image = options.image();
        int wide = options.channels(512);
        int narrow = options.channels(256);
        return List.of(
                Reshape.flatten(),
                new Dense((long) options.planes() * image.height() * image.width(), wide, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                new Dense(wide, narrow, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()));
    }
}
