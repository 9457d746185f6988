package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Updates the trainable parameters of one network in place. Owns its state tensors until closed. */
public interface Optimizer extends AutoCloseable {
    /** One step; the gradients stand in the order of {@link #parameters()} and stay the caller's. */
    void step(List<Tensor> gradients);

    /** The trainable parameters, in the network's order. */
    List<Parameter> parameters();

    double learningRate();

    /** Takes effect from the next step; schedules call it. */
    void learningRate(double rate);

    /** The state under stable names ({@code main.0.weight.exp_avg}, {@code step}), borrowed, for checkpoints. */
    Map<String, Tensor> state();

    /**
     * Overwrites the state in place with tensors of the names that {@link #state()} gives; a missing or misshapen one is refused
     * before anything changes.
     */
    default void load(Map<String, Tensor> saved) {
        Map<String, Tensor> state = state();
        state.forEach((name, tensor) -> {
            Tensor source = saved.get(name);
            if (source == null) {
                throw new IllegalArgumentException("optimiser state has no tensor '" + name + "'");
            }
            if (!Arrays.equals(Tensors.shape(source), Tensors.shape(tensor))) {
                throw new IllegalArgumentException("optimiser state '" + name + "' has shape "
                        + Arrays.toString(Tensors.shape(tensor)) + ", got " + Arrays.toString(Tensors.shape(source)));
            }
        });
        try (TensorScope scope = TensorScope.open()) {
            state.forEach((name, tensor) -> tensor.copy_(saved.get(name)));
        }
    }

    @Override
    void close();
}
