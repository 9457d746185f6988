package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.BatchNorm2d;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Named;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The discriminator of SRGAN (Ledig et al. 2016, arXiv 1609.04802, figure 4). With n 64 filters, for 96×96 colour:
 *
 * <pre>
 * conv 64 k3, LReLU                                              64×96×96
 * conv 64 k3 s2, BN, LReLU                                       64×48×48
 * conv 128 k3, BN, LReLU; conv 128 k3 s2, BN, LReLU              128×24×24
 * conv 256 k3, BN, LReLU; conv 256 k3 s2, BN, LReLU              256×12×12
 * conv 512 k3, BN, LReLU; conv 512 k3 s2, BN, LReLU              512×6×6
 * flatten, dense 1024, LReLU                                     1024
 * dense 1                                                        1
 * </pre>
 *
 * All convolutions pad by 1 and have biases; LReLU 0.2; the dense row has 16·n units. It belongs to one size of image, because the dense
 * row sees all places: a {@link PatchGan} does not. Weights and biases uniform on ±1/√fan in.
 */
public final class SrganCritic extends RowsCritic {
    private static final String NAME = "SRGAN's discriminator";
    private static final Sides SIDES = new Sides(NAME, 1, 16);
    private static final int HALVINGS = 4;
    private static final int DENSE = 16;

    /**
     * What it is built for.
     *
     * @param channels 1 to 4
     * @param side height and width of its images, at least 16
     * @param baseWidth n, filters of the first row
     * @param features whether judgements show what each row gives
     */
    public record Options(int channels, int side, int baseWidth, boolean features) {
        public Options {
            Sides.requireChannels(NAME, 1, channels);
            Sides.requirePositive(NAME, "filters in its first row", baseWidth);
            SIDES.require(side, side);
        }

        /** The paper's 64 filters, no features. */
        public static Options of(int channels, int side) {
            return new Options(channels, side, 64, false);
        }

        /** These with so many filters in the first row. */
        public Options withBaseWidth(int other) {
            return new Options(channels, side, other, features);
        }

        /** These with judgements that show what each row gives. */
        public Options withFeatures() {
            return new Options(channels, side, baseWidth, true);
        }
    }

    private final Options options;

    /** Fresh weights, all zero until initialised or loaded. */
    public SrganCritic(Options options) {
        super(
                "SRGAN discriminator",
                rows(options),
                options.features(),
                options.channels(),
                options.side(),
                options.side());
        this.options = options;
    }

    private static List<Sequential> rows(Options options) {
        List<Sequential> rows = new ArrayList<>();
        int in = options.channels();
        long side = options.side();
        for (int halving = 0; halving < HALVINGS; halving++) {
            int out = options.baseWidth() << halving;
            rows.add(row(rows.size() + 1, in, out, 1));
            rows.add(row(rows.size() + 1, out, out, 2));
            in = out;
            side = (side + 1) / 2;
        }
        long dense = (long) DENSE * options.baseWidth();
        rows.add(new Sequential(List.of(
                new Named("", Reshape.flatten()),
                new Named("dense", Dense.uniform(in * side * side, dense)),
                new Named("", Activation.leakyRelu(0.2)))));
        rows.add(new Sequential(List.of(new Named("score", Dense.uniform(dense, 1)))));
        return rows;
    }

    private static Sequential row(int number, int in, int out, int stride) {
        String name = "row" + number;
        List<Named> layers = new ArrayList<>();
        layers.add(new Named(name, Conv2d.uniform(in, out, 3, stride, Padding.of(1))));
        if (number > 1) {
            layers.add(new Named(name + ".norm", new BatchNorm2d(out)));
        }
        layers.add(new Named("", Activation.leakyRelu(0.2)));
        return new Sequential(layers);
    }

    /** What it says of images [B, C, side, side]: logits [B, 1]; features of each row but the last, where they are asked for. */
    @Override
    public Judgement judge(Tensor samples, Pass pass) {
        return judged(samples, pass);
    }

    /** Input {@code image}, output {@code score}. */
    @Override
    public void trace(Graph graph) {
        graph.output(
                Head.SCORE_NAME,
                layers().trace(
                                graph,
                                graph.input(Generator.IMAGE, options.channels(), options.side(), options.side())));
    }
}
