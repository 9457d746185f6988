package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that numbers stand for in every split: classes by folders, classes by labels, values of an attribute. They are the
 * train split's, so that a number means the same in all of them. A name that only another split has was never learned and is
 * refused; one that another split lacks is told.
 *
 * @param kind what a name is called, as in "class"
 * @param names in the order of their numbers
 */
record Vocabulary(String kind, List<String> names) {
    private static final int EXAMPLES = 5;

    Vocabulary {
        names = List.copyOf(names);
    }

    /** Those names of another split that are not among these. */
    List<String> unknown(List<String> others) {
        Set<String> known = new HashSet<>(names);
        return others.stream().filter(name -> !known.contains(name)).toList();
    }

    /** Bad input if another split, called {@code where}, has a name that is not among these. */
    void requireKnown(String where, List<String> others) {
        List<String> unknown = unknown(others);
        if (!unknown.isEmpty()) {
            throw new BadInput(refusal(where, unknown));
        }
    }

    /** What is said of names that are not among these. */
    String refusal(String where, List<String> unknown) {
        return where + ": " + kind + " '" + unknown.get(0) + "' is not in the train split"
                + (unknown.size() > 1 ? ", nor are " + (unknown.size() - 1) + " more" : "") + "; it has "
                + (names.isEmpty() ? "none" : Spelling.known(unknown.get(0), names));
    }

    /** A sentence on names that another split, called {@code where}, does not have, if there are any. */
    Optional<String> lacking(String where, List<String> others) {
        List<String> missing =
                names.stream().filter(name -> !others.contains(name)).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(where + ": no images of " + missing.size() + " of the train split's " + names.size() + " "
                + (kind.endsWith("s") ? kind + "es" : kind + "s") + ": "
                + missing.stream().limit(EXAMPLES).collect(Collectors.joining(", "))
                + (missing.size() > EXAMPLES ? ", …" : ""));
    }

    /** These names and after them those that only another split has: for a report, which refuses nothing. */
    Vocabulary and(List<String> others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(unknown(others));
        return new Vocabulary(kind, all);
    }

    /**
     * Numbers of another split as numbers of these names.
     *
     * @param others the names that the numbers stood for; each that occurs is among these
     */
    int[] renumbered(int[] numbers, List<String> others) {
        int[] places = others.stream().mapToInt(names::indexOf).toArray();
        int[] renumbered = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            renumbered[i] = places[numbers[i]];
            if (renumbered[i] < 0) {
                throw new IllegalArgumentException(kind + " '" + others.get(numbers[i]) + "' is not known");
            }
        }
        return renumbered;
    }
}
