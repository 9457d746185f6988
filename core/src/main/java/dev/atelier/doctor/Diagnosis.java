package dev.atelier.doctor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that goes wrong in a training.
 *
 * @param step the step after which it was seen
 * @param evidence the numbers, in a sentence
 * @param cause what they mean, in plain words
 * @param proposal what to change, with the keys to set
 */
public record Diagnosis(Kind kind, long step, String evidence, String cause, String proposal) {
    /** What can go wrong. */
    public enum Kind {
        OVER_FITTING("over-fitting", false),
        OVERPOWERING("overpowering", false),
        COLLAPSE("collapse", true),
        VANISHED_GRADIENT("vanished-gradient", true),
        SATURATION("saturation", true),
        INVERSION("inversion", false),
        ONE_CONTENT("one-content", true),
        UNLEARNED("unlearned", false),
        OSCILLATION("oscillation", false),
        EXPLODING("exploding", true),
        NOT_A_NUMBER("not-a-number", true);

        private final String key;
        private final boolean grave;

        Kind(String key, boolean grave) {
            this.key = key;
            this.grave = grave;
        }

        /** As in files. */
        public String key() {
            return key;
        }

        /** Whether training cannot be expected to recover from it by itself. */
        public boolean grave() {
            return grave;
        }

        static Kind of(String key) {
            return Arrays.stream(values())
                    .filter(kind -> kind.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no diagnosis named '" + key + "'"));
        }
    }

    /** One line for a person. */
    public String text() {
        return "doctor, step " + step + ", " + kind.key + ": " + evidence + " " + cause + " Try: " + proposal;
    }

    /** As texts and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("kind", kind.key);
        json.put("evidence", evidence);
        json.put("cause", cause);
        json.put("proposal", proposal);
        return json;
    }

    /** What {@link #json()} gave; anything else is an {@link IllegalArgumentException}. */
    public static Diagnosis of(Map<?, ?> json) {
        if (json.get("step") instanceof Number step
                && json.get("kind") instanceof String kind
                && json.get("evidence") instanceof String evidence
                && json.get("cause") instanceof String cause
                && json.get("proposal") instanceof String proposal) {
            return new Diagnosis(Kind.of(kind), step.longValue(), evidence, cause, proposal);
        }
        throw new IllegalArgumentException("not a diagnosis: " + json);
    }
}
