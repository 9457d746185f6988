package dev.atelier.networks;

import static dev.atelier.nn.Padding.SAME;

import dev.atelier.nn.Activation;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.ConvTranspose2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Reshape;
import java.util.List;

/**
 * A small convolutional GAN that learns 28×28 garments in minutes on two cores: the rules of DCGAN (Radford 2015, arXiv 1511.06434),
 * but no batch norm in the discriminator, so that real and fake go through it together. At full width (1) with z of 64:
 *
 * <pre>
 * generator                             output      discriminator                      output
 * dense 6272, reshape, BN, ReLU         128×7×7     conv 32 k4 s2, LReLU, dropout      32×14×14
 * transposed conv 64 k4 s2, BN, ReLU    64×14×14    conv 64 k4 s2, LReLU, dropout      64×7×7
 * transposed conv 16 k4 s2, BN, ReLU    16×28×28    conv 128 k4 s2, LReLU, dropout     128×4×4
 * conv 1 k3, tanh                       1×28×28     flatten, dense 1                   1
 * </pre>
 */
final class CompactGan implements Blueprint {
    private static final double SLOPE = 0.2;
    private static final Initializer INIT = Initializer.glorotUniform();

    @Override
    public List<Layer> generator(NetworkOptions options) {
        int wide = options.channels(128);
        int middle = options.channels(64);
        int narrow = options.channels(16);
        return List.of(
                new Dense(options.inputs(), 49L * wide, INIT),
                Reshape.to(wide, 7, 7),
                new BatchNorm2d(wide),
                Activation.relu(),
                new ConvTranspose2d(wide, middle, 4, 2, INIT),
                new BatchNorm2d(middle),
                Activation.relu(),
                new ConvTranspose2d(middle, narrow, 4, 2, INIT),
                new BatchNorm2d(narrow),
                Activation.relu(),
                new Conv2d(narrow, 1, 3, 1, SAME, INIT),
                Activation.tanh());
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        int narrow = options.channels(32);
        int middle = options.channels(64);
        int wide = options.channels(128);
        return List.of(
                new Conv2d(options.planes(), narrow, 4, 2, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                new Conv2d(narrow, middle, 4, 2, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                new Conv2d(middle, wide, 4, 2, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Dropout(options.dropout()),
                Reshape.flatten());
    }
}
