package dev.atelier.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A fully connected layer, x·Wᵀ + b with W of shape [out, in]. */
public final class Dense implements Weighted {
    private final long in;
    private final long out;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    public Dense(long in, long out, Initializer initializer) {
        this(in, out, initializer, Optional.of(Parameter.weight("bias", Initializer.zeros(), out)));
    }

    private Dense(long in, long out, Initializer initializer, Optional<Parameter> bias) {
        this.in = in;
        this.out = out;
        weight = Parameter.weight("weight", initializer, out, in);
        this.bias = bias;
    }

    /** x·Wᵀ alone. */
    public static Dense unbiased(long in, long out, Initializer initializer) {
        return new Dense(in, out, initializer, Optional.empty());
    }

    /** Weights and biases uniform on ±1/√in, as PyTorch and Torch7 draw them where nobody says otherwise. */
    public static Dense uniform(long in, long out) {
        Initializer biases = Initializer.uniform(1 / Math.sqrt((double) in));
        return new Dense(in, out, Initializer.fanInUniform(), Optional.of(Parameter.weight("bias", biases, out)));
    }

    @Override
    public String label() {
        return "dense " + out;
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor x, Tensor matrix, Pass pass) {
        var precision = pass.precision();
        return torch.linear(
                precision.cast(x),
                precision.cast(matrix),
                bias.map(b -> new TensorOptional(precision.cast(b.value()))).orElseGet(TensorOptional::new));
    }

    @Override
    public Value trace(Graph graph, Value x, Value matrix) {
        return bias.map(b -> graph.operator("Gemm", x, matrix, graph.parameter(b)))
                .orElseGet(() -> graph.operator("Gemm", x, matrix))
                .integer("transB", 1)
                .gives(out);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 1 && inputShape[0] == in, this, inputShape);
        return new long[] {out};
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public long flops(long[] inputShape) {
        return 2 * in * out;
    }
}
