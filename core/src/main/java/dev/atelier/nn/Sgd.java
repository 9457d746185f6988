package dev.atelier.nn;

import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.Pieces;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with momentum, all parameters in one fused native call: b ← μ·b + (1 − τ)·g, θ ← θ − lr·b, with PyTorch's
 * rule that the first b is g itself. Without momentum there is no b, and nothing is dampened.
 */
public final class Sgd extends FirstOrder {
    private static final NativeOperator FUSED = NativeOperator.find("aten::_fused_sgd_", "");

    /**
     * How a step is taken.
     *
     * @param learningRate step size
     * @param momentum μ in [0, 1), the share of the last step in the next; 0 is plain descent
     * @param dampening τ in [0, 1), what the gradient's part in b is lessened by; Torch7 took τ = μ
     * @param weightDecay λ, times which the weight is added to its gradient (L2); 0 is off
     */
    public record Options(double learningRate, double momentum, double dampening, double weightDecay) {
        public Options {
            if (!(learningRate >= 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException("learning rate " + learningRate + ", weight decay " + weightDecay);
            }
            requireShares(momentum, dampening);
        }

        /** Neither dampened nor decaying. */
        public Options(double learningRate, double momentum) {
            this(learningRate, momentum, 0, 0);
        }
    }

    private final List<Tensor> buffers = buffer("momentum_buffer");
    private final double weightDecay;
    private final Tensor step;
    private final boolean counted;
    private double momentum;
    private double dampening;

    /** {@code momentum} in [0, 1); 0 is plain descent. */
    public Sgd(List<Parameter> network, double learningRate, double momentum) {
        this(network, new Options(learningRate, momentum));
    }

    public Sgd(List<Parameter> network, Options options) {
        super(network, options.learningRate());
        momentum = options.momentum();
        dampening = options.dampening();
        weightDecay = options.weightDecay();
        counted = dampening > 0;
        try (TensorScope scope = TensorScope.open()) {
            step = scope.keep(torch.zeros(new long[0]));
        }
    }

    private static void requireShares(double momentum, double dampening) {
        if (!(momentum >= 0 && momentum < 1 && dampening >= 0 && dampening < 1)) {
            throw new IllegalArgumentException("momentum " + momentum + ", dampening " + dampening);
        }
    }

    @Override
    public void momentum(double share, double dampened) {
        requireShares(share, dampened);
        if (dampened > 0 && !counted) {
            throw new IllegalStateException("an SGD that began without dampening does not know its first step");
        }
        momentum = share;
        dampening = dampened;
    }

    @Override
    public void step(List<Tensor> gradients) {
        boolean first = begins();
        Pieces.each(
                values(),
                which -> FUSED.call(
                        Pieces.of(values(), which),
                        Pieces.of(gradients, which),
                        // the native call refuses buffers that it does not use
                        momentum == 0 ? List.of() : Pieces.of(buffers, which),
                        weightDecay,
                        momentum,
                        learningRate(),
                        dampening,
                        false,
                        false,
                        first, // where nothing is dampened, buffers that begin as zero come to the same
                        NativeOperator.ABSENT,
                        NativeOperator.ABSENT));
    }

    /** Whether the buffers take the gradient as it is; counts the steps that have a momentum. */
    private boolean begins() {
        if (!counted || momentum == 0) {
            return false;
        }
        try (TensorScope scope = TensorScope.open()) {
            boolean first = step.item_float() == 0;
            step.add_(new Scalar(1f));
            return first;
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = super.state();
        if (counted) {
            state.put("step", step);
        }
        return state;
    }

    @Override
    public void close() {
        super.close();
        step.close();
    }
}
