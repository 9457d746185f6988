package dev.atelier.nn;

import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.TensorScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1 with the ε outside the root), all parameters in one fused native call:
 * θ ← θ − lr · m̂ / (√v̂ + ε).
 */
public final class Adam implements Optimizer {
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

    private final List<Parameter> parameters;
    private final List<Tensor> values;
    private final List<Tensor> means;
    private final List<Tensor> squares;
    private final Tensor step;
    private final Options options;
    private double learningRate;

    public Adam(List<Parameter> network, Options options) {
        this.parameters = network.stream().filter(Parameter::trainable).toList();
        this.options = options;
        this.learningRate = options.learningRate();
        try (TensorScope scope = TensorScope.open()) {
            values =
                    parameters.stream().map(p -> scope.keep(p.value().detach())).toList();
            means = values.stream().map(v -> scope.keep(torch.zeros_like(v))).toList();
            squares = values.stream().map(v -> scope.keep(torch.zeros_like(v))).toList();
            step = scope.keep(torch.zeros(new long[0]).to(values.get(0).device(), torch.ScalarType.Float));
        }
    }

    @Override
    public void step(List<Tensor> gradients) {
        try (TensorScope scope = TensorScope.open()) {
            step.add_(new Scalar(1f));
            FUSED.call(
                    values,
                    gradients,
                    means,
                    squares,
                    List.of(),
                    Collections.nCopies(values.size(), step),
                    learningRate,
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
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public void learningRate(double rate) {
        learningRate = rate;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            state.put(parameters.get(i).name() + ".exp_avg", means.get(i));
            state.put(parameters.get(i).name() + ".exp_avg_sq", squares.get(i));
        }
        state.put("step", step);
        return state;
    }

    @Override
    public void close() {
        values.forEach(Tensor::close);
        means.forEach(Tensor::close);
        squares.forEach(Tensor::close);
        step.close();
    }
}
