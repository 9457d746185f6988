package dev.atelier.nn;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * x where positive, a·x elsewhere, with a learned slope a that begins at 0.25 (He et al. 2015, arXiv 1502.01852, section 2.1): one for all
 * channels or one for each.
 */
public final class Prelu implements Layer {
    private static final double FIRST = 0.25;

    private final long channels;
    private final Parameter weight;

    private Prelu(long channels) {
        this.channels = channels;
        weight = Parameter.weight("weight", new Initializer.Constant(FIRST), channels);
    }

    /** One slope for all channels. */
    public static Prelu shared() {
        return new Prelu(1);
    }

    /** A slope for each of so many channels. */
    public static Prelu perChannel(long channels) {
        return new Prelu(channels);
    }

    @Override
    public String label() {
        return channels == 1 ? "prelu" : "prelu per channel";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return torch.prelu(x, weight.read(pass).to(x.scalar_type()));
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value slopes = graph.parameter(weight);
        long[] shape = new long[x.sample().length];
        Arrays.fill(shape, 1);
        shape[0] = channels;
        Value each = channels == 1
                ? slopes
                : graph.operator("Reshape", slopes).longs("shape", shape).givesAll(shape);
        return graph.operator("PRelu", x, each).givesTheSame();
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(channels == 1 || inputShape.length > 0 && inputShape[0] == channels, this, inputShape);
        return inputShape;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }
}
