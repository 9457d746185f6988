package dev.atelier.systems;

import dev.atelier.BadInput;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What networks of a translation must know of the data.
 *
 * @param input channels that they take
 * @param output channels that they give
 */
record PairFacts(int input, int output) {
    private static final String INPUT = "inputChannels";
    private static final String OUTPUT = "outputChannels";

    /** As a receipt has them. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(INPUT, input);
        json.put(OUTPUT, output);
        return json;
    }

    /** From what {@link #json} gave. */
    static PairFacts of(Map<String, Object> facts) {
        return new PairFacts(number(facts, INPUT), number(facts, OUTPUT));
    }

    private static int number(Map<String, Object> facts, String name) {
        if (!(facts.get(name) instanceof Number number)) {
            throw new BadInput("the run's receipt has no " + name + "; allowed: 1 to 4");
        }
        return number.intValue();
    }
}
