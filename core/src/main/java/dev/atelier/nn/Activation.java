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
    }
}
