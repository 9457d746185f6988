package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.Arrays;
import java.util.List;

/** Which of two kinds of pictures is made of the other. */
public enum Direction {
    /** A goes in, B comes out. */
    A_TO_B("AtoB"),
    /** B goes in, A comes out. */
    B_TO_A("BtoA");

    private final String key;

    Direction(String key) {
        this.key = key;
    }

    /** The name in recipes and on the command line. */
    public String key() {
        return key;
    }

    /** All names. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Direction::key).toList();
    }

    /** The direction of a name; an unknown one is bad input. */
    public static Direction of(String key) {
        return Arrays.stream(values())
                .filter(direction -> direction.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("unknown direction '" + key + "'; known: " + String.join(", ", keys())));
    }
}
