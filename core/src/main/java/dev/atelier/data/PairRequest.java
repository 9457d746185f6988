package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.Objects;
import java.util.Optional;

/**
 * Which pairs somebody needs.
 *
 * @param asker how the one is called that asks, for messages, as in "pix2pix"
 * @param source a folder or a zip of pairs; with {@code derive} any source that {@link DataSources} understands
 * @param inputChannels of what goes in, 1 to 4; 0: as in the data, without transparency
 * @param outputChannels the same of what should come out
 * @param jitter the size that networks see, and whether the train split is stored somewhat larger
 * @param derive how A is made of each picture, which is B; empty where both are there
 * @param family what stays on one side where a tenth is held out
 * @param seed of what is random in deriving
 */
public record PairRequest(
        String asker,
        String source,
        int inputChannels,
        int outputChannels,
        Jitter jitter,
        Direction direction,
        Optional<Derivation> derive,
        PairSpace space,
        Family family,
        long seed) {
    public PairRequest {
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(derive, "derive");
        Objects.requireNonNull(space, "space");
        Objects.requireNonNull(family, "family");
        if (inputChannels < 0 || inputChannels > 4 || outputChannels < 0 || outputChannels > 4) {
            throw new BadInput(asker + ": channels " + inputChannels + " → " + outputChannels
                    + "; allowed: 1 to 4, or 0 for as in the data");
        }
        if (space == PairSpace.LAB && (inputChannels != 0 || outputChannels != 0)) {
            throw new BadInput(asker + ": space lab takes colour on both sides, of which lightness goes in and colours"
                    + " come out; channels are " + inputChannels + " → " + outputChannels
                    + "; allowed: 0, as in the data");
        }
        if (space == PairSpace.LAB && direction == Direction.B_TO_A) {
            throw new BadInput(asker + ": space lab makes colour of lightness, A to B; direction is BtoA");
        }
    }

    /** Pairs of a folder from A to B, with the channels that they have, moved and mirrored. */
    public static PairRequest of(String asker, String source, int side) {
        return new PairRequest(
                asker,
                source,
                0,
                0,
                Jitter.full(side, side),
                Direction.A_TO_B,
                Optional.empty(),
                PairSpace.RGB,
                Family.NONE,
                0);
    }

    public PairRequest withChannels(int input, int output) {
        return new PairRequest(asker, source, input, output, jitter, direction, derive, space, family, seed);
    }

    public PairRequest with(Jitter other) {
        return new PairRequest(
                asker, source, inputChannels, outputChannels, other, direction, derive, space, family, seed);
    }

    public PairRequest with(Direction other) {
        return new PairRequest(
                asker, source, inputChannels, outputChannels, jitter, other, derive, space, family, seed);
    }

    public PairRequest derived(Derivation how, long noise) {
        return new PairRequest(
                asker,
                source,
                inputChannels,
                outputChannels,
                jitter,
                direction,
                Optional.of(how),
                space,
                family,
                noise);
    }

    public PairRequest in(PairSpace other) {
        return new PairRequest(
                asker, source, inputChannels, outputChannels, jitter, direction, derive, other, family, seed);
    }

    public PairRequest with(Family other) {
        return new PairRequest(
                asker, source, inputChannels, outputChannels, jitter, direction, derive, space, other, seed);
    }

    /** Channels that are asked for of A. */
    int channelsA() {
        return space == PairSpace.LAB ? 3 : direction == Direction.A_TO_B ? inputChannels : outputChannels;
    }

    /** Channels that are asked for of B. */
    int channelsB() {
        return space == PairSpace.LAB ? 3 : direction == Direction.A_TO_B ? outputChannels : inputChannels;
    }
}
