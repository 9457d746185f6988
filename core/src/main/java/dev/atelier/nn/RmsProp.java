package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5) in PyTorch's form, ε outside the root: v ← α·v + (1−α)·g², θ ← θ − lr · g / (√v + ε).
 */
public final class RmsProp extends FirstOrder {
    private final List<Tensor> squares = buffer("square_avg");
    private final double alpha;
    private final double epsilon;

    /** {@code alpha} in [0, 1): decay of the mean square. */
    public RmsProp(List<Parameter> network, double learningRate, double alpha, double epsilon) {
        super(network, learningRate);
        if (!(learningRate >= 0 && alpha >= 0 && alpha < 1 && epsilon > 0)) {
            throw new IllegalArgumentException(
                    "learning rate " + learningRate + ", alpha " + alpha + ", epsilon " + epsilon);
        }
        this.alpha = alpha;
        this.epsilon = epsilon;
    }

    @Override
    public void step(List<Tensor> gradients) {
        for (int i = 0; i < squares.size(); i++) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor gradient = gradients.get(i);
                Tensor square = squares.get(i);
                square.mul_(new Scalar(alpha)).addcmul_(gradient, gradient, new Scalar(1 - alpha));
                values().get(i)
                        .addcdiv_(gradient, square.sqrt().add_(new Scalar(epsilon)), new Scalar(-learningRate()));
            }
        }
    }
}
