package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;

/** In which numbers networks see both pictures of a pair. */
public enum PairSpace {
    /** Samples as they are stored: grey or red, green, blue. */
    RGB("rgb"),
    /** Lightness in, colour out: CIE L*a*b*, as {@link dev.atelier.media.Lab} scales it. Both pictures are stored in colour. */
    LAB("lab");

    private final String key;

    PairSpace(String key) {
        this.key = key;
    }

    /** The name in recipes. */
    public String key() {
        return key;
    }

    /** All names. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(PairSpace::key).toList();
    }

    /** The space of a name; an unknown one is bad input. */
    public static PairSpace of(String key) {
        return Arrays.stream(values())
                .filter(space -> space.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("unknown colour space '" + key + "'; known: " + String.join(", ", keys())));
    }
}
