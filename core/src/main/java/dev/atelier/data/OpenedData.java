package dev.atelier.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * Data that a training learns from, and where they were found.
 *
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see
 */
public record OpenedData(Dataset dataset, String origin, List<String> notices) {
    public OpenedData {
        notices = List.copyOf(notices);
    }

    /** Data that a program made itself. */
    public static OpenedData made(Dataset dataset) {
        return new OpenedData(dataset, "given by the program", List.of());
    }

    /** The same with something more to say. */
    public OpenedData with(String notice) {
        return new OpenedData(
                dataset,
                origin,
                Stream.concat(notices.stream(), Stream.of(notice)).toList());
    }

    /** Images from a source. */
    public static OpenedData of(OpenedSource source) {
        return new OpenedData(source.dataset(), source.origin(), source.notices());
    }
}
