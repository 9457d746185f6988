package dev.atelier.recipe;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Recipes as YAML 1.2: nested maps of scalars. Every complaint names file, line and column. */
final class RecipeYaml {
    private RecipeYaml() {}

    private static final String EXTENDS = "extends";

    /** A recipe's name or a path, and where it is written. */
    record Base(String name, String where) {}

    /**
     * A text, read but for its values, which only the kind of GAN that it names can tell.
     *
     * @param base the recipe that it is a difference from; none for the defaults
     * @param system the kind of GAN that it names; none where its base says it
     */
    record Written(String origin, Optional<Node> root, Optional<Base> base, Optional<Base> system) {
        /** What it sets, checked. */
        Map<Key<?>, Object> values(Vocabulary words) {
            Map<Key<?>, Object> values = new LinkedHashMap<>();
            root.ifPresent(node -> collect(origin, words, "", node, values));
            return values;
        }
    }

    static Written read(String origin, String text) {
        Optional<Node> root = Yaml.compose(origin, text);
        return new Written(
                origin,
                root,
                root.flatMap(node -> scalar(origin, node, EXTENDS, "one recipe, or a path that ends in .yaml")),
                root.flatMap(node -> scalar(origin, node, Keys.SYSTEM.name(), "one kind of GAN")));
    }

    private static Optional<Base> scalar(String origin, Node root, String key, String what) {
        List<Base> found = new ArrayList<>();
        if (!(root instanceof MappingNode map)) {
            throw new BadInput(at(origin, root) + ": expected keys with values");
        }
        for (NodeTuple tuple : map.getValue()) {
            if (isTop("", tuple, key)) {
                String where = at(origin, tuple.getValueNode());
                if (!(tuple.getValueNode() instanceof ScalarNode scalar) || !found.isEmpty()) {
                    throw new BadInput(where + ": " + key + " names " + what);
                }
                found.add(new Base(scalar.getValue(), where));
            }
        }
        return found.stream().findFirst();
    }

    private static boolean isTop(String prefix, NodeTuple tuple, String key) {
        return prefix.isEmpty()
                && tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    private static void collect(String origin, Vocabulary words, String prefix, Node node, Map<Key<?>, Object> values) {
        if (!(node instanceof MappingNode map)) {
            throw new BadInput(
                    at(origin, node) + ": expected keys with values" + (prefix.isEmpty() ? "" : " under " + prefix));
        }
        for (NodeTuple tuple : map.getValue()) {
            if (isTop(prefix, tuple, EXTENDS)) {
                continue;
            }
            String name = prefix + (tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?");
            Keys keys = words.keys();
            Optional<Key<?>> key = keys.find(name);
            Optional<Keys.Renamed> renamed = keys.renamed(name);
            String where = at(origin, tuple.getValueNode());
            if (key.isPresent()) {
                set(where, key.get(), UnaryOperator.identity(), tuple.getValueNode(), values);
            } else if (renamed.isPresent()) {
                set(where, renamed.get().key(), renamed.get().value(), tuple.getValueNode(), values);
            } else if (keys.isGroup(name)) {
                collect(origin, words, name + ".", tuple.getValueNode(), values);
            } else {
                throw Recipe.unknown(at(origin, tuple.getKeyNode()), name, words);
            }
        }
    }

    private static void set(
            String where, Key<?> key, UnaryOperator<String> change, Node node, Map<Key<?>, Object> values) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new BadInput(where + ": " + key.name() + " takes one value; allowed: " + key.allowed());
        }
        if (values.put(key, key.parse(change.apply(scalar.getValue()), where)) != null) {
            throw new BadInput(where + ": " + key.name() + " is set twice");
        }
    }

    private static String at(String origin, Node node) {
        return Yaml.place(origin, node.getStartMark());
    }

    /** All values as YAML, with each key's meaning behind it. */
    static String write(Recipe recipe) {
        StringBuilder text = new StringBuilder("# " + recipe.name() + ", fully resolved\n");
        String group = "";
        for (Key<?> key : recipe.keys().all()) {
            int dot = key.name().indexOf('.');
            String own = dot < 0 ? "" : key.name().substring(0, dot);
            if (!own.equals(group)) {
                text.append(own).append(":\n");
                group = own;
            }
            String line = (dot < 0 ? "" : "  ") + key.name().substring(dot + 1) + ": " + scalar(recipe.get(key));
            text.append(String.format(Locale.ROOT, "%-40s # %s (%s)%n", line, key.meaning(), key.allowed()));
        }
        return text.toString();
    }

    /** The values that are not the defaults, without comments. */
    static String changes(Recipe recipe) {
        StringBuilder text = new StringBuilder();
        String group = "";
        for (Key<?> key : recipe.keys().all()) {
            if (recipe.get(key).equals(key.fallback())) {
                continue;
            }
            int dot = key.name().indexOf('.');
            String own = dot < 0 ? "" : key.name().substring(0, dot);
            if (!own.equals(group)) {
                text.append(own).append(":\n");
                group = own;
            }
            text.append(dot < 0 ? "" : "  ").append(key.name().substring(dot + 1));
            text.append(": ").append(scalar(recipe.get(key))).append('\n');
        }
        return text.toString();
    }

    private static String scalar(Object value) {
        String plain = Key.plain(value);
        return !(value instanceof String)
                        || plain.matches("[A-Za-z0-9_./-]+") && !plain.matches("true|false|null|[-.0-9].*")
                ? plain
                : quoted(plain);
    }

    /** In double quotes; what YAML would fold or refuse is escaped. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
