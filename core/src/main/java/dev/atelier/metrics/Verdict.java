package dev.atelier.metrics;

import java.util.Locale;
import java.util.Map;

/** What a number means, in a sentence. */
public record Verdict(String topic, Level level, String text) {
    /** How good it is. */
    public enum Level {
        GOOD,
        FAIR,
        POOR,
        UNKNOWN,
        /** It says how to read numbers, and judges nothing. */
        NOTE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As maps and texts. */
    public Map<String, Object> json() {
        return Map.of("topic", topic, "level", level.key(), "text", text);
    }
}
