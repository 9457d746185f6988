package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.ConvTranspose2d;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Named;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Skip;
import dev.atelier.nn.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * The generator of pix2pix (Isola et al. 2016, arXiv 1611.07004, appendix 6.1), a U-Net whose depth d follows from the size: the
 * largest d of at most 8 with 2^d dividing height and width. For 256×256 colour (d 8) with n 64 filters at first:
 *
 * <pre>
 * row   filters           output         row   filters                    output         with its partner
 * e1    64, no norm       64×128×128     d1    512, BN, dropout ½         512×2×2        d1, e7  1024
 * e2    128, BN           128×64×64      d2    512, BN, dropout ½         512×4×4        d2, e6  1024
 * e3    256, BN           256×32×32      d3    512, BN, dropout ½         512×8×8        d3, e5  1024
 * e4    512, BN           512×16×16      d4    512, BN                    512×16×16      d4, e4  1024
 * e5    512, BN           512×8×8        d5    256, BN                    256×32×32      d5, e3  512
 * e6    512, BN           512×4×4        d6    128, BN                    128×64×64      d6, e2  256
 * e7    512, BN           512×2×2        d7    64, BN                     64×128×128     d7, e1  128
 * e8    512, no norm      512×1×1        d8    3, tanh                    3×256×256
 * </pre>
 *
 * Row e1 to e8 are convolutions, d1 to d8 transposed convolutions, all k4 s2 p1; LReLU 0.2 stands before e2 to e8, ReLU before d1 to
 * d8. Filters are n·min(2^i, 8). What the decoder made stands before what the encoder made. Only d8 has
 * biases, as in the authors' PyTorch code. Dropout stands in those of d1 to d3 that are of the full width 8·n: three at d 7 and 8, two at d 6, one at d 5, none
 * below. Weights N(0, 0.02), scales of batch norm N(1, 0.02).
 *
 * <p>Where d is less than 8 the innermost map is that of e_d, without norm; where it is less than 5 or the sides are not powers of two
 * it is larger than one pixel, and less of the picture is known to each pixel. Images in [−1, 1]. Any sides that are multiples of 2^d
 * are taken in evaluation.
 */
public final class UNet extends LayeredTranslator {
    private static final String NAME = "the U-Net";
    private static final Sides BUILT_FOR = new Sides(NAME, 4, 8);
    private static final Initializer INIT = Initializer.normal(0, 0.02);
    private static final Padding ONE = Padding.of(1);
    private static final int DEEPEST = 8;
    private static final int WIDEST = 8;
    private static final int DROPPING = 3;

    /**
     * What it is built for.
     *
     * @param inputChannels 1 to 4
     * @param outputChannels 1 to 4
     * @param height of training, a multiple of 4, at least 8
     * @param width as the height
     * @param baseWidth n, filters of the first row
     * @param dropout whether there is dropout
     */
    public record Options(
            int inputChannels, int outputChannels, int height, int width, int baseWidth, boolean dropout) {
        public Options {
            Sides.requireChannels(NAME, 1, inputChannels, outputChannels);
            Sides.requirePositive(NAME, "filters in its first row", baseWidth);
            BUILT_FOR.require(height, width);
        }

        /** The paper's: 64 filters at first, dropout. */
        public static Options of(int inputChannels, int outputChannels, int height, int width) {
            return new Options(inputChannels, outputChannels, height, width, 64, true);
        }

        /** These with so many filters in the first row. */
        public Options withBaseWidth(int other) {
            return new Options(inputChannels, outputChannels, height, width, other, dropout);
        }

        /** These without dropout. */
        public Options withoutDropout() {
            return new Options(inputChannels, outputChannels, height, width, baseWidth, false);
        }

        /** How often an image is halved. */
        public int depth() {
            return Math.min(DEEPEST, Integer.numberOfTrailingZeros(height | width));
        }

        /** Filters of the row e_i, from 1. */
        private int filters(int row) {
            return baseWidth * Math.min(WIDEST, 1 << (row - 1));
        }

        private boolean drops(int row) {
            return dropout && row <= DROPPING && filters(depth() - row) == WIDEST * baseWidth;
        }
    }

    private final boolean dropout;

    /** Fresh weights, all zero until initialised or loaded. */
    public UNet(Options options) {
        super(
                "U-Net",
                rows(options),
                new ImageShape(options.inputChannels(), options.height(), options.width()),
                new Sides(NAME + " of depth " + options.depth(), 1 << options.depth(), 1 << options.depth()));
        dropout = options.drops(1);
    }

    private static Sequential rows(Options options) {
        int n = options.filters(1);
        return new Sequential(List.of(
                new Named("e1", Conv2d.unbiased(options.inputChannels(), n, 4, 2, ONE, INIT)),
                new Named("", around(1, options)),
                new Named("", Activation.relu()),
                new Named("d" + options.depth(), new ConvTranspose2d(2L * n, options.outputChannels(), 4, 2, INIT)),
                new Named("", Activation.tanh())));
    }

    /** What lies between the result of e_i and that of its partner, beside the former. */
    private static Skip around(int row, Options options) {
        int n = options.filters(row);
        int inner = options.filters(row + 1);
        boolean innermost = row + 1 == options.depth();
        List<Named> rows = new ArrayList<>();
        rows.add(new Named("", Activation.leakyRelu(0.2)));
        String down = "e" + (row + 1);
        rows.add(new Named(down, Conv2d.unbiased(n, inner, 4, 2, ONE, INIT)));
        if (!innermost) {
            rows.add(new Named(down + ".norm", norm(inner)));
            rows.add(new Named("", around(row + 1, options)));
        }
        rows.add(new Named("", Activation.relu()));
        int up = options.depth() - row;
        rows.add(new Named("d" + up, ConvTranspose2d.unbiased(innermost ? inner : 2L * inner, n, 4, 2, INIT)));
        rows.add(new Named("d" + up + ".norm", norm(n)));
        if (options.drops(up)) {
            rows.add(new Named("", new Dropout(0.5)));
        }
        return Skip.behind(new Sequential(rows));
    }

    private static BatchNorm2d norm(int channels) {
        return new BatchNorm2d(channels, 0.1, 1e-5, Initializer.normal(1, 0.02));
    }

    /** With the rows inside of rows, one behind the other. */
    @Override
    public Summary summary() {
        long[] shape = {input().channels(), input().height(), input().width()};
        List<Summary.Row> rows = new ArrayList<>();
        addRows(rows, layers(), shape, 1);
        long weights = rows.stream().mapToLong(Summary.Row::parameters).sum();
        return new Summary(title(), shape, rows, weights, layers().flops(shape));
    }

    private static void addRows(List<Summary.Row> rows, Sequential layers, long[] input, int row) {
        long[] shape = input;
        for (Layer layer : layers.layers()) {
            if (layer instanceof Skip skip) {
                addRows(rows, skip.inner(), shape, row + 1);
                rows.add(new Summary.Row("beside what e" + row + " gave", skip.outputShape(shape), 0, 0));
            } else {
                Sequential only = new Sequential("", List.of(layer));
                rows.addAll(Summary.of("", only, shape).rows());
            }
            shape = layer.outputShape(shape);
        }
    }

    @Override
    public boolean hasDropout() {
        return dropout;
    }
}
