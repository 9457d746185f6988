package dev.atelier.nn;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** An image from a vector: a learned plane for each channel, times a linear function of the vector. [F] to [C, H, W]. */
public final class LearnedBasis implements Layer {
    private final Dense linear;
    private final Parameter basis;
    private final long channels;
    private final long height;
    private final long width;

    public LearnedBasis(long in, long channels, long height, long width, Initializer initializer) {
        linear = Dense.unbiased(in, channels, initializer);
        basis = Parameter.weight("basis", Initializer.normal(0, 1), channels, height, width);
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    @Override
    public String label() {
        return "learned basis " + channels;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return linear.forward(x, pass)
                .view(-1, channels, 1, 1)
                .mul(basis.value().unsqueeze(0));
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value each = graph.operator("Reshape", linear.trace(graph, x))
                .longs("shape", 0, channels, 1, 1)
                .gives(channels, 1, 1);
        return graph.operator("Mul", each, graph.parameter(basis)).gives(channels, height, width);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        linear.outputShape(inputShape);
        return new long[] {channels, height, width};
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(basis), linear.parameters().stream()).toList();
    }

    @Override
    public long flops(long[] inputShape) {
        return linear.flops(inputShape);
    }
}
