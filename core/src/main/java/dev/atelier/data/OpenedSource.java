package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * What opening a source gave.
 *
 * @param origin which place the data came from, for a person and for the receipt
 * @param notices lines that the user must see: less data than expected, files passed over, a download that could not be; one line each
 */
public record OpenedSource(ImageDataset dataset, String origin, List<String> notices) {
    public OpenedSource {
        notices = notices.stream().map(OneLine::of).toList();
    }
}
