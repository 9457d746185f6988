package dev.atelier.data;

import dev.atelier.media.PixelRange;
import java.util.Objects;

/**
 * What becomes of pairs on their way into a batch.
 *
 * @param jitter the same place and mirroring for both pictures of a pair
 * @param input range of what goes in; without meaning in {@link PairSpace#LAB}, as {@code output}
 * @param output range of what should come out
 * @param seed of the places, with the stream (seed, "augmentation", number of the batch over all epochs)
 */
public record PairTreatment(Jitter jitter, PixelRange input, PixelRange output, PairSpace space, long seed) {
    public PairTreatment {
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(space, "space");
    }

    /** Both pictures in [−1, 1], as they are stored. */
    public static PairTreatment of(Jitter jitter, long seed) {
        return new PairTreatment(jitter, PixelRange.SYMMETRIC, PixelRange.SYMMETRIC, PairSpace.RGB, seed);
    }

    /** This in another space. */
    public PairTreatment in(PairSpace other) {
        return new PairTreatment(jitter, input, output, other, seed);
    }

    /** Nothing random: for judging. */
    public PairTreatment still() {
        return new PairTreatment(jitter.still(), input, output, space, seed);
    }

    /** Channels of what networks are given of these pairs. */
    public int inputChannels(ImagePairs pairs) {
        return space == PairSpace.LAB ? 1 : pairs.input().channels();
    }

    /** Channels of what networks should make. */
    public int outputChannels(ImagePairs pairs) {
        return space == PairSpace.LAB ? 2 : pairs.output().channels();
    }
}
