package dev.atelier.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022): each channel of each image by its own mean and biased variance, ε 1e-5;
 * no scale, no shift, no running statistics, so training and evaluation are the same.
 */
public final class InstanceNorm2d implements Layer {
    private static final double EPSILON = 1e-5;

    private final long channels;

    public InstanceNorm2d(long channels) {
        this.channels = channels;
    }

    @Override
    public String label() {
        return "instance norm";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        TensorOptional none = new TensorOptional();
        PictureMoments moments = pass.moments();
        return moments == null ? ofEach(x, none, none, EPSILON) : moments.normalise(this, x, none, none, EPSILON);
    }

    /** Each image by its own statistics: batch norm of batches of one, which keeps the channels last where they are. */
    static Tensor ofEach(Tensor x, TensorOptional scale, TensorOptional shift, double epsilon) {
        if (x.size(0) == 1) {
            return ofAll(x, scale, shift, epsilon);
        }
        TensorVector images = torch.split(x, 1, 0);
        Tensor[] normal = new Tensor[(int) images.size()];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = ofAll(images.get(i), scale, shift, epsilon);
        }
        return torch.cat(new TensorVector(normal), 0);
    }

    /** All images by the statistics of all. */
    static Tensor ofAll(Tensor x, TensorOptional scale, TensorOptional shift, double epsilon) {
        return torch.batch_norm(x, scale, shift, new TensorOptional(), new TensorOptional(), true, 0, epsilon, true);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        return graph.operator("InstanceNormalization", x, all(graph, "scale", 1), all(graph, "shift", 0))
                .number("epsilon", EPSILON)
                .givesTheSame();
    }

    private Value all(Graph graph, String name, float value) {
        return graph.constant(
                name,
                () -> {
                    float[] values = new float[(int) channels];
                    Arrays.fill(values, value);
                    return values;
                },
                channels);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        boolean fits = inputShape.length == 3 && inputShape[0] == channels;
        Shapes.require(fits && inputShape[1] * inputShape[2] > 1, this, inputShape); // of one pixel nothing is left
        return inputShape;
    }
}
