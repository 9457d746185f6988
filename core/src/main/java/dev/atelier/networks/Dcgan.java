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
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Reshape;
import java.util.ArrayList;
import java.util.List;

/**
 * The deep convolutional GAN (Radford et al. 2015, arXiv 1511.06434) for any image of 16 to 256 pixels a side. The number of doublings
 * is such that the shorter side begins with 4 to 7. At full width (1), for 64×64 colour (four doublings) with z of 100:
 *
 * <pre>
 * generator                              output       discriminator                         output
 * dense 16384, reshape, BN, ReLU         1024×4×4     conv 128 k4 s2, LReLU                 128×32×32
 * transposed conv 512 k4 s2, BN, ReLU    512×8×8      conv 256 k4 s2, BN, LReLU             256×16×16
 * transposed conv 256 k4 s2, BN, ReLU    256×16×16    conv 512 k4 s2, BN, LReLU             512×8×8
 * transposed conv 128 k4 s2, BN, ReLU    128×32×32    conv 1024 k4 s2, BN, LReLU            1024×4×4
 * transposed conv 3 k4 s2, tanh          3×64×64      flatten, dense 1                      1
 * </pre>
 *
 * No pooling, no hidden dense layers, batch norm in both but not at the generator's output nor at the discriminator's input. Weights
 * N(0, 0.02), scales of batch norm N(1, 0.02). Dropout, where it is asked for, stands behind each LReLU.
 */
final class Dcgan implements Blueprint {
    private static final double SLOPE = 0.2;
    private static final Initializer INIT = Initializer.normal(0, 0.02);
    private static final int WIDEST = 1024;

    @Override
    public List<Layer> generator(NetworkOptions options) {
        ImageShape image = options.image();
        int stages = image.stages();
        ImageShape now = image.before(stages, channels(options, 128, stages - 1));
        List<Layer> rows = new ArrayList<>();
        rows.add(new Dense(options.inputs(), now.count(), INIT));
        rows.add(Reshape.to(now.channels(), now.height(), now.width()));
        for (int left = stages - 1; left >= 0; left--) {
            rows.add(norm(now.channels()));
            rows.add(Activation.relu());
            ImageShape next = image.before(left, left == 0 ? image.channels() : channels(options, 128, left - 1));
            rows.add(new ConvTranspose2d(now.channels(), next.channels(), 4, 2, INIT));
            if (next.height() != 2 * now.height() || next.width() != 2 * now.width()) {
                rows.add(Resampling.crop(next.height(), next.width()));
            }
            now = next;
        }
        rows.add(Activation.tanh());
        return rows;
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        List<Layer> rows = new ArrayList<>();
        int in = options.planes();
        for (int stage = 0; stage < options.image().stages(); stage++) {
            int out = channels(options, 128, stage);
            rows.add(new Conv2d(in, out, 4, 2, SAME, INIT));
            if (stage > 0 && options.discriminator().batchNorm()) {
                rows.add(norm(out));
            }
            rows.add(Activation.leakyRelu(SLOPE));
            if (options.dropout() > 0) {
                rows.add(new Dropout(options.dropout()));
            }
            in = out;
        }
        rows.add(Reshape.flatten());
        return rows;
    }

    private static int channels(NetworkOptions options, int least, int doublings) {
        return options.channels(Math.min(WIDEST, least << doublings));
    }

    private static BatchNorm2d norm(int channels) {
        return new BatchNorm2d(channels, 0.1, 1e-5, Initializer.normal(1, 0.02));
    }

    @Override
    public boolean discriminatorNorm() {
        return true;
    }

    @Override
    public Initializer initializer() {
        return INIT;
    }
}
