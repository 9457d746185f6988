package dev.atelier.nn;

import dev.atelier.tensor.Pieces;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5) in PyTorch's form, ε outside the root: v ← α·v + (1−α)·g², θ ← θ − lr · g / (√v + ε).
 * Weights may decay by λ·θ in the gradient (L2).
 */
public final class RmsProp extends FirstOrder {
    private final List<Tensor> squares = buffer("square_avg");
    private final double alpha;
    private final double epsilon;
    private final double weightDecay;

    /** {@code alpha} in [0, 1): decay of the mean square. */
    public RmsProp(List<Parameter> network, double learningRate, double alpha, double epsilon) {
        this(network, learningRate, alpha, epsilon, 0);
    }

    /** {@code weightDecay} is λ, times which a weight is added to its gradient; 0 is off. */
    public RmsProp(List<Parameter> network, double learningRate, double alpha, double epsilon, double weightDecay) {
        super(network, learningRate);
        if (!(learningRate >= 0 && alpha >= 0 && alpha < 1 && epsilon > 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException("learning rate " + learningRate + ", alpha " + alpha + ", epsilon "
                    + epsilon + ", weight decay " + weightDecay);
        }
        this.weightDecay = weightDecay;
        this.alpha = alpha;
        this.epsilon = epsilon;
    }

    @Override
    public void step(List<Tensor> gradients) {
        Pieces.each(values(), which -> step(gradients, which));
    }

    private void step(List<Tensor> gradients, int[] which) {
        for (int i : which) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor gradient = weightDecay == 0
                        ? gradients.get(i)
                        : gradients.get(i).add(values().get(i), new Scalar(weightDecay));
                Tensor square = squares.get(i);
                square.mul_(new Scalar(alpha)).addcmul_(gradient, gradient, new Scalar(1 - alpha));
                values().get(i)
                        .addcdiv_(gradient, square.sqrt().add_(new Scalar(epsilon)), new Scalar(-learningRate()));
            }
        }
    }
}
