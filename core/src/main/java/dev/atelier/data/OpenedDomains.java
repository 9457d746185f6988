package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * One split of two kinds of pictures in memory.
 *
 * @param namesA what each picture of A is called without its end, below its folder
 * @param namesB the same of B
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see, one line each
 */
public record OpenedDomains(
        ImageDataset a, ImageDataset b, List<String> namesA, List<String> namesB, String origin, List<String> notices) {
    public OpenedDomains {
        namesA = List.copyOf(namesA);
        namesB = List.copyOf(namesB);
        notices = notices.stream().map(OneLine::of).toList();
    }
}
