package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Which pictures belong together in one split: those whose paths below their folders are equal but for what stands behind the
 * last dot.
 *
 * @param pairs in the order of their stems' bytes
 * @param whole how many pairs there are before a tenth of them is held out
 * @param firstAlone names of the first kind without a partner
 * @param secondAlone names of the second kind without one
 */
record Partners(List<Pair> pairs, int whole, List<String> firstAlone, List<String> secondAlone) {
    Partners {
        pairs = List.copyOf(pairs);
        firstAlone = List.copyOf(firstAlone);
        secondAlone = List.copyOf(secondAlone);
    }

    /** Of which none is alone. */
    static Partners of(List<Pair> pairs) {
        return new Partners(pairs, pairs.size(), List.of(), List.of());
    }

    /** Both pictures; the first is missing where it is made of the second. */
    record Both(Optional<Picture> first, Picture second) {}

    /**
     * A pair that can be read.
     *
     * @param label the class of both; empty where nobody says
     * @param first what to call its pictures in messages; one name where both are one file
     * @param reading reads both; what cannot be read is bad input. Called from several threads
     */
    record Pair(String stem, String label, String first, String second, Supplier<Both> reading) {}

    /**
     * Those of two folders.
     *
     * @param plain what a stem of the first kind is called without what only that kind has in it
     */
    static Partners of(FileTree tree, String firstFolder, String secondFolder, UnaryOperator<String> plain) {
        Map<String, DataFile> first = byStem(tree, firstFolder, plain);
        Map<String, DataFile> second = byStem(tree, secondFolder, UnaryOperator.identity());
        List<Pair> pairs = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        first.forEach((stem, file) -> Optional.ofNullable(second.remove(stem))
                .ifPresentOrElse(
                        other -> pairs.add(new Pair(
                                stem,
                                PictureClasses.folder(stem),
                                file.name(),
                                other.name(),
                                () -> new Both(Optional.of(Picture.of(file)), Picture.of(other)))),
                        () -> alone.add(file.name().substring(firstFolder.length()))));
        return new Partners(
                pairs,
                pairs.size(),
                alone,
                second.values().stream()
                        .map(file -> file.name().substring(secondFolder.length()))
                        .toList());
    }

    private static Map<String, DataFile> byStem(FileTree tree, String folder, UnaryOperator<String> plain) {
        Map<String, DataFile> files = new TreeMap<>(FileNames.BY_BYTES);
        for (DataFile file : tree.files()) {
            if (file.isNamedAsImage() && file.name().startsWith(folder)) {
                String stem = plain.apply(stem(file.name().substring(folder.length())));
                DataFile other = files.putIfAbsent(stem, file);
                if (other != null) {
                    throw new BadInput(tree.place() + ": both " + other.name() + " and " + file.name() + " are called '"
                            + stem + "' but for their ends; one picture of each name");
                }
            }
        }
        return files;
    }

    /** Pictures that hold a pair each: the left half is the first. */
    static Partners sideBySide(FileTree tree, String folder) {
        List<Pair> pairs = new ArrayList<>();
        byStem(tree, folder, UnaryOperator.identity())
                .forEach((stem, file) ->
                        pairs.add(new Pair(stem, "", file.name(), file.name(), () -> halves(Picture.of(file), file))));
        return of(pairs);
    }

    private static Both halves(Picture whole, DataFile file) {
        int width = whole.upright().image().width();
        if (width % 2 != 0) {
            throw new BadInput(file.name() + " is " + size(whole) + " (width×height), two pictures side by side;"
                    + " allowed: an even width, " + (width - 1) + " or " + (width + 1));
        }
        return new Both(Optional.of(whole.half(true)), whole.half(false));
    }

    /** Width × height. */
    static String size(Picture picture) {
        return picture.upright().image().width() + "×"
                + picture.upright().image().height();
    }

    /** A path without what stands behind the last dot of its last name. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    /** Bad input, as {@code asker}, where a picture is alone. */
    void requireAll(String asker) {
        requireAll(asker, "A", "B", firstAlone);
        requireAll(asker, "B", "A", secondAlone);
    }

    private void requireAll(String asker, String here, String there, List<String> alone) {
        if (!alone.isEmpty()) {
            throw new BadInput(asker + ": " + alone.size() + " of " + (whole + alone.size()) + " pictures in "
                    + here + " have no partner in " + there + " (first: " + alone.get(0)
                    + "); unpaired pictures: atelier train cyclegan");
        }
    }

    /** Those of a split where there is none; what is alone is the train split's. */
    Partners tenth(Split split, Family family, String place) {
        boolean train = split == Split.TRAIN;
        return new Partners(
                HeldOutTenth.of(pairs, Pair::stem, family, split, place),
                whole,
                train ? firstAlone : List.of(),
                train ? secondAlone : List.of());
    }
}
