package dev.atelier.data;

import dev.atelier.OneLine;
import java.util.List;

/**
 * One split of two kinds of pictures in memory.
 *
 * @param origin which place they came from, for a person and for the receipt
 * @param notices lines that the user must see, one line each
 */
public record OpenedDomains(Kind kindA, Kind kindB, String origin, List<String> notices) {
    /**
     * One kind.
     *
     * @param names what each picture is called without its end, below its folder
     * @param classes within the kind, where folders tell some
     */
    public record Kind(ImageDataset pictures, List<String> names, PictureClasses classes) {
        public Kind {
            names = List.copyOf(names);
        }
    }

    public OpenedDomains {
        notices = notices.stream().map(OneLine::of).toList();
    }

    public ImageDataset a() {
        return kindA.pictures();
    }

    public ImageDataset b() {
        return kindB.pictures();
    }
}
