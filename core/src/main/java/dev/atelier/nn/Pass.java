package dev.atelier.nn;

import dev.atelier.tensor.Precision;

/**
 * The circumstances of one forward pass.
 *
 * @param training batch norm uses and updates batch statistics
 * @param precision format of convolutions and matrix products
 * @param masks where dropout gets its masks; {@link Masks#NONE} switches dropout off
 */
public record Pass(boolean training, Precision precision, Masks masks) {
    public static Pass training(Precision precision, Masks masks) {
        return new Pass(true, precision, masks);
    }

    public static Pass evaluation(Precision precision) {
        return new Pass(false, precision, Masks.NONE);
    }

    public Pass withoutDropout() {
        return new Pass(training, precision, Masks.NONE);
    }
}
