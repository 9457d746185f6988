package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The classes of labelled files: those labels that occur, ascending. A class's number is its place among them, so that no class is
 * without an image; its name is what the label means.
 *
 * @param labels ascending, each once
 * @param names one for each
 */
record IdxClasses(List<Integer> labels, List<String> names) {
    /** Of the labels that occur here; a family that does not know them all names none. */
    static IdxClasses of(int[] occurring, IdxFamily family) {
        List<Integer> labels =
                IntStream.of(occurring).distinct().sorted().boxed().toList();
        IdxFamily naming = family.knows(occurring) ? family : IdxFamily.NUMBERED;
        return new IdxClasses(labels, labels.stream().map(naming::name).toList());
    }

    /**
     * The class numbers of other labels; one that is none of the classes is bad input.
     *
     * @param where the file, for the message
     * @param whose the classes are, for the message
     */
    int[] numbered(int[] values, String where, String whose) {
        int[] numbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = labels.indexOf(values[i]);
            if (numbers[i] < 0) {
                throw new BadInput(where + ": label " + values[i] + " of image " + i + " is none of " + whose + ": "
                        + labels.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        }
        return numbers;
    }

    /** The names of the classes that none of these labels is of. */
    List<String> without(int[] values) {
        return IntStream.range(0, labels.size())
                .filter(c -> Arrays.stream(values).noneMatch(value -> value == labels.get(c)))
                .mapToObj(names::get)
                .toList();
    }
}
