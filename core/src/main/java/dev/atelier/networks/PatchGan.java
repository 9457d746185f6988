package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.nn.Activation;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.InstanceNorm2d;
import dev.atelier.nn.Named;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The discriminator of pix2pix and CycleGAN, which judges overlapping patches (Isola et al. 2016, arXiv 1611.07004, section 3.2 and
 * appendix 6.1.2). With n 64 filters at first, BN, and pairs of colour images at 256×256, for three strides (patches of 70×70):
 *
 * <pre>
 * conv 64 k4 s2 p1, LReLU           64×128×128
 * conv 128 k4 s2 p1, BN, LReLU      128×64×64
 * conv 256 k4 s2 p1, BN, LReLU      256×32×32
 * conv 512 k4 s1 p1, BN, LReLU      512×31×31
 * conv 1 k4 s1 p1                   1×30×30      a logit for each patch
 * </pre>
 *
 * Patches have 16, 34, 70, 142 or 286 pixels a side by one to five strides of 2; no stride judges each pixel alone (conv k1, three
 * rows). Filters are n·min(2^i, 8). A convolution before BN has no bias, one before IN or before an activation has; IN is instance norm
 * without scale and shift. LReLU 0.2. Weights N(0, 0.02), scales of BN N(1, 0.02). A condition is a picture of the same size, which
 * stands before the sample.
 */
public final class PatchGan extends RowsCritic {
    private static final String NAME = "the PatchGAN";
    private static final Initializer INIT = Initializer.normal(0, 0.02);
    private static final int WIDEST = 8;
    private static final int MOST_STRIDES = 5;
    private static final double USUAL_SHARE = 70 / 256.0;

    /** What stands between a convolution and its activation. */
    public enum Norm {
        /** Batch norm: real and generated samples are judged in passes of their own. */
        BATCH,
        /** Instance norm. */
        INSTANCE
    }

    /**
     * What it is built for.
     *
     * @param conditionChannels of the picture beside the sample, 1 to 4; 0 where it judges the sample alone
     * @param channels of a sample, 1 to 4
     * @param height of both, at least 3·2^strides
     * @param width as the height
     * @param baseWidth n, filters of the first row
     * @param strides rows of stride 2, 1 to 5; 0 judges each pixel alone
     * @param norm between a convolution and its activation
     * @param features whether judgements show what each row gives
     */
    public record Options(
            int conditionChannels,
            int channels,
            int height,
            int width,
            int baseWidth,
            int strides,
            Norm norm,
            boolean features) {
        public Options {
            Sides.requireChannels(NAME, 0, conditionChannels);
            Sides.requireChannels(NAME, 1, channels);
            Sides.requirePositive(NAME, "filters in its first row", baseWidth);
            if (strides < 0 || strides > MOST_STRIDES) {
                throw new BadInput(
                        NAME + " cannot have " + strides + " rows of stride 2; allowed: 0 to " + MOST_STRIDES);
            }
            new Sides(NAME + " of patches of " + field(strides) + " pixels", 1, strides == 0 ? 1 : 3 << strides)
                    .require(height, width);
        }

        /** 64 filters at first, BN, no features, the strides of {@link #usualStrides}. */
        public static Options of(int conditionChannels, int channels, int height, int width) {
            return new Options(
                    conditionChannels, channels, height, width, 64, usualStrides(height, width), Norm.BATCH, false);
        }

        /** These with so many filters in the first row. */
        public Options withBaseWidth(int other) {
            return new Options(conditionChannels, channels, height, width, other, strides, norm, features);
        }

        /** These with so many rows of stride 2. */
        public Options withStrides(int other) {
            return new Options(conditionChannels, channels, height, width, baseWidth, other, norm, features);
        }

        /** These with another norm. */
        public Options withNorm(Norm other) {
            return new Options(conditionChannels, channels, height, width, baseWidth, strides, other, features);
        }

        /** These with judgements that show what each row gives. */
        public Options withFeatures() {
            return new Options(conditionChannels, channels, height, width, baseWidth, strides, norm, true);
        }
    }

    private final Options options;

    /** Fresh weights, all zero until initialised or loaded. */
    public PatchGan(Options options) {
        super(
                "PatchGAN",
                options.strides() == 0 ? pixels(options) : patches(options),
                options.features(),
                (long) options.conditionChannels() + options.channels(),
                options.height(),
                options.width());
        this.options = options;
    }

    /** Pixels a side of what one logit sees, by the number of strides. */
    public static int field(int strides) {
        if (strides == 0) {
            return 1;
        }
        int field = 7; // of the last two rows
        for (int row = 0; row < strides; row++) {
            field = 2 * field + 2;
        }
        return field;
    }

    /**
     * By how many strides a patch is as near as can be to the paper's share of a side, 70 of 256: 1 at 32 and 64 pixels, 2 at 128, 3 at
     * 256. The shorter side counts.
     */
    public static int usualStrides(int height, int width) {
        double side = Math.min(height, width);
        int best = 1;
        for (int strides = 2; strides <= MOST_STRIDES; strides++) {
            double apart = Math.abs(field(strides) / side - USUAL_SHARE);
            if (apart < Math.abs(field(best) / side - USUAL_SHARE)) {
                best = strides;
            }
        }
        return best;
    }

    private static List<Sequential> patches(Options options) {
        List<Sequential> rows = new ArrayList<>();
        int in = options.conditionChannels() + options.channels();
        for (int i = 0; i <= options.strides(); i++) {
            int out = options.baseWidth() * Math.min(WIDEST, 1 << i);
            rows.add(row(rows.size() + 1, in, out, 4, i < options.strides() ? 2 : 1, options));
            in = out;
        }
        rows.add(only(rows.size() + 1, new Conv2d(in, 1, 4, 1, Padding.of(1), INIT)));
        return rows;
    }

    private static List<Sequential> pixels(Options options) {
        int n = options.baseWidth();
        boolean biased = options.norm() != Norm.BATCH;
        return List.of(
                row(1, options.conditionChannels() + options.channels(), n, 1, 1, options),
                row(2, n, 2 * n, 1, 1, options),
                only(
                        3,
                        biased
                                ? new Conv2d(2L * n, 1, 1, 1, Padding.VALID, INIT)
                                : Conv2d.unbiased(2L * n, 1, 1, 1, Padding.VALID, INIT)));
    }

    /** A convolution, the norm in all rows but the first, and the activation. */
    private static Sequential row(int number, int in, int out, int kernel, int stride, Options options) {
        String name = "row" + number;
        Padding padding = kernel == 1 ? Padding.VALID : Padding.of(1);
        List<Named> layers = new ArrayList<>();
        if (number == 1 || options.norm() != Norm.BATCH) {
            layers.add(new Named(name, new Conv2d(in, out, kernel, stride, padding, INIT)));
        } else {
            layers.add(new Named(name, Conv2d.unbiased(in, out, kernel, stride, padding, INIT)));
        }
        if (number > 1) {
            layers.add(new Named(
                    name + ".norm",
                    options.norm() == Norm.BATCH
                            ? new BatchNorm2d(out, 0.1, 1e-5, Initializer.normal(1, 0.02))
                            : new InstanceNorm2d(out)));
        }
        layers.add(new Named("", Activation.leakyRelu(0.2)));
        return new Sequential(layers);
    }

    private static Sequential only(int number, Conv2d conv) {
        return new Sequential(List.of(new Named("row" + number, conv)));
    }

    /**
     * What it says of samples [B, C, H, W], beside the pictures [B, C', H, W] that the pass has under {@link Fields#CONDITION} where it
     * is built for them: logits [B, 1, h, w], a logit for each patch; features of each row but the last, where they are asked for.
     */
    @Override
    public Judgement judge(Tensor samples, Pass pass) {
        return judged(
                options.conditionChannels() == 0
                        ? samples
                        : torch.cat(new TensorVector(pass.side(Fields.CONDITION), samples), 1),
                pass);
    }

    /** Inputs {@code image} and, where it is built for one, {@code condition}; output {@code score}, [B, 1, h, w]. */
    @Override
    public void trace(Graph graph) {
        Value image = graph.input(Generator.IMAGE, options.channels(), options.height(), options.width());
        Value x = image;
        if (options.conditionChannels() > 0) {
            Value condition =
                    graph.input(Fields.CONDITION, options.conditionChannels(), options.height(), options.width());
            x = graph.operator("Concat", condition, image)
                    .integer("axis", 1)
                    .gives((long) options.conditionChannels() + options.channels(), options.height(), options.width());
        }
        graph.output(Head.SCORE_NAME, layers().trace(graph, x));
    }
}
