package dev.atelier.metrics;

import dev.atelier.data.ImageDataset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the classes that an extractor names are those of the data. Where they are not, what it names says nothing of the data: a
 * classifier of garments calls every digit a garment.
 */
public final class ClassFit {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** From here on, counted from chance at 0 to all right at 1, an extractor knows data whose classes are mere numbers. */
    private static final double KNOWS = 0.3;

    private static final int MOST_NAMES = 4;

    private ClassFit() {}

    /**
     * Why the extractor's classes are not those of the data; empty where they are. Names decide. Where the data's are mere numbers,
     * real images decide: whether the extractor gives them their numbers. Data without labels have classes only where the extractor
     * was trained on these very data.
     *
     * @param rows of the data, those that the logits are of
     * @param source of the data
     */
    public static Optional<String> foreign(
            FeatureExtractor extractor, ImageDataset data, int[] rows, Features logits, String source, String sha256) {
        List<String> names = extractor.classNames();
        if (extractor.learnedFrom(source, sha256)) {
            return Optional.empty();
        }
        if (!data.labelled()) {
            return Optional.of("the data have no labels, and the extractor " + extractor.name()
                    + " did not learn from them, so the classes that it names need not be theirs");
        }
        List<String> classes = data.classNames();
        if (names.containsAll(classes)) {
            return Optional.empty();
        }
        String apart = "the extractor " + extractor.name() + " names " + brief(names) + ", the data's classes are "
                + brief(classes);
        boolean numbered =
                classes.stream().allMatch(name -> NUMBER.matcher(name).matches());
        if (!numbered || classes.size() > names.size()) {
            return Optional.of(apart);
        }
        double right = right(data, rows, logits);
        double chance = 1.0 / classes.size();
        return right - chance >= KNOWS * (1 - chance)
                ? Optional.empty()
                : Optional.of(
                        apart + String.format(Locale.ROOT, ", and it is right on %.1f %% of real images", 100 * right));
    }

    private static double right(ImageDataset data, int[] rows, Features logits) {
        int[] named = ClassHistogram.named(logits);
        int right = 0;
        for (int i = 0; i < named.length; i++) {
            right += named[i] == data.label(rows[i]) ? 1 : 0;
        }
        return (double) right / named.length;
    }

    private static String brief(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (names.size() > MOST_NAMES ? ", … (" + names.size() + ")" : "");
    }
}
