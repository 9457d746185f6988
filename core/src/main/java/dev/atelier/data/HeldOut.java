package dev.atelier.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The real images that what was learned is judged by: those that were not learned from, where there are any. What a split is called
 * proves nothing; hashes of the sets, then the images one by one decide.
 *
 * @param dataset at least two images
 * @param split of the source that they are of
 * @param learned whether they were learned from
 * @param leftOut images of that split that were learned from and are therefore not among them
 */
public record HeldOut(ImageDataset dataset, Split split, Learned learned, int leftOut, List<String> notices) {
    private static final int LEAST = 2;

    /** Samples from which on two pictures are not equal by chance. */
    private static final int TELLING = 16;

    /** Whether real images were learned from. */
    public enum Learned {
        /** None of them. */
        NO,
        /** All: there are no others. */
        YES,
        /** The images that were learned from are not there to compare with. */
        UNKNOWN;

        /** As in a passport. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What {@link #key} gave; anything else is an {@link IllegalArgumentException}. */
        public static Learned of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }

    public HeldOut {
        notices = List.copyOf(notices);
    }

    /**
     * Beside the images that were learned from. The test split comes first, then the train split, each without what was learned from;
     * where nothing is left, the learned images stand for themselves.
     */
    public static HeldOut beside(ImageDataset learned, Shelf shelf) {
        KnownImages known = KnownImages.of(learned);
        List<String> notices = new ArrayList<>();
        List<Split> splits = shelf.splits();
        for (Split split : List.of(Split.TEST, Split.TRAIN)) {
            if (splits.contains(split)) {
                OpenedSource opened = shelf.open(split);
                int[] seen = learned(learned, known, opened.dataset());
                if (opened.dataset().size() - seen.length >= LEAST) {
                    notices.addAll(opened.notices());
                    return new HeldOut(rest(opened.dataset(), seen), split, Learned.NO, seen.length, notices);
                }
                notices.add("the " + split.key() + " split of " + shelf.source() + " was learned from: not unseen");
            }
        }
        return new HeldOut(learned, Split.TRAIN, Learned.YES, 0, splits.size() > 1 ? notices : List.of());
    }

    /** Where the images that were learned from are not there: the test split, else what there is. */
    public static HeldOut unchecked(Shelf shelf) {
        Split split = shelf.splits().contains(Split.TEST) ? Split.TEST : Split.TRAIN;
        OpenedSource opened = shelf.open(split);
        return new HeldOut(opened.dataset(), split, Learned.UNKNOWN, 0, opened.notices());
    }

    private static int[] learned(ImageDataset learned, KnownImages known, ImageDataset set) {
        if (set.sha256().equals(learned.sha256())) {
            return IntStream.range(0, set.size()).toArray();
        }
        return set.samples() < TELLING ? new int[0] : known.among(set);
    }

    private static ImageDataset rest(ImageDataset set, int[] seen) {
        return seen.length == 0
                ? set
                : PartOfImages.without(set, seen, "without " + seen.length + " that were learned from");
    }

    /** For a judgement: what it must not be taken for; empty where the images are unseen. */
    public Optional<String> caution() {
        return switch (learned) {
            case NO -> Optional.empty();
            case YES ->
                Optional.of("compared with the very images that it learned from: learning by heart is not seen");
            case UNKNOWN ->
                Optional.of("whether it learned from these real images is not known:"
                        + " those that it learned from are not there to compare with");
        };
    }

    /** What a person should know of the choice, whatever comes of it; empty where there is nothing to say. */
    public Optional<String> remark() {
        return leftOut == 0
                ? caution()
                : Optional.of(leftOut + " of " + (leftOut + dataset.size()) + " images of the " + split.key()
                        + " split were learned from and are left out");
    }
}
