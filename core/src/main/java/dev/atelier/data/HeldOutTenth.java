package dev.atelier.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A test split where there is none: about one in ten, chosen by the hash of what it is called, so that the same name is on the
 * same side in every kind of pictures, whatever else is there. Of two or more one is held out at least, and one is kept.
 */
final class HeldOutTenth {
    private static final long TENTH = (1L << 32) / 10;

    private HeldOutTenth() {}

    /** Those of a split, in their order. */
    static <T> List<T> of(List<T> all, Function<T, String> stem, Split split) {
        if (all.size() < 2) {
            return split == Split.TRAIN ? all : List.of();
        }
        List<T> test = new ArrayList<>();
        List<T> train = new ArrayList<>();
        all.forEach(each -> (hash(stem.apply(each)) < TENTH ? test : train).add(each));
        Comparator<T> byHash = Comparator.comparingLong(each -> hash(stem.apply(each)));
        if (test.isEmpty()) {
            T least = train.stream().min(byHash).orElseThrow();
            train.remove(least);
            test.add(least);
        } else if (train.isEmpty()) {
            T most = test.stream().max(byHash).orElseThrow();
            test.remove(most);
            train.add(most);
        }
        return split == Split.TRAIN ? train : test;
    }

    /** The first 32 bits of SHA-256 over the name. */
    private static long hash(String stem) {
        byte[] digest = Checksums.sha256().digest(stem.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getInt() & 0xFFFFFFFFL;
    }

    /** What a person has to know. */
    static String notice(String place) {
        return place + ": no test split; about one in ten is held out as one, by the hash of its name without the end";
    }
}
