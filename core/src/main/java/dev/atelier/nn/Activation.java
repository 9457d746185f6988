package dev.atelier.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Element-wise functions. */
public sealed interface Activation extends Layer {
    static Activation relu() {
        return new Relu();
    }

    /** x where positive, slope·x elsewhere. */
    static Activation leakyRelu(double slope) {
        return new LeakyRelu(slope);
    }

    static Activation tanh() {
        return new Tanh();
    }

    static Activation sigmoid() {
        return new Sigmoid();
    }

    @Override
    default long[] outputShape(long[] inputShape) {
        return inputShape;
    }

    record Relu() implements Activation {
        @Override
        public String label() {
            return "relu";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.relu(x);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Relu", x).givesTheSame();
        }
    }

    record LeakyRelu(double slope) implements Activation {
        @Override
        public String label() {
            return "leaky relu " + slope;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.leaky_relu(x, new Scalar(slope));
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("LeakyRelu", x).number("alpha", slope).givesTheSame();
        }
    }

    record Tanh() implements Activation {
        @Override
        public String label() {
            return "tanh";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.tanh(x);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Tanh", x).givesTheSame();
        }
    }

    record Sigmoid() implements Activation {
        @Override
        public String label() {
            return "sigmoid";
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return torch.sigmoid(x);
        }

        @Override
        public Value trace(Graph graph, Value x) {
            return graph.operator("Sigmoid", x).givesTheSame();
        }
    }
}
