package dev.atelier.nn;

import dev.atelier.tensor.Fields;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers that read the pass's condition y, of shape [B, width]. */
public interface Condition extends Layer {
    /** Appends a learned embedding of y to a vector: [F] to [F + size] (Mirza and Osindero 2014, arXiv 1411.1784). */
    static Condition joined(int width, int size, Initializer initializer) {
        return new Joined(new Dense(width, size, initializer), size);
    }

    /** Appends y, mapped to one plane of the image's size, as another channel: [C, H, W] to [C + 1, H, W]. */
    static Condition plane(int width, long height, long columns, Initializer initializer) {
        return new Plane(new Dense(width, height * columns, initializer), false);
    }

    /**
     * As a plane, but nothing in it is negative: dense, ReLU (Denton et al. 2015, arXiv 1506.05751, section 3.2). Weights and biases uniform
     * on ±1/√width.
     */
    static Condition rectifiedPlane(int width, long height, long columns) {
        return new Plane(Dense.uniform(width, height * columns), true);
    }

    /** From features φ to the score w·φ + b + (V y)·φ: [F] to [1] (Miyato and Koyama 2018, arXiv 1802.05637, equation 3). */
    static Condition projection(int width, long features, Initializer initializer) {
        return new Projection(
                new Dense(features, 1, initializer), Dense.unbiased(width, features, initializer), features);
    }

    /** y as an input of a graph, as wide as this linear layer takes it. */
    private static Value read(Graph graph, Layer linear) {
        return linear.parameters().stream()
                .filter(parameter -> parameter.name().equals("weight"))
                .findFirst()
                .map(weight -> graph.input(Fields.CONDITION, Graph.shape(weight)[1]))
                .orElseThrow(() -> graph.refusal(linear.label()));
    }

    record Joined(Dense embedding, int size) implements Condition {
        @Override
        public String label() {
            return "join condition, embedded in " + size;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.cat(
                    new TensorVector(
                            x,
                            embedding.forward(pass.side(Fields.CONDITION), pass).to(x.scalar_type())),
                    1);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Concat", x, embedding.trace(graph, read(graph, embedding)))
                    .integer("axis", 1)
                    .gives(outputShape(x.sample()));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 1, this, inputShape);
            return new long[] {inputShape[0] + size};
        }

        @Override
        public List<Parameter> parameters() {
            return embedding.parameters();
        }
    }

    record Plane(Dense embedding, boolean rectified) implements Condition {
        @Override
        public String label() {
            return rectified ? "condition as a plane, relu" : "condition as a plane";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor values = embedding.forward(pass.side(Fields.CONDITION), pass).to(x.scalar_type());
            Tensor plane = (rectified ? torch.relu(values) : values).view(x.size(0), 1, x.size(2), x.size(3));
            return torch.cat(new TensorVector(x, plane), 1);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            long[] in = x.sample();
            Value linear = embedding.trace(graph, read(graph, embedding));
            Value values = rectified ? graph.operator("Relu", linear).givesTheSame() : linear;
            Value plane = graph.operator("Reshape", values)
                    .longs("shape", 0, 1, in[1], in[2])
                    .gives(1, in[1], in[2]);
            return graph.operator("Concat", x, plane).integer("axis", 1).gives(outputShape(in));
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 3, this, inputShape);
            return new long[] {inputShape[0] + 1, inputShape[1], inputShape[2]};
        }

        @Override
        public List<Parameter> parameters() {
            return embedding.parameters();
        }
    }

    record Projection(Layer score, Layer embedding, long features) implements Condition {
        @Override
        public String label() {
            return "dense 1 + projection of the condition";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor projected = embedding
                    .forward(pass.side(Fields.CONDITION), pass)
                    .mul(x)
                    .sum(new long[] {1}, true, new ScalarTypeOptional());
            return score.forward(x, pass).add(projected);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            Value embedded = embedding.trace(graph.in("embedding"), read(graph, embedding));
            Value product = graph.operator("Mul", embedded, x).givesTheSame();
            Value projected = graph.operator("ReduceSum", product)
                    .longs("axes", 1)
                    .integer("keepdims", 1)
                    .gives(1);
            return graph.operator("Add", score.trace(graph.in("score"), x), projected)
                    .givesTheSame();
        }

        @Override
        public long[] outputShape(long[] inputShape) {
            Shapes.require(inputShape.length == 1 && inputShape[0] == features, this, inputShape);
            return new long[] {1};
        }

        @Override
        public List<Parameter> parameters() {
            return Stream.concat(
                            score.parameters().stream().map(p -> p.prefixed("score")),
                            embedding.parameters().stream().map(p -> p.prefixed("embedding")))
                    .toList();
        }

        @Override
        public Layer reweighted(Function<Weighted, Layer> change) {
            return new Projection(score.reweighted(change), embedding.reweighted(change), features);
        }

        @Override
        public long flops(long[] inputShape) {
            return 4 * features;
        }
    }
}
