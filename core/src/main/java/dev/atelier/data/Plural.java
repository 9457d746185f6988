package dev.atelier.data;

/** A number with its noun. */
final class Plural {
    private Plural() {}

    /** As in "1 image" and "2 images". */
    static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
