package dev.atelier.nn;

import org.bytedeco.pytorch.Tensor;

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
        if (rate == 0 || pass.masks() == Masks.NONE) {
            return new Tensor(x);
        }
        return x.mul(pass.masks().mask(1 - rate, x));
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        return inputShape;
    }
}
