package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What is wrong with some of many pictures, found on several threads: the first of them is told, all are counted. */
final class Faults {
    private final AtomicReferenceArray<String> faults;

    Faults(int count) {
        faults = new AtomicReferenceArray<>(count);
    }

    /** Does something with picture {@code i}; bad input is kept for later. */
    void of(int i, Runnable work) {
        try {
            work.run();
        } catch (BadInput e) {
            faults.set(i, e.getMessage());
        }
    }

    /**
     * Bad input if there is any.
     *
     * @param before said before it, as in "pix2pix: "
     * @param things what the faulty are called, as in "pairs"
     */
    void refuse(String before, String things) {
        CountedFaults counted = new CountedFaults(things);
        for (int i = 0; i < faults.length(); i++) {
            if (faults.get(i) != null) {
                counted.add(before + faults.get(i));
            }
        }
        counted.refuse();
    }
}
