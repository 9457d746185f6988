package dev.atelier.data;

import java.util.Arrays;
import java.util.List;

/**
 * Which class each of many pictures is of, beside them: it plays no part in what they are, so that their hash does not know of it.
 *
 * @param labels of each picture, a number of {@code names}; none where the pictures have no classes
 * @param names in the order of their numbers; none, or at least two
 */
public record PictureClasses(int[] labels, List<String> names) {
    /** Of pictures without classes. */
    public static final PictureClasses NONE = new PictureClasses(new int[0], List.of());

    public PictureClasses {
        names = List.copyOf(names);
    }

    /** Of the class of each picture; none where one has none, which is empty, and where all are of one. */
    static PictureClasses of(List<String> classes) {
        List<String> names = classes.stream().distinct().sorted().toList();
        return names.size() < 2 || names.contains("")
                ? NONE
                : new PictureClasses(classes.stream().mapToInt(names::indexOf).toArray(), names);
    }

    /** The first folder of a path, which is the class of what lies in it; empty where there is none. */
    static String folder(String stem) {
        int slash = stem.indexOf('/');
        return slash < 0 ? "" : stem.substring(0, slash);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The classes of pictures of these numbers, by their names. */
    public List<String> of(int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> names.get(labels[row])).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PictureClasses classes
                && names.equals(classes.names)
                && Arrays.equals(labels, classes.labels);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return names + " of " + labels.length + " pictures";
    }
}
