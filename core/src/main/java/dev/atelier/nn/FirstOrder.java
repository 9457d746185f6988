package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What optimisers that go by the gradient have in common: the trainable weights, a learning rate, a few buffers of each weight's shape. */
abstract class FirstOrder implements Optimizer {
    private final List<Parameter> parameters;
    private final List<Tensor> values;
    private final Map<String, List<Tensor>> buffers = new LinkedHashMap<>();
    private double learningRate;

    FirstOrder(List<Parameter> network, double learningRate) {
        parameters = network.stream().filter(Parameter::trainable).toList();
        this.learningRate = learningRate;
        try (TensorScope scope = TensorScope.open()) {
            values =
                    parameters.stream().map(p -> scope.keep(p.value().detach())).toList();
        }
    }

    /** Zeros of each weight's shape, part of the state as {@code weight.name}. */
    final List<Tensor> buffer(String name) {
        try (TensorScope scope = TensorScope.open()) {
            List<Tensor> zeros =
                    values.stream().map(v -> scope.keep(torch.zeros_like(v))).toList();
            buffers.put(name, zeros);
            return zeros;
        }
    }

    /** The weights, outside of any gradient graph, borrowed. */
    final List<Tensor> values() {
        return values;
    }

    @Override
    public final List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void learningRate(double rate) {
        learningRate = rate;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            for (Map.Entry<String, List<Tensor>> buffer : buffers.entrySet()) {
                state.put(
                        parameters.get(i).name() + "." + buffer.getKey(),
                        buffer.getValue().get(i));
            }
        }
        return state;
    }

    @Override
    public void close() {
        buffers.values().forEach(buffer -> buffer.forEach(Tensor::close));
        values.forEach(Tensor::close);
    }
}
