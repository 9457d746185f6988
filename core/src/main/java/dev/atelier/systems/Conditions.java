package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which attributes generated images shall have. Each attribute goes through its values in turn: those wished for, else all of a
 * categorical one, else the mean of a continuous one. With several attributes the first changes fastest. A continuous wish {@code
 * low..high} is spread evenly over all images.
 */
public final class Conditions {
    /** No wish. */
    public static final Conditions NONE = new Conditions(Map.of());

    private final Map<String, List<String>> values;

    private Conditions(Map<String, List<String>> values) {
        this.values = values;
    }

    /** These wishes and one more: a value of an attribute, as text. */
    public Conditions with(String attribute, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        List<String> all = new ArrayList<>(more.getOrDefault(attribute, List.of()));
        all.add(value);
        more.put(attribute, List.copyOf(all));
        return new Conditions(more);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The encoded conditions of {@code count} images, row by row; an attribute or value that is not known is bad input. */
    public float[] rows(Attributes attributes, int count) {
        values.keySet().forEach(attributes::index);
        int width = attributes.width();
        float[] rows = new float[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            float[] raw = new float[attributes.size()];
            int turn = i;
            for (int a = 0; a < raw.length; a++) {
                Attribute attribute = attributes.list().get(a);
                List<Float> cycle = cycle(attribute, i, count);
                raw[a] = cycle.get(turn % cycle.size());
                turn /= cycle.size();
            }
            attributes.encode(raw, rows, i * width);
        }
        return rows;
    }

    /** What is to be said of wishes that do nothing or lie outside of what training had; an unknown one is bad input. */
    public List<String> doubts(Attributes attributes) {
        List<String> doubts = new ArrayList<>();
        values.forEach((name, wished) -> {
            Attribute attribute = attributes.list().get(attributes.index(name));
            wished.stream()
                    .flatMap(text -> Stream.of(value(attribute, text, 0, 2), value(attribute, text, 1, 2)))
                    .distinct()
                    .flatMap(raw -> attribute.doubt(raw).stream())
                    .forEach(doubts::add);
        });
        return doubts;
    }

    /** After how many images the first attribute begins again. */
    public int firstCycle(Attributes attributes) {
        return attributes.isEmpty() ? 1 : cycle(attributes.list().get(0), 0, 1).size();
    }

    private List<Float> cycle(Attribute attribute, int image, int count) {
        List<String> wished = values.getOrDefault(attribute.name(), List.of());
        if (wished.isEmpty()) {
            return unasked(attribute);
        }
        return wished.stream().map(text -> value(attribute, text, image, count)).toList();
    }

    private static List<Float> unasked(Attribute attribute) {
        List<Float> all = new ArrayList<>();
        if (attribute instanceof Attribute.Categorical categorical) {
            for (int i = 0; i < categorical.values().size(); i++) {
                all.add((float) i);
            }
        } else if (attribute instanceof Attribute.Continuous continuous) {
            all.add((float) continuous.mean());
        }
        return all;
    }

    private static float value(Attribute attribute, String text, int image, int count) {
        int dots = text.indexOf("..");
        if (dots < 0 || attribute instanceof Attribute.Categorical) {
            return attribute.raw(text);
        }
        float low = attribute.raw(text.substring(0, dots));
        float high = attribute.raw(text.substring(dots + 2));
        return count == 1 ? low : low + (high - low) * image / (count - 1);
    }

    /** {@code name=value} as a wish. */
    public Conditions withSetting(String option, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new BadInput(option + " takes name=value, got '" + assignment + "'");
        }
        return with(
                assignment.substring(0, equals).strip(),
                assignment.substring(equals + 1).strip());
    }
}
