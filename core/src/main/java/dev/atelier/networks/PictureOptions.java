package dev.atelier.networks;

import dev.atelier.BadInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What only some models of pictures know, as a person asks for it. A model takes what has an effect on it and refuses the rest: see
 * {@link #only}.
 *
 * @param dropout whether dropout stays on, which is the noise of some models; its masks come from {@code seed}
 * @param norm whose statistics a normalisation takes: {@code image}, {@code running} or {@code batch}; empty for the model's own choice
 * @param blend between the weights of two stages of the training, 0 the first and 1 the last; empty for the last
 * @param seed of the noise
 */
public record PictureOptions(boolean dropout, Optional<String> norm, OptionalDouble blend, long seed) {
    /** Nothing is asked for. */
    public static final PictureOptions NONE = new PictureOptions(false, Optional.empty(), OptionalDouble.empty(), 1);

    public static final String DROPOUT = "--dropout";
    public static final String NORM = "--norm";
    public static final String BLEND = "--blend";
    public static final String SEED = "--seed";

    public PictureOptions {
        if (norm.isPresent() && !Set.of("image", "running", "batch").contains(norm.get())) {
            throw new BadInput(NORM + " is '" + norm.get() + "'; allowed: image, running, batch");
        }
        if (blend.isPresent() && !(blend.getAsDouble() >= 0 && blend.getAsDouble() <= 1)) {
            throw new BadInput(BLEND + " is " + blend.getAsDouble() + "; allowed: 0 to 1");
        }
        if (seed < 0) {
            throw new BadInput("--seed is " + seed + "; allowed: 0 or more");
        }
    }

    public PictureOptions withSeed(long other) {
        return new PictureOptions(dropout, norm, blend, other);
    }

    /** Refuses what is asked for and is not among {@code effective}, with the reason of {@code refused} where there is one. */
    public void only(Set<String> effective, Map<String, String> refused) {
        for (String option : given().keySet()) {
            if (!effective.contains(option)) {
                throw new BadInput(option + " has no effect here: " + refused.getOrDefault(option, reason(option)));
            }
        }
    }

    private Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        if (dropout) {
            given.put(DROPOUT, true);
        }
        norm.ifPresent(value -> given.put(NORM, value));
        blend.ifPresent(value -> given.put(BLEND, value));
        if (seed != NONE.seed && !dropout) { // with dropout it is whose masks they are
            given.put(SEED, seed);
        }
        return given;
    }

    private static String reason(String option) {
        return switch (option) {
            case DROPOUT -> "the network of this run has no dropout, so it makes one output of an input";
            case NORM -> "the network of this run normalises in one way only";
            case SEED -> "no noise is in what the network of this run makes of a picture";
            case BLEND -> "this run has no two stages whose weights could be mixed";
            default -> throw new IllegalArgumentException(option);
        };
    }
}
