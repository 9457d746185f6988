package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.ConvTranspose2d;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.InstanceNorm2d;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Resampling;
import dev.atelier.nn.Residual;
import dev.atelier.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The generator of CycleGAN (Zhu et al. 2017, arXiv 1703.10593, appendix 7.2, after Johnson et al. 2016). For 256×256 colour with n 64
 * filters at first:
 *
 * <pre>
 * reflect 3, conv 64 k7, IN, ReLU                                                              64×256×256
 * conv 128 k3 s2 p1, IN, ReLU                                                                  128×128×128
 * conv 256 k3 s2 p1, IN, ReLU                                                                  256×64×64
 * 9 times: reflect 1, conv 256 k3, IN, ReLU, reflect 1, conv 256 k3, IN, and the input added   256×64×64
 * transposed conv 128 k3 s2, IN, ReLU                                                          128×128×128
 * transposed conv 64 k3 s2, IN, ReLU                                                           64×256×256
 * reflect 3, conv 3 k7, tanh                                                                   3×256×256
 * </pre>
 *
 * IN is instance norm without scale and shift, so training and evaluation are the same. All convolutions have biases. {@link Up#RESIZE}
 * replaces each transposed convolution by bilinear ×2, reflect 1, conv k3, which makes no checkerboards. Weights N(0, 0.02), biases 0.
 * Images in [−1, 1].
 */
public final class ResnetTranslator extends LayeredTranslator {
    private static final String NAME = "the residual translator";
    private static final Sides SIDES = new Sides(NAME, 4, 8);
    private static final Initializer INIT = Initializer.normal(0, 0.02);
    private static final int FEW_BLOCKS = 6;
    private static final int MANY_BLOCKS = 9;
    private static final int LARGE = 256;

    /** How an image is doubled. */
    public enum Up {
        /** By a transposed convolution, as in the paper. */
        TRANSPOSED,
        /** By bilinear enlarging and a convolution. */
        RESIZE
    }

    /**
     * What it is built for.
     *
     * @param inputChannels 1 to 4
     * @param outputChannels 1 to 4
     * @param height of training, a multiple of 4, at least 8
     * @param width as the height
     * @param baseWidth n, filters of the first row
     * @param blocks residual blocks, in the paper 6 or 9
     * @param up how an image is doubled
     */
    public record Options(
            int inputChannels, int outputChannels, int height, int width, int baseWidth, int blocks, Up up) {
        public Options {
            Sides.requireChannels(NAME, 1, inputChannels, outputChannels);
            Sides.requirePositive(NAME, "filters in its first row", baseWidth);
            Sides.requirePositive(NAME, "residual blocks", blocks);
            SIDES.require(height, width);
        }

        /** The paper's: 64 filters at first, 9 blocks where both sides are 256 or more, else 6, transposed convolutions. */
        public static Options of(int inputChannels, int outputChannels, int height, int width) {
            int blocks = Math.min(height, width) < LARGE ? FEW_BLOCKS : MANY_BLOCKS;
            return new Options(inputChannels, outputChannels, height, width, 64, blocks, Up.TRANSPOSED);
        }

        /** These with so many filters in the first row. */
        public Options withBaseWidth(int other) {
            return new Options(inputChannels, outputChannels, height, width, other, blocks, up);
        }

        /** These with so many residual blocks. */
        public Options withBlocks(int other) {
            return new Options(inputChannels, outputChannels, height, width, baseWidth, other, up);
        }

        /** These with another way to double an image. */
        public Options withUp(Up other) {
            return new Options(inputChannels, outputChannels, height, width, baseWidth, blocks, other);
        }
    }

    private final Options options;

    /** Fresh weights, all zero until initialised or loaded. */
    public ResnetTranslator(Options options) {
        super(
                "residual translator",
                new Sequential("main", rows(options)),
                new ImageShape(options.inputChannels(), options.height(), options.width()),
                SIDES);
        this.options = options;
    }

    @Override
    public boolean normalisesImages() {
        return true;
    }

    /** Rows one after the other: 3, 1 and 2 down, 2 of 4 pixels each in a block, 4 and 2 up, 3; 63 for 6 blocks. Resizing looks 3 further. */
    @Override
    public OptionalInt halo() {
        int reach = 3 + 1 + 2 + 8 * options.blocks() + 4 + 2 + 3;
        return OptionalInt.of(options.up() == Up.TRANSPOSED ? reach : reach + 3);
    }

    private static List<Layer> rows(Options options) {
        int n = options.baseWidth();
        List<Layer> rows = new ArrayList<>();
        rows.add(Resampling.reflect(3));
        rows.add(conv(options.inputChannels(), n, 7));
        addNormed(rows, n);
        for (int wide = n; wide < 4 * n; wide *= 2) {
            rows.add(new Conv2d(wide, 2L * wide, 3, 2, Padding.of(1), INIT));
            addNormed(rows, 2 * wide);
        }
        for (int block = 0; block < options.blocks(); block++) {
            rows.add(block(4 * n));
        }
        for (int wide = 4 * n; wide > n; wide /= 2) {
            addDoubling(rows, options.up(), wide);
            addNormed(rows, wide / 2);
        }
        rows.add(Resampling.reflect(3));
        rows.add(conv(n, options.outputChannels(), 7));
        rows.add(Activation.tanh());
        return rows;
    }

    /** Inside of what was padded before. */
    private static Conv2d conv(long in, long out, int kernel) {
        return new Conv2d(in, out, kernel, 1, Padding.VALID, INIT);
    }

    private static void addNormed(List<Layer> rows, int channels) {
        rows.add(new InstanceNorm2d(channels));
        rows.add(Activation.relu());
    }

    private static void addDoubling(List<Layer> rows, Up up, int in) {
        if (up == Up.TRANSPOSED) {
            rows.add(ConvTranspose2d.moreBefore(in, in / 2, 3, 2, INIT));
        } else {
            rows.add(Resampling.bilinearUp());
            rows.add(Resampling.reflect(1));
            rows.add(conv(in, in / 2, 3));
        }
    }

    private static Residual block(int n) {
        List<Layer> body = new ArrayList<>();
        body.add(Resampling.reflect(1));
        body.add(conv(n, n, 3));
        addNormed(body, n);
        body.add(Resampling.reflect(1));
        body.add(conv(n, n, 3));
        body.add(new InstanceNorm2d(n));
        return new Residual("block " + n, body, List.of());
    }
}
