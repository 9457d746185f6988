package dev.atelier;

/** Numbers of things, as people write them: "1 image", "2 images", "3 classes". */
public final class Counted {
    private Counted() {}

    /** A thing whose plural ends in s. */
    public static String of(long count, String thing) {
        return of(count, thing, thing + "s");
    }

    /** Any thing. */
    public static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
