package dev.atelier.losses;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** How much a label is moved, drawn for each output. */
public interface LabelNoise {
    LabelNoise NONE = like -> {
        throw new IllegalStateException("no label noise to draw");
    };

    /** Non-negative amounts, in the shape and on the device of {@code like}. */
    Tensor draw(Tensor like);

    /** amount · U(0,1); none where the amount is 0. */
    static LabelNoise uniform(double amount, RandomStream stream) {
        if (amount == 0) {
            return NONE;
        }
        return like ->
                Tensors.uniform(stream, like.device(), Tensors.shape(like)).mul(new Scalar(amount));
    }
}
