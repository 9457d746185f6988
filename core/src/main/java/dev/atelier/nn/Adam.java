package dev.atelier.nn;

import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.TensorScope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1 with the ε outside the root), all parameters in one fused native call:
 * θ ← θ − lr · m̂ / (√v̂ + ε).
 */
public final class Adam extends FirstOrder {
    private static final NativeOperator FUSED = NativeOperator.find("aten::_fused_adam_", "");

    /** Step size α, decay of the mean and of the square of the gradient, and ε. */
    public record Options(double learningRate, double beta1, double beta2, double epsilon) {
        public Options {
            requireRange("learning rate", learningRate, learningRate >= 0);
            requireRange("beta1", beta1, beta1 >= 0 && beta1 < 1);
            requireRange("beta2", beta2, beta2 >= 0 && beta2 < 1);
            requireRange("epsilon", epsilon, epsilon > 0);
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
            FUSED.call(
                    values(),
                    gradients,
                    means,
                    squares,
                    List.of(),
                    Collections.nCopies(means.size(), step),
                    learningRate(),
                    options.beta1(),
                    options.beta2(),
                    0.0,
                    options.epsilon(),
                    false,
                    false,
                    NativeOperator.ABSENT,
                    NativeOperator.ABSENT);
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
