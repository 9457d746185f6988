package dev.atelier.benchmarks;

import dev.atelier.recipe.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What training is measured along. While one changes, the others stay at their base. */
enum GrowthAxis {
    BATCH("data.batch", "images in a batch", "64", "16", "32", "64", "128", "256"),
    WIDTH("network.width", "width of the networks, 1 is the paper's", "0.5", "0.25", "0.5", "1", "2"),
    SIZE("data.size", "side of the images, pixels", "32", "16", "32", "64", "128"),
    DATA("data.source", "images in the data set", "1000", "1000", "10000", "60000");

    /** The recipe's key that it sets. */
    private final String key;

    private final String label;
    private final String base;
    private final List<String> usual;

    GrowthAxis(String key, String label, String base, String... usual) {
        this.key = key;
        this.label = label;
        this.base = base;
        this.usual = List.of(usual);
    }

    /** The name on the command line and in files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For a picture: what it counts. */
    String label() {
        return label;
    }

    String base() {
        return base;
    }

    /** The values measured where no others are asked for. */
    List<String> usual() {
        return usual;
    }

    /** A value in a few words. */
    String words(String value) {
        return switch (this) {
            case BATCH -> "batch " + value;
            case WIDTH -> "width " + value;
            case SIZE -> value + "×" + value + " pixels";
            case DATA -> value + " images";
        };
    }

    /** What gives a recipe a value; for {@link #DATA} that is the file of so many images. */
    String setting(String value) {
        return key + "=" + value;
    }

    /** The numbers of a list such as {@code 16,32}; bad input where the recipe cannot have them. */
    List<String> parse(String option, String list, Recipe recipe) {
        List<String> found = Arrays.stream(list.split(",", -1)).distinct().toList();
        for (String value : found) {
            if (this == WIDTH) {
                Arguments.aboveZero(option, value);
            } else {
                Arguments.positive(option, value);
            }
            if (this == DATA) {
                FashionImages.require(Integer.parseInt(value));
            } else {
                recipe.with(key, value, option);
            }
        }
        return found;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(GrowthAxis::key).toList();
    }
}
