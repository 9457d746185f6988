package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Spelling;
import dev.atelier.TypedNumber;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is known of every image: its class, its age, its colour. A value is kept raw, as one float, and encoded for a
 * network as one or several.
 */
public sealed interface Attribute {
    /** Without spaces around it; unique among the attributes of a data set. */
    String name();

    /** How many numbers the encoded value has. */
    int width();

    /** Writes the {@link #width()} encoded numbers of a raw value to {@code out} from {@code at} on. */
    void encode(float raw, float[] out, int at);

    /** The raw value of a user's word; one that cannot be is bad input. */
    float raw(String text);

    /** Whether it has the same value for every training image, so that nothing can be learned of it. */
    boolean isConstant();

    /** What is to be said of a wish for this raw value; empty where training had such values. */
    Optional<String> doubt(float raw);

    /** Whether the raw values of another attribute mean the same. */
    boolean rawAlike(Attribute other);

    /** As maps, lists, strings and numbers, to be kept in a file; {@link Attributes#of} reads it. */
    Map<String, Object> json();

    /**
     * One of several values; raw it is the value's index, encoded it is 1 at that index and 0 elsewhere.
     *
     * @param values at least one, each once
     */
    record Categorical(String name, List<String> values) implements Attribute {
        static final String KIND = "categorical";

        public Categorical {
            requireName(name);
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new BadInput("attribute '" + name + "' has no values; at least 1");
            }
            HashSet<String> seen = new HashSet<>();
            for (String value : values) {
                if (!seen.add(value)) {
                    throw new BadInput("attribute '" + name + "' has the value '" + value + "' twice; each once");
                }
            }
        }

        @Override
        public int width() {
            return values.size();
        }

        @Override
        public void encode(float raw, float[] out, int at) {
            int index = (int) raw;
            if (index != raw || index < 0 || index >= values.size()) {
                throw new IllegalArgumentException(
                        "attribute '" + name + "': raw value " + raw + ", an index 0 to " + (values.size() - 1));
            }
            for (int i = 0; i < values.size(); i++) {
                out[at + i] = i == index ? 1 : 0;
            }
        }

        @Override
        public float raw(String text) {
            int index = values.indexOf(text);
            if (index < 0) {
                throw new BadInput("attribute '" + name + "': unknown value '" + text + "'; known: "
                        + Spelling.known(text, values));
            }
            return index;
        }

        @Override
        public boolean isConstant() {
            return values.size() == 1;
        }

        @Override
        public Optional<String> doubt(float raw) {
            return isConstant()
                    ? Optional.of(name + " is " + values.get(0) + " in all training images, so that " + name + "="
                            + values.get(0) + " does nothing")
                    : Optional.empty(); // only what training had is known at all
        }

        @Override
        public boolean rawAlike(Attribute other) {
            return equals(other);
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("kind", KIND);
            json.put("values", values);
            return json;
        }
    }

    /**
     * A number; encoded it is (v − mean) / deviation, and 0 where the deviation is 0. The four numbers are those of the training
     * images; values outside of least and most are allowed.
     *
     * @param deviation the standard deviation, 0 or more
     */
    record Continuous(String name, double least, double most, double mean, double deviation) implements Attribute {
        static final String KIND = "continuous";

        public Continuous {
            requireName(name);
            boolean finite = Double.isFinite(least + most) && Double.isFinite(mean) && Double.isFinite(deviation);
            if (!finite || least > most || deviation < 0) {
                throw new BadInput("attribute '" + name + "': least " + least + ", most " + most + ", mean " + mean
                        + ", deviation " + deviation + "; finite, least up to most, deviation 0 or more");
            }
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public void encode(float raw, float[] out, int at) {
            out[at] = deviation == 0 ? 0 : (float) ((raw - mean) / deviation);
        }

        @Override
        public float raw(String text) {
            if (!TypedNumber.fitsFloat(text)) {
                throw new BadInput(
                        "attribute '" + name + "' is '" + text + "'; a number, in training " + least + " to " + most);
            }
            return Float.parseFloat(text);
        }

        @Override
        public boolean isConstant() {
            return deviation == 0;
        }

        @Override
        public Optional<String> doubt(float raw) {
            if (isConstant()) {
                return Optional.of(name + " is " + plain(mean) + " in all training images, so that " + name + "="
                        + plain(raw) + " does nothing");
            }
            if (raw < (float) least || raw > (float) most) {
                return Optional.of(name + "=" + plain(raw) + " lies outside of what training had, " + plain(least)
                        + " to " + plain(most));
            }
            return Optional.empty();
        }

        private static String plain(double value) {
            return Float.toString((float) value).replaceAll("\\.0$", "");
        }

        @Override
        public boolean rawAlike(Attribute other) {
            return other instanceof Continuous;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("kind", KIND);
            json.put("least", least);
            json.put("most", most);
            json.put("mean", mean);
            json.put("deviation", deviation);
            return json;
        }
    }

    private static void requireName(String name) {
        if (name.isBlank() || !name.equals(name.strip())) {
            throw new BadInput("an attribute is called '" + name + "'; some letters, no spaces around them");
        }
    }
}
