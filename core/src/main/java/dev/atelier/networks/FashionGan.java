package dev.atelier.networks;

import static dev.atelier.nn.Padding.SAME;
import static dev.atelier.nn.Padding.VALID;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.UpsampleConv2d;
import java.util.ArrayList;
import java.util.List;

/**
 * The Fashion GAN: a convolutional GAN on 28×28 grey garments. At full width (1) with z of 128:
 *
 * <pre>
 * generator                       output      discriminator                     output
 * dense 6272, LReLU, reshape      128×7×7     conv 32 k5, LReLU, dropout        32×24×24
 * nearest ×2, conv 128 k5, LReLU  128×14×14   conv 64 k5, LReLU, dropout        64×20×20
 * nearest ×2, conv 128 k5, LReLU  128×28×28   conv 128 k5, LReLU, dropout       128×16×16
 * conv 128 k4, LReLU              128×28×28   conv 256 k5, LReLU, dropout       256×12×12
 * conv 128 k4, LReLU              128×28×28   flatten, dropout, dense 1         1
 * conv 1 k4, sigmoid              1×28×28
 * </pre>
 *
 * The generator's convolutions pad to the same size, the discriminator's not at all. Glorot uniform weights, zero biases. The
 * discriminator's sigmoid lives in the loss.
 */
final class FashionGan implements Blueprint {
    private static final double SLOPE = 0.2;
    private static final Initializer INIT = Initializer.glorotUniform();

    @Override
    public List<Layer> generator(NetworkOptions options) {
        int n = options.channels(128);
        return List.of(
                new Dense(options.inputs(), 49L * n, INIT),
                Activation.leakyRelu(SLOPE),
                Reshape.to(n, 7, 7),
                new UpsampleConv2d(n, n, 5, INIT),
                Activation.leakyRelu(SLOPE),
                new UpsampleConv2d(n, n, 5, INIT),
                Activation.leakyRelu(SLOPE),
                new Conv2d(n, n, 4, 1, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Conv2d(n, n, 4, 1, SAME, INIT),
                Activation.leakyRelu(SLOPE),
                new Conv2d(n, 1, 4, 1, SAME, INIT),
                Activation.sigmoid());
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        List<Layer> rows = new ArrayList<>();
        int in = options.planes();
        for (int full : new int[] {32, 64, 128, 256}) {
            int out = options.channels(full);
            rows.add(new Conv2d(in, out, 5, 1, VALID, INIT));
            rows.add(Activation.leakyRelu(SLOPE));
            rows.add(new Dropout(options.dropout()));
            in = out;
        }
        rows.add(Reshape.flatten());
        rows.add(new Dropout(options.dropout()));
        return rows;
    }
}
