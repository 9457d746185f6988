package dev.atelier.networks;

import static dev.atelier.nn.Padding.SAME;

import dev.atelier.nn.Activation;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Residual;
import dev.atelier.nn.UpsampleConv2d;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of SNGAN (Miyato et al. 2018, arXiv 1802.05957, table 4) for any image of 16 to 256 pixels a side. At full
 * width (1), for 32×32 colour (three doublings) with z of 128:
 *
 * <pre>
 * generator                              output       discriminator                        output
 * dense 4096, reshape                    256×4×4      first block 128, halved              128×16×16
 * block 256, doubled                     256×8×8      block 128, halved                    128×8×8
 * block 256, doubled                     256×16×16    block 128                            128×8×8
 * block 256, doubled                     256×32×32    block 128                            128×8×8
 * BN, ReLU, conv 3 k3, tanh              3×32×32      ReLU, sum over pixels, dense 1       1
 * </pre>
 *
 * A generator's block is BN, ReLU, nearest ×2, conv k3, BN, ReLU, conv k3 beside conv k1, nearest ×2; a discriminator's is ReLU, conv
 * k3, ReLU, conv k3, mean of 2×2 beside conv k1, mean of 2×2. The discriminator halves once less than the generator doubles, at least twice.
 * Glorot uniform weights. Spectral norm is the recipe's choice.
 */
final class Sngan implements Blueprint {
    private static final Initializer INIT = Initializer.glorotUniform();

    @Override
    public List<Layer> generator(NetworkOptions options) {
        ImageShape image = options.image();
        int stages = image.stages();
        int n = options.channels(256);
        ImageShape now = image.before(stages, n);
        List<Layer> rows = new ArrayList<>();
        rows.add(new Dense(options.inputs(), now.count(), INIT));
        rows.add(Reshape.to(n, now.height(), now.width()));
        for (int left = stages - 1; left >= 0; left--) {
            rows.add(doubling(n));
            ImageShape next = image.before(left, n);
            if (next.height() != 2 * now.height() || next.width() != 2 * now.width()) {
                rows.add(Resampling.crop(next.height(), next.width()));
            }
            now = next;
        }
        rows.add(new BatchNorm2d(n));
        rows.add(Activation.relu());
        rows.add(conv(n, image.channels(), 3));
        rows.add(Activation.tanh());
        return rows;
    }

    private static Residual doubling(int n) {
        return new Residual(
                "block " + n + ", doubled",
                List.of(
                        new BatchNorm2d(n),
                        Activation.relu(),
                        new UpsampleConv2d(n, n, 3, INIT),
                        new BatchNorm2d(n),
                        Activation.relu(),
                        conv(n, n, 3)),
                List.of(conv(n, n, 1), Resampling.nearestUp()));
    }

    @Override
    public List<Layer> discriminator(NetworkOptions options) {
        int n = options.channels(128);
        List<Layer> rows = new ArrayList<>();
        rows.add(new Residual(
                "first block " + n + ", halved",
                List.of(conv(options.planes(), n, 3), Activation.relu(), conv(n, n, 3), Resampling.halve()),
                List.of(Resampling.halve(), conv(options.planes(), n, 1))));
        for (int halving = 1; halving < Math.max(2, options.image().stages() - 1); halving++) {
            rows.add(new Residual(
                    "block " + n + ", halved",
                    List.of(Activation.relu(), conv(n, n, 3), Activation.relu(), conv(n, n, 3), Resampling.halve()),
                    List.of(conv(n, n, 1), Resampling.halve())));
        }
        for (int plain = 0; plain < 2; plain++) {
            rows.add(new Residual(
                    "block " + n,
                    List.of(Activation.relu(), conv(n, n, 3), Activation.relu(), conv(n, n, 3)),
                    List.of()));
        }
        rows.add(Activation.relu());
        rows.add(Resampling.sum());
        if (options.dropout() > 0) {
            rows.add(new Dropout(options.dropout()));
        }
        return rows;
    }

    private static Conv2d conv(int in, int out, int kernel) {
        return new Conv2d(in, out, kernel, 1, SAME, INIT);
    }
}
