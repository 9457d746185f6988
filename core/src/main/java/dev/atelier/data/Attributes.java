package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The attributes of a data set's images, or some of them, in order. Encoded they are one vector: the numbers of the first
 * attribute, then those of the second.
 *
 * @param list names are unique
 */
public record Attributes(List<Attribute> list) {
    /** No attributes: a vector of width 0. */
    public static final Attributes NONE = new Attributes(List.of());

    /** What the class of an image is called where labels or folders give it. */
    public static final String CLASS = "class";

    public Attributes {
        list = List.copyOf(list);
        HashSet<String> seen = new HashSet<>();
        for (Attribute attribute : list) {
            if (!seen.add(attribute.name())) {
                throw new BadInput("attribute '" + attribute.name() + "' is there twice; each once");
            }
        }
    }

    /** How many attributes. */
    public int size() {
        return list.size();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** In order. */
    public List<String> names() {
        return list.stream().map(Attribute::name).toList();
    }

    /** How many numbers the encoded vector has. */
    public int width() {
        return offset(list.size());
    }

    /** Where attribute {@code a} begins in the encoded vector; the width for {@code a} = {@link #size()}. */
    public int offset(int a) {
        return list.stream().limit(a).mapToInt(Attribute::width).sum();
    }

    /** Writes the {@link #width()} encoded numbers of one raw value for each attribute to {@code out} from {@code from} on. */
    public void encode(float[] raw, float[] out, int from) {
        if (raw.length != list.size()) {
            throw new IllegalArgumentException(raw.length + " raw values for " + list.size() + " attributes");
        }
        int at = from;
        for (int a = 0; a < raw.length; a++) {
            Attribute attribute = list.get(a);
            attribute.encode(raw[a], out, at);
            at += attribute.width();
        }
    }

    /** Which attribute has a name; an unknown one is bad input that lists the known. */
    public int index(String name) {
        int index = names().indexOf(name);
        if (index < 0) {
            throw new BadInput("unknown attribute '" + name + "'; known: "
                    + (list.isEmpty() ? "none, the data have no attributes" : Spelling.known(name, names())));
        }
        return index;
    }

    /**
     * The raw value of a user's word for an attribute: a category's exact name, or a number, also one outside of what was seen.
     * Anything else is bad input, which lists the categories with the nearest first.
     */
    public float raw(String name, String text) {
        return list.get(index(name)).raw(text);
    }

    /** Those of these names, in the order of the names; an unknown name is bad input. */
    public Attributes select(List<String> names) {
        return new Attributes(names.stream().map(name -> list.get(index(name))).toList());
    }

    /** As lists, maps, strings and numbers, to be kept in a file. */
    public Object json() {
        return list.stream().map(Attribute::json).toList();
    }

    /** What {@link #json()} gave, also after it was written to a file and read; anything else is bad input. */
    public static Attributes of(Object json) {
        if (!(json instanceof List<?> items)) {
            throw new BadInput("attributes: a list is expected, not " + json);
        }
        List<Attribute> list = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map)) {
                throw new BadInput("attributes: each is a map, not " + item);
            }
            list.add(attribute(map));
        }
        return new Attributes(list);
    }

    private static Attribute attribute(Map<?, ?> json) {
        String name = String.valueOf(json.get("name"));
        Object kind = json.get("kind");
        if (Attribute.Continuous.KIND.equals(kind)) {
            return new Attribute.Continuous(
                    name,
                    number(json, name, "least"),
                    number(json, name, "most"),
                    number(json, name, "mean"),
                    number(json, name, "deviation"));
        }
        if (Attribute.Categorical.KIND.equals(kind) && json.get("values") instanceof List<?> values) {
            return new Attribute.Categorical(
                    name, values.stream().map(String::valueOf).toList());
        }
        throw new BadInput("attribute '" + name + "' is of kind " + kind
                + "; categorical with values, or continuous with least, most, mean, deviation");
    }

    private static double number(Map<?, ?> json, String name, String key) {
        if (json.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new BadInput("attribute '" + name + "': " + key + " is " + json.get(key) + "; a number");
    }
}
