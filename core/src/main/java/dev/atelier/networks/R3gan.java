package dev.atelier.networks;

import static dev.atelier.nn.Padding.SAME;
import static dev.atelier.nn.Padding.VALID;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.LearnedBasis;
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Residual;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of R3GAN (Huang et al. 2024, arXiv 2501.05441, config E): no normalisation, residual blocks of grouped convolutions,
 * bilinear resampling, symmetric players. At full width (1), for 32×32 colour (three doublings) with z of 64:
 *
 * <pre>
 * generator                          output       discriminator                     output
 * learned basis                      256×4×4      conv 256 k1                       256×32×32
 * 2 blocks                           256×4×4      2 blocks                          256×32×32
 * bilinear ×2, 2 blocks              256×8×8      mean of 2×2, 2 blocks             256×16×16
 * bilinear ×2, 2 blocks              256×16×16    mean of 2×2, 2 blocks             256×8×8
 * bilinear ×2, 2 blocks              256×32×32    mean of 2×2, 2 blocks             256×4×4
 * conv 3 k1                          3×32×32      conv 256 k4 depthwise, dense 1    1
 * </pre>
 *
 * A block adds conv k1 to twice the channels, LReLU, conv k3 in groups of 16 channels, LReLU, conv k1 back. Its first two weights are
 * He normal, times (number of blocks)^(−1/4), its last ones zero (fix-up initialisation, Zhang et al. 2019, arXiv 1901.09321), so that
 * every block begins as the identity. The generator has no last activation: images are cut off at −1 and 1 when they are drawn.
 */
final class R3gan implements Blueprint {
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2 / (1 + SLOPE * SLOPE));
    private static final Initializer LINEAR = Initializer.scaledNormal(1);
    private static final int BLOCKS = 2;
    private static final int GROUP = 16;

    @Override
    public List<Layer> generator(NetworkOptions options) {
        ImageShape image = options.image();
        int n = channels(options);
        ImageShape now = image.before(image.stages(), n);
        List<Layer> rows = new ArrayList<>();
        rows.add(new LearnedBasis(options.inputs(), n, now.height(), now.width(), LINEAR));
        addBlocks(rows, n, image.stages());
        for (int left = image.stages() - 1; left >= 0; left--) {
            rows.add(Resampling.bilinearUp());
            ImageShape next = image.before(left, n);
            if (next.height() != 2 * now.height() || next.width() != 2 * now.width()) {
                rows.add(Resampling.crop(next.height(), next.width()));
            }
            addBlocks(rows, n, image.stages());
            now = next;
        }
        rows.add(new Conv2d(n, image.channels(), 1, 1, SAME, LINEAR));
        return rows;
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        ImageShape image = options.image();
        int n = channels(options);
        List<Layer> rows = new ArrayList<>();
        rows.add(new Conv2d(options.planes(), n, 1, 1, SAME, LINEAR));
        addBlocks(rows, n, image.stages());
        for (int stage = 0; stage < image.stages(); stage++) {
            rows.add(Resampling.halve());
            addBlocks(rows, n, image.stages());
        }
        ImageShape last = image.before(image.stages(), n);
        int kernel = Math.min(last.height(), last.width());
        rows.add(new Conv2d(n, n, kernel, 1, VALID, n, LINEAR));
        rows.add(Reshape.flatten());
        if (options.dropout() > 0) {
            rows.add(new Dropout(options.dropout()));
        }
        return rows;
    }

    /** At this width, rounded so that groups divide it. */
    private static int channels(NetworkOptions options) {
        return Math.max(1, Math.round(options.channels(256) * 2f / GROUP)) * GROUP / 2;
    }

    private static void addBlocks(List<Layer> rows, int n, int stages) {
        Initializer scaled = Initializer.scaledNormal(GAIN * Math.pow(BLOCKS * (stages + 1.0), -0.25));
        for (int i = 0; i < BLOCKS; i++) {
            rows.add(new Residual(
                    "block " + n,
                    List.of(
                            new Conv2d(n, 2L * n, 1, 1, SAME, scaled),
                            Activation.leakyRelu(SLOPE),
                            new Conv2d(2L * n, 2L * n, 3, 1, SAME, 2L * n / GROUP, scaled),
                            Activation.leakyRelu(SLOPE),
                            new Conv2d(2L * n, n, 1, 1, SAME, Initializer.zeros())),
                    List.of()));
        }
    }

    @Override
    public Initializer initializer() {
        return LINEAR;
    }
}
