package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A test split where there is none: about one in ten, chosen by the hash of what it is called, so that the same name is on the
 * same side in every kind of pictures, whatever else is there. Of two or more one is held out at least, and one is kept.
 */
final class HeldOutTenth {
    private static final long TENTH = (1L << 32) / 10;

    private HeldOutTenth() {}

    /** Those of a split, in their order; what is of one family is on one side. All of one family are bad input, as {@code place}. */
    static <T> List<T> of(List<T> all, Function<T, String> stem, Family family, Split split, String place) {
        if (all.size() < 2) {
            return split == Split.TRAIN ? all : List.of();
        }
        Function<T, String> name = stem.andThen(family::of);
        List<String> names = all.stream()
                .map(name)
                .distinct()
                .sorted(Comparator.comparingLong(HeldOutTenth::hash))
                .toList();
        if (names.size() < 2) {
            throw new BadInput(place + ": names that are equal up to the first '" + family.end()
                    + "' are one family, and all are of '" + names.get(0)
                    + "', so that nothing can be held out; allowed: a text that tells some apart");
        }
        Set<String> test = new HashSet<>();
        for (int i = 0; i < names.size() - 1; i++) {
            if (i == 0 || hash(names.get(i)) < TENTH) {
                test.add(names.get(i));
            }
        }
        return all.stream()
                .filter(each -> test.contains(name.apply(each)) == (split == Split.TEST))
                .toList();
    }

    /** The first 32 bits of SHA-256 over the name. */
    private static long hash(String stem) {
        byte[] digest = Checksums.sha256().digest(stem.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getInt() & 0xFFFFFFFFL;
    }

    /** What a person has to know. */
    static String notice(String place, Family family) {
        return place + ": no test split; about one in ten is held out as one, by the hash of its name "
                + (family.isEmpty() ? "without the end" : "up to the first '" + family.end() + "'");
    }
}
