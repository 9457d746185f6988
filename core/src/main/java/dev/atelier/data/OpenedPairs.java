package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * One split of pairs in memory.
 *
 * @param classes of the pairs, where their source tells some
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see, one line each
 */
public record OpenedPairs(ImagePairs pairs, PictureClasses classes, String origin, List<String> notices) {
    public OpenedPairs {
        notices = notices.stream().map(OneLine::of).toList();
    }

    /** As rows that a training learns from. */
    public OpenedData data(PairTreatment treatment) {
        return new OpenedData(new PairRows(pairs, treatment), origin, notices);
    }
}
