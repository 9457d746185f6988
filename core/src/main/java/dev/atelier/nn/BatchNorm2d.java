package dev.atelier.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Batch normalisation over each channel (Ioffe and Szegedy 2015), momentum 0.1 and ε 1e-5 in PyTorch's sense. */
public final class BatchNorm2d implements Layer {
    private final long channels;
    private final double momentum;
    private final double epsilon;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNorm2d(long channels) {
        this(channels, 0.1, 1e-5, Initializer.ones());
    }

    public BatchNorm2d(long channels, double momentum, double epsilon, Initializer scale) {
        this.channels = channels;
        this.momentum = momentum;
        this.epsilon = epsilon;
        weight = Parameter.weight("weight", scale, channels);
        bias = Parameter.weight("bias", Initializer.zeros(), channels);
        mean = Parameter.buffer("running_mean", Initializer.zeros(), channels);
        variance = Parameter.buffer("running_var", Initializer.ones(), channels);
    }

    @Override
    public String label() {
        return "batch norm";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return moments().normalise(x, weight, bias, pass);
    }

    private RunningMoments moments() {
        return new RunningMoments(mean, variance, momentum, epsilon);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        return moments().trace(graph, x, weight, bias, label());
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 3 && inputShape[0] == channels, this, inputShape);
        return inputShape;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias, mean, variance);
    }

    @Override
    public boolean mixesSamples() {
        return true;
    }
}
