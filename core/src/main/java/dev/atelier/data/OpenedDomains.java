package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * One split of two kinds of pictures in memory.
 *
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see, one line each
 */
public record OpenedDomains(ImageDataset a, ImageDataset b, String origin, List<String> notices) {
    public OpenedDomains {
        notices = notices.stream().map(OneLine::of).toList();
    }
}
