package dev.atelier.data;

import dev.atelier.media.PixelRange;
import java.util.Objects;

/**
 * What becomes of photographs on their way into a batch.
 *
 * @param flip left to right, with probability ½
 * @param turn by 0 to 3 quarters
 * @param byEnergy whether pieces with more detail are drawn more often: by the sum of their gradients, and a twentieth of the
 *     mean more, so that all are drawn
 * @param low range of the small pieces
 * @param high range of the large pieces
 * @param seed of the pieces, with the stream (seed, "augmentation", number of the batch over all epochs)
 */
public record PhotoTreatment(boolean flip, boolean turn, boolean byEnergy, PixelRange low, PixelRange high, long seed) {
    public PhotoTreatment {
        Objects.requireNonNull(low, "low");
        Objects.requireNonNull(high, "high");
    }

    /** As the paper has them (Ledig et al. 2017): small pieces in [0, 1], large ones in [−1, 1], as they lie. */
    public static PhotoTreatment of(long seed) {
        return new PhotoTreatment(false, false, false, PixelRange.UNIT, PixelRange.SYMMETRIC, seed);
    }

    /** With pieces mirrored and turned. */
    public PhotoTreatment turned() {
        return new PhotoTreatment(true, true, byEnergy, low, high, seed);
    }

    /** With more pieces of more detail. */
    public PhotoTreatment detailed() {
        return new PhotoTreatment(flip, turn, true, low, high, seed);
    }
}
