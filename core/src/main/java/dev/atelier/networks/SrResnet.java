package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Prelu;
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Residual;
import dev.atelier.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The generator of SRGAN (Ledig et al. 2016, arXiv 1609.04802, figure 4), which enlarges images 2 or 4 times. For ×4 with n 64 filters
 * and 16 blocks, from h×w pixels:
 *
 * <pre>
 * conv 64 k9, PReLU                                                   64×h×w     kept for the sum
 * 16 times: conv 64 k3, BN, PReLU, conv 64 k3, BN, and the input added  64×h×w
 * conv 64 k3, BN, and what was kept added                             64×h×w
 * conv 256 k3, pixel shuffle ×2, PReLU                                64×2h×2w
 * conv 256 k3, pixel shuffle ×2, PReLU                                64×4h×4w
 * conv 3 k9                                                           3×4h×4w
 * </pre>
 *
 * All convolutions keep the size and have biases; each PReLU has one slope, 0.25 at first. Weights and biases uniform on ±1/√fan in.
 * It reads images in [0, 1] and makes images in [−1, 1], without a last activation: what lies outside is cut off when it is drawn. In
 * evaluation BN takes the running statistics, so a part of an image with {@link #halo} pixels around it is enlarged as in the whole.
 */
public final class SrResnet extends LayeredTranslator {
    private static final String NAME = "SRResNet";
    private static final Sides SIDES = new Sides(NAME, 1, 1);

    /**
     * What it is built for.
     *
     * @param inputChannels 1 to 4
     * @param outputChannels 1 to 4
     * @param height of the small images of training
     * @param width of the small images of training
     * @param baseWidth n, filters of a row
     * @param blocks residual blocks
     * @param scale 2 or 4
     * @param squares whether each pixel shuffle makes squares of one value at first (Aitken et al. 2017, arXiv 1707.02937)
     */
    public record Options(
            int inputChannels,
            int outputChannels,
            int height,
            int width,
            int baseWidth,
            int blocks,
            int scale,
            boolean squares) {
        public Options {
            Sides.requireChannels(NAME, 1, inputChannels, outputChannels);
            Sides.requirePositive(NAME, "filters in a row", baseWidth);
            Sides.requirePositive(NAME, "residual blocks", blocks);
            SIDES.require(height, width);
            if (scale != 2 && scale != 4) {
                throw new BadInput(
                        NAME + " does not enlarge " + scale + " times; allowed: 2, 4; nearest: " + (scale < 3 ? 2 : 4));
            }
        }

        /** The paper's: 64 filters, 16 blocks. */
        public static Options of(int inputChannels, int outputChannels, int height, int width, int scale) {
            return new Options(inputChannels, outputChannels, height, width, 64, 16, scale, false);
        }

        /** These with so many filters in a row. */
        public Options withBaseWidth(int other) {
            return new Options(inputChannels, outputChannels, height, width, other, blocks, scale, squares);
        }

        /** These with so many residual blocks. */
        public Options withBlocks(int other) {
            return new Options(inputChannels, outputChannels, height, width, baseWidth, other, scale, squares);
        }

        /** These with shuffles that make squares of one value at first. */
        public Options withSquares() {
            return new Options(inputChannels, outputChannels, height, width, baseWidth, blocks, scale, true);
        }

        private int doublings() {
            return Integer.numberOfTrailingZeros(scale);
        }
    }

    private final Options options;

    /** Fresh weights, all zero until initialised or loaded. */
    public SrResnet(Options options) {
        super(
                NAME,
                new Sequential("main", rows(options)),
                new ImageShape(options.inputChannels(), options.height(), options.width()),
                SIDES);
        this.options = options;
    }

    private static List<Layer> rows(Options options) {
        int n = options.baseWidth();
        List<Layer> body = new ArrayList<>();
        for (int block = 0; block < options.blocks(); block++) {
            body.add(new Residual(
                    "block " + n,
                    List.of(conv(n, n, 3), new BatchNorm2d(n), Prelu.shared(), conv(n, n, 3), new BatchNorm2d(n)),
                    List.of()));
        }
        body.add(conv(n, n, 3));
        body.add(new BatchNorm2d(n));
        List<Layer> rows = new ArrayList<>();
        rows.add(conv(options.inputChannels(), n, 9));
        rows.add(Prelu.shared());
        rows.add(new Residual(options.blocks() + " blocks " + n, body, List.of()));
        for (int doubling = 0; doubling < options.doublings(); doubling++) {
            rows.add(options.squares() ? Conv2d.squares(n, 4 * n, 3, Padding.SAME) : conv(n, 4 * n, 3));
            rows.add(Resampling.pixelShuffle());
            rows.add(Prelu.shared());
        }
        rows.add(conv(n, options.outputChannels(), 9));
        return rows;
    }

    private static Conv2d conv(long in, long out, int kernel) {
        return Conv2d.uniform(in, out, kernel, 1, Padding.SAME);
    }

    @Override
    public int scale() {
        return options.scale();
    }

    /**
     * How far around a pixel the network looks, in pixels of the small image: a tile with as many more on each side, cut off afterwards,
     * is what the whole image would give there. 40 for 16 blocks.
     */
    @Override
    public OptionalInt halo() {
        double reach = 4 + 2 * options.blocks() + 1;
        double pixel = 1;
        for (int doubling = 0; doubling < options.doublings(); doubling++) {
            reach += pixel;
            pixel /= 2;
        }
        return OptionalInt.of((int) Math.ceil(reach + 4 * pixel));
    }
}
