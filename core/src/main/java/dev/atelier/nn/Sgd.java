package dev.atelier.nn;

import dev.atelier.tensor.NativeOperator;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Stochastic gradient descent with momentum, all parameters in one fused native call: b ← μ·b + g, θ ← θ − lr·b. */
public final class Sgd extends FirstOrder {
    private static final NativeOperator FUSED = NativeOperator.find("aten::_fused_sgd_", "");

    private final List<Tensor> buffers = buffer("momentum_buffer");
    private final double momentum;

    /** {@code momentum} in [0, 1); 0 is plain descent. */
    public Sgd(List<Parameter> network, double learningRate, double momentum) {
        super(network, learningRate);
        if (!(learningRate >= 0 && momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("learning rate " + learningRate + ", momentum " + momentum);
        }
        this.momentum = momentum;
    }

    @Override
    public void step(List<Tensor> gradients) {
        FUSED.call(
                values(),
                gradients,
                momentum == 0 ? List.of() : buffers, // the native call refuses buffers that it does not use
                0.0,
                momentum,
                learningRate(),
                0.0,
                false,
                false,
                false, // not the first step: buffers begin as zero, which comes to the same
                NativeOperator.ABSENT,
                NativeOperator.ABSENT);
    }
}
