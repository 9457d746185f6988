package dev.atelier.networks;

import dev.atelier.nn.Activation;
import dev.atelier.nn.Condition;
import dev.atelier.nn.Conv2d;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Dropout;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Named;
import dev.atelier.nn.Padding;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Reshape;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The networks of a finer level of a Laplacian pyramid, which makes what an enlarged coarse image l lacks, the residual h (Denton et al.
 * 2015, arXiv 1506.05751, section 3.2 and the authors' tables). For 32×32 colour with n 64 filters:
 *
 * <pre>
 * generator, of l and a plane z    output       discriminator, of h + l            output
 * conv 64 k7, ReLU                 64×32×32     conv 64 k5 valid, ReLU             64×28×28
 * conv 64 k7, ReLU                 64×32×32     conv 64 k5 s2 valid, ReLU          64×12×12
 * conv 3 k5                        3×32×32      flatten, dropout ½, dense 1        1
 * </pre>
 *
 * The discriminator sees the sum: it judges the picture, not what was added. z is uniform on ±1. Weights and biases uniform on ±1/√fan
 * in. With classes, each network reads them as the pass's condition [B, classes] and has them, mapped to one plane under a ReLU, as one
 * more channel; it then belongs to one size. Pictures lie in [−1, 1], residuals in [−2, 2].
 */
public final class LaplacianLevel {
    /** The field of enlarged coarse images l, [B, C, H, W], which the discriminator reads beside residuals. */
    public static final String COARSE = "coarse";

    /** The name of residuals h in graphs. */
    public static final String RESIDUAL = "residual";

    private static final String NAME = "a level of the pyramid";
    private static final Sides SIDES = new Sides(NAME, 2, 10);

    private LaplacianLevel() {}

    /**
     * What both are built for.
     *
     * @param image of this level: 1 to 4 channels, even sides, at least 10
     * @param baseWidth n, filters of a row
     * @param classes width of the condition, 0 where there is none
     */
    public record Options(ImageShape image, int baseWidth, int classes) {
        public Options {
            Sides.requireChannels(NAME, 1, image.channels());
            Sides.requirePositive(NAME, "filters in a row", baseWidth);
            SIDES.require(image.height(), image.width());
            if (classes < 0) {
                throw new IllegalArgumentException(classes + " classes");
            }
        }

        /** The paper's 64 filters, no classes. */
        public static Options of(ImageShape image) {
            return new Options(image, 64, 0);
        }

        /** These with so many filters in a row. */
        public Options withBaseWidth(int other) {
            return new Options(image, other, classes);
        }

        /** These with so many classes. */
        public Options withClasses(int other) {
            return new Options(image, baseWidth, other);
        }

        private int planes() {
            return classes == 0 ? 0 : 1;
        }
    }

    private static Value image(Graph graph, String name, ImageShape image) {
        return graph.input(name, image.channels(), image.height(), image.width());
    }

    private static void addClasses(List<Named> rows, Options options) {
        if (options.classes() > 0) {
            ImageShape image = options.image();
            rows.add(new Named("classes", Condition.rectifiedPlane(options.classes(), image.height(), image.width())));
        }
    }

    /** Makes residuals. */
    public static final class Maker extends LayeredNetwork {
        private final ImageShape image;

        /** Fresh weights, all zero until initialised or loaded. */
        public Maker(Options options) {
            super(
                    "generator of residuals",
                    rows(options),
                    options.image().channels() + 1L,
                    options.image().height(),
                    options.image().width());
            image = options.image();
        }

        private static Sequential rows(Options options) {
            int n = options.baseWidth();
            int channels = options.image().channels();
            List<Named> rows = new ArrayList<>();
            addClasses(rows, options);
            rows.add(new Named("row1", conv(channels + 1L + options.planes(), n, 7)));
            rows.add(new Named("", Activation.relu()));
            rows.add(new Named("row2", conv(n, n, 7)));
            rows.add(new Named("", Activation.relu()));
            rows.add(new Named("row3", conv(n, channels, 5)));
            return new Sequential(rows);
        }

        private static Conv2d conv(long in, long out, int kernel) {
            return Conv2d.uniform(in, out, kernel, 1, Padding.SAME);
        }

        /**
         * Residuals [B, C, H, W], float32, in the caller's scope, for enlarged coarse images of that shape and a plane of noise each, [B, 1,
         * H, W].
         */
        public Tensor forward(Tensor coarse, Tensor z, Pass pass) {
            return layers().forward(torch.cat(new TensorVector(coarse, z), 1), pass)
                    .to(ScalarType.Float);
        }

        /** Inputs {@link #COARSE} and {@link NoiseModel#Z}, and the condition where it reads one; output {@link #RESIDUAL}. */
        @Override
        public void trace(Graph graph) {
            Value z = graph.input(NoiseModel.Z, 1, image.height(), image.width());
            graph.output(RESIDUAL, trace(graph, image(graph, COARSE, image), z));
        }

        /** Its residuals of {@code coarse} and {@code z}, for a model that puts something before it or behind it. */
        public Value trace(Graph graph, Value coarse, Value z) {
            Value both = graph.operator("Concat", coarse, z)
                    .integer("axis", 1)
                    .gives(image.channels() + 1L, image.height(), image.width());
            return layers().trace(graph, both);
        }
    }

    /** Judges residuals by the pictures that they make. */
    public static final class Judge extends RowsCritic {
        private final ImageShape image;

        /** Fresh weights, all zero until initialised or loaded. */
        public Judge(Options options) {
            super(
                    "critic of residuals",
                    List.of(rows(options)),
                    false,
                    options.image().channels(),
                    options.image().height(),
                    options.image().width());
            image = options.image();
        }

        private static Sequential rows(Options options) {
            int n = options.baseWidth();
            ImageShape image = options.image();
            List<Named> rows = new ArrayList<>();
            addClasses(rows, options);
            rows.add(new Named(
                    "row1", Conv2d.uniform(image.channels() + (long) options.planes(), n, 5, 1, Padding.VALID)));
            rows.add(new Named("", Activation.relu()));
            rows.add(new Named("row2", Conv2d.uniform(n, n, 5, 2, Padding.VALID)));
            rows.add(new Named("", Activation.relu()));
            rows.add(new Named("", Reshape.flatten()));
            rows.add(new Named("", new Dropout(0.5)));
            rows.add(new Named("score", Dense.uniform((long) n * halved(image.height()) * halved(image.width()), 1)));
            return new Sequential(rows);
        }

        /** A side behind the two convolutions. */
        private static long halved(int side) {
            return (side - 9) / 2 + 1L;
        }

        /** Logits [B, 1] for residuals [B, C, H, W], beside the enlarged coarse images that the pass has under {@link #COARSE}. */
        @Override
        public Judgement judge(Tensor residuals, Pass pass) {
            return judged(residuals.add(pass.side(COARSE)), pass);
        }

        /** Inputs {@link #RESIDUAL} and {@link #COARSE}, and the condition where it reads one; output {@code score}. */
        @Override
        public void trace(Graph graph) {
            Value sum = graph.operator("Add", image(graph, RESIDUAL, image), image(graph, COARSE, image))
                    .givesTheSame();
            graph.output(Head.SCORE_NAME, layers().trace(graph, sum));
        }
    }
}
