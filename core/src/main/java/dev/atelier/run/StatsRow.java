package dev.atelier.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One line of a run's {@code stats.jsonl}, written at each tick; the component names are the keys.
 *
 * @param step steps done
 * @param epoch passes over the data that were begun before this one
 * @param imagesSeen real images shown to the discriminator
 * @param seconds wall time trained so far, over all sessions of the run
 * @param imagesPerSecond rate since the row before
 * @param values means since the row before, such as {@code lossD} and {@code accuracyReal}, in the order of writing; none is null
 */
public record StatsRow(
        long step, long epoch, long imagesSeen, double seconds, double imagesPerSecond, Map<String, Double> values) {
    public StatsRow {
        Map<String, Double> copy = new LinkedHashMap<>(values);
        copy.forEach((name, value) -> Objects.requireNonNull(value, name));
        values = Collections.unmodifiableMap(copy);
    }

    /** The value of this name, NaN where the row has none. */
    public double value(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /** The value of this name, else of the first game that has one, as in {@code lossD/a}; NaN where the row has none. */
    public double first(String name) {
        return values.keySet().stream()
                .filter(each -> each.equals(name) || each.startsWith(name + "/"))
                .findFirst()
                .map(this::value)
                .orElse(Double.NaN);
    }
}
