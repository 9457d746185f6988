package dev.atelier.networks;

import dev.atelier.nn.ConvNorm;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Pooling;
import dev.atelier.nn.Residual;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import dev.atelier.nn.Window;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A small residual classifier (after He et al. 2016, arXiv 1512.03385) that a laptop trains in minutes; what it has before the last row
 * serves as features. For 28×28 grey at width 32 and ten classes:
 *
 * <pre>
 * conv 32 k3                        32×28×28
 * conv 64 k3 s2                     64×14×14
 * x + conv 64 k3                    64×14×14
 * conv 128 k3 s2                   128×7×7
 * x + conv 128 k3                  128×7×7
 * conv 128 k3 s2                   128×4×4
 * x + conv 128 k3                  128×4×4
 * mean over pixels                 128         the features
 * dense 10                          10
 * </pre>
 *
 * Each conv is followed by batch norm and ReLU. An image is halved until a side is 4 or less, channels growing to four times the width, so that
 * every feature sees all of it; rows of
 * more than 32 pixels a side have no residual conv, and from 96 on the first conv halves already. Images in [−1, 1].
 */
public final class Classifier extends LayeredNetwork {
    private static final double EPSILON = 1e-5;
    private static final int MOST_DOUBLINGS = 2;
    private static final int SMALLEST = 4;
    private static final int LARGE = 96;
    private static final int LARGEST_RESIDUAL = 32;

    private final ImageShape image;
    private final int classes;
    private final int width;

    private Classifier(ImageShape image, int classes, int width) {
        super(
                "classifier",
                new Sequential("main", rows(image, classes, width)),
                image.channels(),
                image.height(),
                image.width());
        this.image = image;
        this.classes = classes;
        this.width = width;
    }

    /** What it says of a batch, float32: features [B, 4·width], logits [B, classes]. */
    public record Reading(Tensor features, Tensor logits) {}

    /** Fresh weights, all zero until initialised or loaded; {@code width} is the number of the first row's channels. */
    public static Classifier of(ImageShape image, int classes, int width) {
        if (classes < 2 || width < 1 || Math.min(image.height(), image.width()) < 8) {
            throw new IllegalArgumentException(
                    "a classifier of " + classes + " classes, width " + width + ", for " + image);
        }
        return new Classifier(image, classes, width);
    }

    private static List<Layer> rows(ImageShape image, int classes, int width) {
        int shorter = Math.min(image.height(), image.width());
        int first = shorter >= LARGE ? 2 : 1;
        List<Layer> rows = new ArrayList<>();
        rows.add(conv(image.channels(), width, first));
        int channels = width;
        int side = (shorter + first - 1) / first;
        for (int halving = 1; side > SMALLEST; halving++) {
            int next = width << Math.min(halving, MOST_DOUBLINGS);
            rows.add(conv(channels, next, 2));
            channels = next;
            side = (side + 1) / 2;
            if (side <= LARGEST_RESIDUAL) {
                rows.add(new Residual("x + conv " + channels + " k3", List.of(conv(channels, channels, 1)), List.of()));
            }
        }
        rows.add(Pooling.global());
        rows.add(new Dense(channels, classes, Initializer.glorotUniform()));
        return rows;
    }

    private static ConvNorm conv(int in, int out, int stride) {
        return new ConvNorm(in, out, Window.square(3, stride, 1), EPSILON);
    }

    /** Features and logits of images [B, C, H, W], in the caller's scope. */
    public Reading read(Tensor images, Pass pass) {
        Tensor features = layers().beforeLast(images, pass).to(ScalarType.Float);
        return new Reading(features, layers().last().forward(features, pass).to(ScalarType.Float));
    }

    /** Input {@code image}; outputs {@code features} and {@code logits}. */
    @Override
    public void trace(Graph graph) {
        Value features = layers().traceBeforeLast(
                        graph, graph.input(Generator.IMAGE, image.channels(), image.height(), image.width()));
        graph.output("features", features);
        graph.output("logits", layers().traceLast(graph, features));
    }

    public ImageShape image() {
        return image;
    }

    public int classes() {
        return classes;
    }

    /** Channels of the first row. */
    public int width() {
        return width;
    }

    /** Length of a feature vector. */
    public int features() {
        long[] head = Tensors.shape(parameters().get(parameters().size() - 2).value());
        return (int) head[1];
    }
}
