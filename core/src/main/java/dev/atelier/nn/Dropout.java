package dev.atelier.nn;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Inverted dropout: zeroes a share of the values and scales the rest by 1/(1−rate); the identity where the pass has no masks. */
public record Dropout(double rate) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate must be in [0, 1), got " + rate);
        }
    }

    @Override
    public String label() {
        return "dropout " + rate;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return drops(pass) ? x.mul(pass.masks().mask(1 - rate, x)) : new Tensor(x);
    }

    boolean drops(Pass pass) {
        return rate > 0 && pass.masks() != Masks.NONE;
    }

    /**
     * This after an activation that multiplies each value by 1 or its slope: one factor for both, so there is one product forwards, one
     * backwards, and nothing else to remember.
     */
    Tensor after(Activation.LeakyRelu activation, Tensor x, Pass pass) {
        Tensor factor;
        try (AutoGradMode off = new AutoGradMode(false)) {
            factor =
                    torch.leaky_relu_backward(pass.masks().mask(1 - rate, x), x, new Scalar(activation.slope()), false);
        }
        return x.mul(factor);
    }

    @Override
    public Value trace(Graph graph, Value x) {
        return x;
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        return inputShape;
    }
}
