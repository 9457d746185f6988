package dev.atelier.nn;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adds features that tell how close a sample lies to the others of its batch (Salimans et al. 2016, arXiv 1606.03498, section 3.2): M =
 * x·T of shape [B, kernels, size], c(i, j) = exp(−‖Mᵢ − Mⱼ‖₁) for each kernel, o(i) = Σ over j ≠ i of c(i, j). [F] to [F + kernels]. T
 * is kept as {@code weight} of shape [kernels · size, F].
 */
public final class MinibatchDiscrimination implements Layer {
    private final long in;
    private final long kernels;
    private final long size;
    private final Parameter weight;

    public MinibatchDiscrimination(long in, long kernels, long size, Initializer initializer) {
        this.in = in;
        this.kernels = kernels;
        this.size = size;
        weight = Parameter.weight("weight", initializer, kernels * size, in);
    }

    @Override
    public String label() {
        return "minibatch discrimination, " + kernels + " kernels of " + size;
    }

    @Override
    public Tensor forward(Tensor features, Pass pass) {
        Tensor x = features.to(ScalarType.Float); // sums of exponentials are not for half precision
        Tensor m = x.matmul(weight.value().t()).view(-1, kernels, size);
        Tensor distance = m.unsqueeze(0).sub(m.unsqueeze(1)).abs().sum(new long[] {3});
        Tensor others = distance.neg().exp().sum(new long[] {1}).sub(new Scalar(1)); // without the sample itself
        return torch.cat(new TensorVector(x, others), 1);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        Value m = graph.operator("Gemm", x, graph.parameter(weight))
                .integer("transB", 1)
                .gives(kernels * size);
        m = graph.operator("Reshape", m).longs("shape", 0, kernels, size).gives(kernels, size);
        Value row = graph.operator("Unsqueeze", m).longs("axes", 0).givesAll(1, Graph.BATCH, kernels, size);
        Value column = graph.operator("Unsqueeze", m).longs("axes", 1).gives(1, kernels, size);
        Value apart = graph.operator("Sub", row, column).gives(Graph.BATCH, kernels, size);
        apart = graph.operator("Abs", apart).givesTheSame();
        Value distance = graph.operator("ReduceSum", apart)
                .longs("axes", 3)
                .integer("keepdims", 0)
                .gives(Graph.BATCH, kernels);
        Value near = graph.operator("Exp", graph.operator("Neg", distance).givesTheSame())
                .givesTheSame();
        Value all = graph.operator("ReduceSum", near)
                .longs("axes", 1)
                .integer("keepdims", 0)
                .gives(kernels);
        Value others = graph.operator("Sub", all, graph.constant("one", () -> new float[] {1}, 1))
                .givesTheSame();
        return graph.operator("Concat", x, others).integer("axis", 1).gives(in + kernels);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 1 && inputShape[0] == in, this, inputShape);
        return new long[] {in + kernels};
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }

    @Override
    public long flops(long[] inputShape) {
        return 2 * in * kernels * size;
    }

    @Override
    public boolean mixesSamples() {
        return true;
    }
}
