package dev.atelier.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The gradient of share · loss. */
final class WholeGradients implements Gradients {
    static final WholeGradients INSTANCE = new WholeGradients();

    private WholeGradients() {}

    @Override
    public void collect(Tensor loss, double share, Collected collected) {
        Tensor part = share == 1 ? loss : loss.mul(new Scalar(share));
        collected.add(collected.gradients(part, false));
    }
}
