package dev.atelier.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How an attribute's values are spread over some images.
 *
 * @param json name, kind, and counts by value or least, mean, most, deviation
 * @param text the same in one line, without the name
 */
record AttributeSummary(String name, Map<String, Object> json, String text) {
    private static final int MOST_VALUES = 8;

    /** Over images of these raw values. */
    static AttributeSummary of(Attribute attribute, List<Float> raw) {
        return attribute instanceof Attribute.Categorical categorical
                ? counts(categorical, raw)
                : range(attribute.name(), raw);
    }

    private static AttributeSummary counts(Attribute.Categorical attribute, List<Float> raw) {
        int[] counts = new int[attribute.values().size()];
        raw.forEach(value -> counts[value.intValue()]++);
        Map<String, Integer> byValue = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            byValue.put(attribute.values().get(i), counts[i]);
        }
        Map<String, Object> json = head(attribute.name(), Attribute.Categorical.KIND);
        json.put("counts", byValue);
        String text = byValue.entrySet().stream()
                .limit(MOST_VALUES)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new AttributeSummary(
                attribute.name(), json, text + (counts.length > MOST_VALUES ? ", … " + counts.length + " values" : ""));
    }

    private static AttributeSummary range(String name, List<Float> raw) {
        Map<String, Object> json = head(name, Attribute.Continuous.KIND);
        if (raw.isEmpty()) {
            return new AttributeSummary(name, json, "no images");
        }
        Attribute.Continuous range = AttributeRows.continuous(
                name,
                raw.stream()
                        .mapToDouble(value -> Double.parseDouble(value.toString())) // 0.1f as 0.1
                        .toArray());
        json.put("least", range.least());
        json.put("mean", range.mean());
        json.put("most", range.most());
        json.put("deviation", range.deviation());
        String text = String.format(
                Locale.ROOT,
                "%s to %s, mean %.4g, deviation %.4g",
                plain(range.least()),
                plain(range.most()),
                range.mean(),
                range.deviation());
        return new AttributeSummary(name, json, text);
    }

    private static Map<String, Object> head(String name, String kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind);
        return json;
    }

    private static String plain(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
