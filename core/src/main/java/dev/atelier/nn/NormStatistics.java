package dev.atelier.nn;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * By which mean and variance batch norm normalises in evaluation; in training it is always the batch's. A network that was trained
 * with one image a step has never seen its running statistics at work, so {@link #IMAGE} repeats what it was trained with (Isola et
 * al. 2016, arXiv 1611.07004, section 3.4).
 */
public enum NormStatistics {
    /** Those that training has gathered: a result does not depend on the other images, nor on the rest of its own. */
    RUNNING,
    /** Those of each image alone, as training computes at a batch of one. */
    IMAGE,
    /** Those of the batch: an image's result depends on its neighbours. */
    BATCH;

    /** All keys, in order. */
    public static final List<String> KEYS =
            Arrays.stream(values()).map(NormStatistics::key).toList();

    /** What it is called in recipes and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The statistics of this key. */
    public static NormStatistics of(String key) {
        return Arrays.stream(values())
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no statistics of batch norm named '" + key + "'; known: " + String.join(", ", KEYS)));
    }
}
