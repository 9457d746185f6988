package dev.atelier.nn;

import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.Pieces;
import dev.atelier.tensor.TensorScope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1 with the ε outside the root), all parameters in one fused native call:
 * θ ← θ − lr · m̂ / (√v̂ + ε). Weights may decay in two ways: by λ·θ in the gradient (L2), which the root then scales too, or by
 * themselves, θ ← (1 − lr·λ)·θ before the step (AdamW, Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2 in PyTorch's form,
 * where the learning rate scales the decay).
 */
public final class Adam extends FirstOrder {
    private static final NativeOperator FUSED = NativeOperator.find("aten::_fused_adam_", "");
    private static final NativeOperator FUSED_DECOUPLED = NativeOperator.find("aten::_fused_adamw_", "");

    /**
     * How a step is taken.
     *
     * @param learningRate step size α
     * @param beta1 decay of the gradient's mean
     * @param beta2 decay of the gradient's square
     * @param epsilon added to the root
     * @param weightDecay λ; 0 is off
     * @param decoupled whether weights decay by themselves and not by way of the gradient: AdamW
     */
    public record Options(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {
        public Options {
            requireRange("weight decay", weightDecay, weightDecay >= 0);
            requireRange("learning rate", learningRate, learningRate >= 0);
            requireRange("beta1", beta1, beta1 >= 0 && beta1 < 1);
            requireRange("beta2", beta2, beta2 >= 0 && beta2 < 1);
            requireRange("epsilon", epsilon, epsilon > 0);
        }

        /** Without weight decay. */
        public Options(double learningRate, double beta1, double beta2, double epsilon) {
            this(learningRate, beta1, beta2, epsilon, 0, false);
        }

        /** With λ·θ in the gradient. */
        public Options withL2(double decay) {
            return new Options(learningRate, beta1, beta2, epsilon, decay, false);
        }

        /** With weights that decay by themselves. */
        public Options withDecoupledDecay(double decay) {
            return new Options(learningRate, beta1, beta2, epsilon, decay, true);
        }

        /**
         * For a player that takes one more step, of a lazy penalty, in every {@code k} steps (Karras et al. 2020, arXiv 1912.04958,
         * appendix B): with c = k/(k+1), c times the rate and β to the power of c, so that k+1 steps go as far and remember as long as
         * k would.
         */
        public Options lazy(long k) {
            double share = Optimizer.lazyShare(k);
            return new Options(
                    share * learningRate,
                    Math.pow(beta1, share),
                    Math.pow(beta2, share),
                    epsilon,
                    weightDecay,
                    decoupled);
        }

        private static void requireRange(String name, double value, boolean holds) {
            if (!holds) {
                throw new IllegalArgumentException("Adam's " + name + " is out of range: " + value);
            }
        }
    }

    private final List<Tensor> means = buffer("exp_avg");
    private final List<Tensor> squares = buffer("exp_avg_sq");
    private final Tensor step;
    private final Options options;

    public Adam(List<Parameter> network, Options options) {
        super(network, options.learningRate());
        this.options = options;
        try (TensorScope scope = TensorScope.open()) {
            step = scope.keep(torch.zeros(new long[0]).to(values().get(0).device(), torch.ScalarType.Float));
        }
    }

    @Override
    public void step(List<Tensor> gradients) {
        try (TensorScope scope = TensorScope.open()) {
            step.add_(new Scalar(1f));
            NativeOperator fused = options.decoupled() ? FUSED_DECOUPLED : FUSED;
            Pieces.each(
                    values(),
                    which -> fused.call(
                            Pieces.of(values(), which),
                            Pieces.of(gradients, which),
                            Pieces.of(means, which),
                            Pieces.of(squares, which),
                            List.of(),
                            Collections.nCopies(which.length, step),
                            learningRate(),
                            options.beta1(),
                            options.beta2(),
                            options.weightDecay(),
                            options.epsilon(),
                            false,
                            false,
                            NativeOperator.ABSENT,
                            NativeOperator.ABSENT));
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = super.state();
        state.put("step", step);
        return state;
    }

    @Override
    public void close() {
        super.close();
        step.close();
    }
}
