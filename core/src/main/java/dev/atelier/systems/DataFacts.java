package dev.atelier.systems;

import dev.atelier.data.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the data say that a recipe does not.
 *
 * @param attributes that the networks are conditioned on; none where they are not conditional
 * @param classes of labelled images; 0 without labels
 */
public record DataFacts(Attributes attributes, int classes) {
    private static final String CLASSES = "classes";
    private static final String ATTRIBUTES = "attributes";

    public static final DataFacts NOTHING = new DataFacts(Attributes.NONE, 0);

    /** As a receipt has them. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CLASSES, classes);
        json.put(ATTRIBUTES, attributes.json());
        return json;
    }

    /** From what {@link #json} gave; nothing where a run of 0.1 kept nothing. */
    public static DataFacts of(Map<String, Object> facts) {
        Object attributes = facts.get(ATTRIBUTES);
        if (attributes == null) {
            return NOTHING;
        }
        int classes = facts.get(CLASSES) instanceof Number number ? number.intValue() : 0;
        return new DataFacts(Attributes.of(attributes), classes);
    }
}
