package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * One split of photographs in memory.
 *
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see, one line each
 */
public record OpenedPhotographs(Photographs photographs, String origin, List<String> notices) {
    public OpenedPhotographs {
        notices = notices.stream().map(OneLine::of).toList();
    }

    /** As rows that a training learns from. */
    public OpenedData data(PhotoTreatment treatment) {
        return new OpenedData(new PhotoRows(photographs, treatment), origin, notices);
    }
}
