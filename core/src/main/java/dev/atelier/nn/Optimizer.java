package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
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

    /**
     * Another share of the last step in the next one, and what fresh gradients are dampened by, from the next step on; schedules call
     * it. An optimiser without such a share refuses it.
     */
    default void momentum(double momentum, double dampening) {
        throw new IllegalStateException(getClass().getSimpleName() + " has no momentum that a schedule could set");
    }

    /**
     * Forgets what it remembers of earlier gradients, and the number of steps: it is as fresh, at the learning rate of now. The weights
     * stay. For networks that begin to learn something else, as a grown one does.
     */
    default void reset() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            state().values().forEach(Tensor::zero_);
        }
    }

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

    /** k/(k+1): what the rate of a player is scaled by that takes k+1 steps where k were meant. */
    static double lazyShare(long k) {
        if (k < 1) {
            throw new IllegalArgumentException("one more step in every " + k);
        }
        return k / (k + 1.0);
    }

    @Override
    void close();
}
