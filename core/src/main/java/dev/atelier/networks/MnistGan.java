package dev.atelier.networks;

import static dev.atelier.nn.Padding.SAME;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.ConvTranspose2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Reshape;
import java.util.List;

/**
 * The convolutional GAN on 28×28 digits or clothes. At full width (1) with z of 100:
 *
 * <pre>
 * generator                            output      discriminator                            output
 * dense 12544, ReLU, reshape           256×7×7     conv 64 k3 s2 same, LReLU, dropout       64×14×14
 * transposed conv 128 k3 s2, LReLU     128×14×14   conv 128 k3 s2 same, LReLU, dropout      128×7×7
 * transposed conv 64 k3 s1, LReLU      64×14×14    flatten, dense 1                         1
 * transposed conv 1 k3 s2, tanh        1×28×28
 * </pre>
 *
 * Glorot uniform weights, zero biases. The discriminator's sigmoid lives in the loss.
 */
final class MnistGan implements Blueprint {
    private static final double SLOPE = 0.01;
    private static final Initializer INIT = Initializer.glorotUniform();

    @Override
    public List<Layer> generator(NetworkOptions options) {
        int wide = options.channels(256);
        int middle = options.channels(128);
        int narrow = options.channels(64);
        return List.of(
                new Dense(options.inputs(), 49L * wide, INIT),
                Activation.relu(),
                Reshape.to(wide, 7, 7),
                new ConvTranspose2d(wide, middle, 3, 2, INIT),
                Activation.leakyRelu(SLOPE),
                new ConvTranspose2d(middle, narrow, 3, 1, INIT),
                Activation.leakyRelu(SLOPE),
                new ConvTranspose2d(narrow, 1, 3, 2, INIT),
                Activation.tanh());
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        int first = options.channels(64);
        int second = options.channels(128);
        return List.of(
                new Conv2d(options.planes(), first, 3, 2, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                new Conv2d(first, second, 3, 2, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                Reshape.flatten());
    }
}
