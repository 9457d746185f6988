package dev.atelier.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/** Reads plain values out of a saved state; one that is missing or of another kind is named in the error. */
public record SavedState(Map<?, ?> values) {
    public long integer(String name) {
        return get(name, Number.class).longValue();
    }

    public double number(String name) {
        return get(name, Number.class).doubleValue();
    }

    /** A nested map. */
    public SavedState map(String name) {
        return new SavedState(get(name, Map.class));
    }

    /** A nested map of whole numbers, sorted by name. */
    public Map<String, Long> integers(String name) {
        Map<String, Long> integers = new TreeMap<>();
        SavedState map = map(name);
        map.values.keySet().forEach(key -> integers.put(String.valueOf(key), map.integer(String.valueOf(key))));
        return integers;
    }

    /** A nested map of numbers, sorted by name. */
    public Map<String, Double> numbers(String name) {
        Map<String, Double> numbers = new TreeMap<>();
        SavedState map = map(name);
        map.values.keySet().forEach(key -> numbers.put(String.valueOf(key), map.number(String.valueOf(key))));
        return numbers;
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "the saved state has no " + type.getSimpleName() + " called '" + name + "'");
        }
        return type.cast(value);
    }
}
