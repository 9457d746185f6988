package dev.atelier.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something below the root of the data that is no data, and that the user is told of.
 *
 * @param name below the root
 */
record SkippedFile(Kind kind, String name) {
    private static final int EXAMPLES = 3;

    /** Why. */
    enum Kind {
        NO_IMAGE("file that is not named as an image", "files that are not named as images"),
        EMPTY("sub-folder without images", "sub-folders without images"),
        DEAD_LINK("link to nowhere", "links to nowhere"),
        PACKED_LINK("link, which is not followed in an archive,", "links, which are not followed in an archive,"),
        OWN_FOLDER("folder that Atelier wrote", "folders that Atelier wrote"),
        OWN_SHEET("sheet of pictures that Atelier drew", "sheets of pictures that Atelier drew");

        private final String one;
        private final String many;

        Kind(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    /** A line for each kind: how many, and the first few by name. */
    static List<String> notices(String place, List<SkippedFile> all) {
        return all.stream()
                .collect(Collectors.groupingBy(SkippedFile::kind, java.util.TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> notice(place, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String notice(String place, Kind kind, List<SkippedFile> all) {
        String names = all.stream().map(SkippedFile::name).limit(EXAMPLES).collect(Collectors.joining(", "));
        return place + ": " + all.size() + " " + (all.size() == 1 ? kind.one : kind.many) + " passed over" + " ("
                + names + (all.size() > EXAMPLES ? ", …" : "") + ")";
    }
}
