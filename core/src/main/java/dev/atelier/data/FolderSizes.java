package dev.atelier.data;

import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sizes that the images of a folder have before they are made alike, and a caution where there are several. */
final class FolderSizes {
    private record Size(int height, int width) {
        @Override
        public String toString() {
            return height + "×" + width;
        }
    }

    private final FolderListing listing;
    private final Size[] sizes;

    FolderSizes(FolderListing listing) {
        this.listing = listing;
        this.sizes = new Size[listing.files().size()];
    }

    /** Each number is given once, by any thread. */
    void add(int i, Image image) {
        sizes[i] = new Size(image.height(), image.width());
    }

    /** Once all are given: nothing where they are all of one size. */
    List<String> notices(ImageFormat format) {
        Map<Size, Integer> counts = new LinkedHashMap<>();
        for (Size size : sizes) {
            counts.merge(size, 1, Integer::sum);
        }
        if (counts.size() < 2) {
            return List.of();
        }
        Size made = new Size(format.height(), format.width());
        Map.Entry<Size, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        List<Size> byArea = new ArrayList<>(counts.keySet());
        byArea.sort((a, b) -> Long.compare((long) a.height * a.width, (long) b.height * b.width));
        String notice = listing.root() + ": images of " + counts.size() + " sizes, from " + byArea.get(0) + " to "
                + byArea.get(byArea.size() - 1) + ", most often " + most.getKey() + " (" + most.getValue() + " of "
                + sizes.length + "); all are cut and resized to " + made;
        if (made.equals(sizes[0])) {
            notice += ", as the first of them is, " + listing.names().get(0);
        }
        return List.of(notice + "; data.size chooses another");
    }
}
