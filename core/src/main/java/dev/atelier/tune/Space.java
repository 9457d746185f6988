package dev.atelier.tune;

import dev.atelier.BadInput;
import dev.atelier.recipe.Key;
import dev.atelier.recipe.Recipe;
import dev.atelier.recipe.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings that are searched, one axis each, in the order in which they were given. */
public record Space(List<Axis> axes) {
    /** What the search decides itself, and what would change the yardstick from trial to trial. */
    private static final Set<String> NOT_SEARCHED = Set.of(
            "name",
            "train.steps",
            "train.epochs",
            "train.kimg",
            "log.everySteps",
            "metrics.everySteps",
            "metrics.samples",
            "metrics.names",
            "metrics.extractor",
            "stop.patience",
            "stop.metric");

    public Space {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new BadInput("nothing to search; give --range key=low..high, --range key=a|b or --space FILE.yaml");
        }
        Set<String> seen = new HashSet<>();
        for (Axis axis : axes) {
            if (!seen.add(axis.key())) {
                throw new BadInput("the search space has " + axis.key() + " twice");
            }
        }
    }

    /** From {@code key=low..high}, {@code key=low..high:log} and {@code key=a|b|c}; anything that the keys refuse is bad input. */
    public static Space of(List<String> ranges) {
        return new Space(ranges.stream().map(Space::range).toList());
    }

    /** This space and the axes of another behind it. */
    public Space and(Space other) {
        List<Axis> all = new ArrayList<>(axes);
        all.addAll(other.axes);
        return new Space(all);
    }

    /** As {@code --range} takes them. */
    public List<String> texts() {
        return axes.stream().map(Axis::text).toList();
    }

    /** How many different settings there are; {@link Long#MAX_VALUE} where they are not counted. */
    public long size() {
        long size = 1;
        for (Axis axis : axes) {
            boolean tooMany = axis.size() > Integer.MAX_VALUE || size > Integer.MAX_VALUE;
            size = tooMany ? Long.MAX_VALUE : size * axis.size();
        }
        return size;
    }

    /** The values at a point, by key. */
    Map<String, String> values(double[] point) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int d = 0; d < point.length; d++) {
            values.put(axes.get(d).key(), axes.get(d).value(point[d]));
        }
        return values;
    }

    /** Where these values lie. */
    double[] point(Map<String, String> values) {
        return axes.stream()
                .mapToDouble(axis -> axis.at(values.getOrDefault(axis.key(), "")))
                .toArray();
    }

    private static Axis range(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new BadInput("--range takes key=low..high, key=low..high:log or key=a|b|c, got '" + text + "'");
        }
        String key = text.substring(0, equals).strip();
        String values = text.substring(equals + 1).strip();
        if (values.contains("|")) {
            return choice("--range", key, List.of(values.split("\\|", -1)));
        }
        int dots = values.indexOf("..");
        if (dots < 1) {
            throw new BadInput("--range " + key + " takes low..high, low..high:log or a|b|c, got '" + values + "'");
        }
        String high = values.substring(dots + 2);
        boolean log = high.endsWith(":log");
        String plain = log ? high.substring(0, high.length() - 4) : high;
        return interval("--range", key, values.substring(0, dots).strip(), plain.strip(), log);
    }

    static Axis choice(String where, String name, List<String> options) {
        searched(where, name);
        List<String> plain = options.stream()
                .map(option -> checked(where, name, option.strip()))
                .toList();
        if (plain.size() < 2 || new HashSet<>(plain).size() < plain.size()) {
            throw new BadInput(where + ": " + name + " needs at least two different options, got " + plain);
        }
        return new Axis.Choice(name, plain);
    }

    static Axis interval(String where, String name, String low, String high, boolean log) {
        Key<?> key = searched(where, name);
        boolean whole = key.type() == Long.class;
        if (!whole && key.type() != Double.class) {
            throw new BadInput(where + ": " + name + " has no range; give options, as in " + name + "=a|b; allowed: "
                    + key.allowed());
        }
        double from = Double.parseDouble(checked(where, name, low));
        double to = Double.parseDouble(checked(where, name, high));
        if (!(from < to)) {
            throw new BadInput(
                    where + ": " + name + " goes from the lower to the higher value, got " + low + " to " + high);
        }
        if (log && from <= 0) {
            throw new BadInput(where + ": " + name + " on a log scale begins above 0, got " + low);
        }
        return new Axis.Interval(name, whole, from, to, log);
    }

    private static Key<?> searched(String where, String name) {
        Vocabulary words = Recipe.named("quick").words();
        if (NOT_SEARCHED.contains(name)) {
            throw new BadInput(where + ": " + name + " cannot be searched: the search sets it for all trials");
        }
        return words.keys().find(name).orElseThrow(() -> Recipe.unknown(where, name, words));
    }

    /** The value as recipes write it, if the key allows it. */
    private static String checked(String where, String name, String value) {
        Object parsed = Recipe.named("quick").with(name, value, where).values().get(name);
        return Key.plain(parsed == null ? value : parsed);
    }
}
