package dev.atelier.nn;

import dev.atelier.tensor.Precision;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The circumstances of one forward pass.
 *
 * @param training batch norm uses and updates batch statistics
 * @param precision format of convolutions and matrix products
 * @param masks where dropout gets its masks; {@link Masks#NONE} switches dropout off
 * @param condition what conditional layers read, [B, width] float32, borrowed; empty where the networks are not conditional
 */
public record Pass(boolean training, Precision precision, Masks masks, Optional<Tensor> condition) {
    public static Pass training(Precision precision, Masks masks) {
        return new Pass(true, precision, masks, Optional.empty());
    }

    public static Pass evaluation(Precision precision) {
        return new Pass(false, precision, Masks.NONE, Optional.empty());
    }

    public Pass withoutDropout() {
        return new Pass(training, precision, Masks.NONE, condition);
    }

    /** The same for samples of these conditions, one row a sample. */
    public Pass on(Optional<Tensor> conditions) {
        return new Pass(training, precision, masks, conditions);
    }

    Tensor requireCondition() {
        return condition.orElseThrow(() -> new IllegalStateException("the network is conditional: no condition given"));
    }
}
