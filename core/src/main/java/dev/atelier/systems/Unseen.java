package dev.atelier.systems;

import dev.atelier.Counted;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.data.Split;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which pictures of a test split a run is judged by: those that it did not learn from, where there are two or more.
 *
 * @param rows their numbers
 * @param leftOut how many others there are
 */
record Unseen(int[] rows, int leftOut, HeldOut.Learned learned) {
    /** The same pictures for every run, so that scores compare. */
    private static final long SEED_OF_ALL = 0;

    private static final int LEAST = 2;

    /** Of a split of this size, in which {@code seen} were learned from. */
    static Unseen of(int size, int[] seen) {
        Set<Integer> learned = Arrays.stream(seen).boxed().collect(Collectors.toSet());
        int[] rest = IntStream.range(0, size).filter(i -> !learned.contains(i)).toArray();
        return rest.length >= LEAST || learned.isEmpty()
                ? new Unseen(rest, learned.size(), HeldOut.Learned.NO)
                : new Unseen(IntStream.range(0, size).toArray(), 0, HeldOut.Learned.YES);
    }

    /** Where what was learned from is not there to compare with. */
    static Unseen unknown(int size) {
        return new Unseen(IntStream.range(0, size).toArray(), 0, HeldOut.Learned.UNKNOWN);
    }

    /** So many of them as what stands for the truth, of a split that is called so and has this hash. */
    MetricPassport.Side truth(String description, String sha256, int count) {
        return new MetricPassport.Side(
                description, sha256, Split.TEST.key(), count, Optional.empty(), Optional.of(learned));
    }

    /** At most so many of them, in their order. */
    int[] chosen(int most) {
        if (rows.length <= most) {
            return rows;
        }
        int[] order = RandomStream.of(SEED_OF_ALL, "evaluate.real").permutation(rows.length);
        return Arrays.stream(Arrays.copyOf(order, most))
                .sorted()
                .map(i -> rows[i])
                .toArray();
    }

    /** What must be said of it, {@code what} being what the pictures are called; empty where there is nothing to say. */
    Optional<String> remark(String what) {
        return switch (learned) {
            case NO ->
                leftOut == 0
                        ? Optional.empty()
                        : Optional.of(leftOut + " of " + (leftOut + rows.length) + " " + what
                                + " were learned from and are left out");
            case YES -> Optional.of(what + " were learned from, all of them: learning by heart is not seen");
            case UNKNOWN ->
                Optional.of(
                        "whether " + what + " were learned from is not known: what the run learned from (the hash in"
                                + " its receipt) does not lie there now");
        };
    }

    /** How many are judged at most, of how many, in words that what they are of follows on; {@code thing} is what one is called. */
    String describe(int most, String thing) {
        return Counted.of(Math.min(most, rows.length), thing) + " of " + (rows.length + leftOut)
                + switch (learned) {
                    case NO -> ", none learned from: ";
                    case YES -> ", all learned from: ";
                    case UNKNOWN -> ": ";
                };
    }

    /** Pictures of these numbers with so many channels. */
    static List<Image> pictures(ImageDataset dataset, int[] rows, int channels) {
        return Arrays.stream(rows)
                .mapToObj(row -> Channels.convert(PackedImages.image(dataset, row), channels))
                .toList();
    }

    /** All of them, at most so many, chosen as for everybody. */
    static List<Image> pictures(ImageDataset dataset, int most) {
        return pictures(dataset, of(dataset.size(), new int[0]).chosen(most), dataset.channels());
    }
}
