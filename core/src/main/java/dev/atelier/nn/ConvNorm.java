package dev.atelier.nn;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution without bias, batch norm and ReLU as one row; parameters are called {@code conv.weight} and {@code bn.…}. In
 * evaluation by running statistics the norm is folded into the convolution: with s = γ / √(σ² + ε), W·s and β − μ·s, one pass over the image instead of two.
 */
public final class ConvNorm implements Layer {
    private static final double MOMENTUM = 0.1;

    private final long in;
    private final long out;
    private final Window window;
    private final double epsilon;
    private final Parameter kernels;
    private final Parameter scale;
    private final Parameter shift;
    private final Parameter mean;
    private final Parameter variance;

    public ConvNorm(long in, long out, Window window, double epsilon) {
        this.in = in;
        this.out = out;
        this.window = window;
        this.epsilon = epsilon;
        Initializer init = Initializer.scaledNormal(Math.sqrt(2));
        kernels = Parameter.weight("conv.weight", init, out, in, window.height(), window.width());
        scale = Parameter.weight("bn.weight", Initializer.ones(), out);
        shift = Parameter.weight("bn.bias", Initializer.zeros(), out);
        mean = Parameter.buffer("bn.running_mean", Initializer.zeros(), out);
        variance = Parameter.buffer("bn.running_var", Initializer.ones(), out);
    }

    @Override
    public String label() {
        return "conv " + out + " " + window.label() + ", norm, relu";
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return torch.relu(beforeActivation(x, pass));
    }

    @Override
    public Tensor beforeActivation(Tensor x, Pass pass) {
        return pass.training() || pass.statistics() != NormStatistics.RUNNING ? apart(x, pass) : folded(x, pass);
    }

    private Tensor apart(Tensor x, Pass pass) {
        Tensor y = convolution(x, kernels.value(), new TensorOptional(), pass);
        return moments().normalise(y, scale, shift, pass);
    }

    private RunningMoments moments() {
        return new RunningMoments(mean, variance, MOMENTUM, epsilon);
    }

    private Tensor folded(Tensor x, Pass pass) {
        Tensor factor = scale.value().mul(torch.rsqrt(variance.value().add(new Scalar(epsilon))));
        Tensor bias = shift.value().sub(mean.value().mul(factor));
        Tensor weight = kernels.value().mul(factor.view(out, 1, 1, 1));
        return convolution(x, weight, new TensorOptional(pass.precision().cast(bias)), pass);
    }

    private Tensor convolution(Tensor x, Tensor weight, TensorOptional bias, Pass pass) {
        return torch.conv2d(
                pass.precision().castChannelsLast(x),
                pass.precision().castChannelsLast(weight),
                bias,
                window.strides(),
                window.padding(),
                new long[] {1, 1},
                1);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value convolved = graph.operator("Conv", x, graph.parameter(kernels))
                .longs("kernel_shape", window.kernel())
                .longs("strides", window.strides())
                .longs("pads", window.pads())
                .integer("group", 1)
                .gives(outputShape(x.sample()));
        return graph.operator("Relu", moments().trace(graph, convolved, scale, shift, label()))
                .givesTheSame();
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 3 && inputShape[0] == in, this, inputShape);
        return window.outputShape(out, this, inputShape);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(kernels, scale, shift, mean, variance);
    }

    @Override
    public long flops(long[] inputShape) {
        return 2L * window.height() * window.width() * in * Shapes.count(outputShape(inputShape));
    }

    @Override
    public boolean mixesSamples() {
        return true;
    }
}
