package dev.atelier.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a trial came to at a rung; one line of {@code trials.jsonl}.
 *
 * @param trial its number, from 0
 * @param rung from 0
 * @param step steps at which it was measured, or at which it was to be
 * @param values what was searched, by key, as recipe text
 * @param value the metric; none where the trial failed
 * @param reason why it failed
 */
public record Outcome(
        int trial, int rung, long step, Map<String, String> values, OptionalDouble value, Optional<String> reason) {
    public Outcome {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (value.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("an outcome has a value or a reason why there is none");
        }
    }

    /** For ranking: lower is better, infinite where the trial failed. */
    double cost(boolean maximise) {
        return value.isEmpty() ? Double.POSITIVE_INFINITY : maximise ? -value.getAsDouble() : value.getAsDouble();
    }
}
