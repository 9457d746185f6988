package dev.atelier.networks;

import dev.atelier.nn.Graph;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Names the class of an image; what it has before its last row serves as features. Its rows are a table of their own
 * ({@link SmallResnet}, for images in [−1, 1]), or a discriminator's under the same parameter names, so that weights go from one to the
 * other ({@link Architecture#classifier}, for images as that discriminator is shown them).
 */
public final class Classifier extends LayeredNetwork {
    private final ImageShape image;
    private final int classes;

    Classifier(Sequential layers, ImageShape image, int classes) {
        super("classifier", layers, image.channels(), image.height(), image.width());
        this.image = image;
        this.classes = classes;
    }

    /** What it says of a batch, float32: features [B, F], logits [B, classes]. */
    public record Reading(Tensor features, Tensor logits) {}

    /** Features and logits of images [B, C, H, W], in the caller's scope. */
    public Reading read(Tensor images, Pass pass) {
        Tensor features = layers().beforeLast(images, pass).to(ScalarType.Float);
        return new Reading(features, layers().last().forward(features, pass).to(ScalarType.Float));
    }

    /**
     * Its map at stride 4 before the activation, [B, F, ⌈H/4⌉, ⌈W/4⌉] float32: what images of any size are compared by place by place.
     * The last such row, so that as much as can be goes into it; of images too small for one, the last row that has places.
     */
    public Tensor map(Tensor images, Pass pass) {
        return layers().beforeActivation(images, rowsOfMap(), pass).to(ScalarType.Float);
    }

    private int rowsOfMap() {
        long quarter = (image.height() + 3L) / 4;
        long[] shape = {image.channels(), image.height(), image.width()};
        int rows = 0;
        for (Layer row : layers().layers()) {
            shape = row.outputShape(shape);
            if (shape.length < 3 || shape[1] < quarter) {
                return rows;
            }
            rows++;
        }
        return rows;
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

    /** Length of a feature vector. */
    public int features() {
        List<Layer> rows = layers().layers();
        return (int) LayeredNetwork.features(rows.subList(0, rows.size() - 1), image);
    }
}
