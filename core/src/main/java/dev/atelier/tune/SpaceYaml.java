package dev.atelier.tune;

import dev.atelier.BadInput;
import dev.atelier.recipe.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A space as YAML, under the names of recipes, nested or dotted: {@code key: {from: 1e-4, to: 1e-2, scale: log}} is a range,
 * {@code key: [a, b]} a choice. Every complaint names file and line.
 */
public final class SpaceYaml {
    private SpaceYaml() {}

    /** The space of a file. */
    public static Space read(Path file) {
        return parse(file.toString(), Yaml.read(file, "space"));
    }

    static Space parse(String origin, String text) {
        List<Axis> axes = new ArrayList<>();
        Yaml.compose(origin, text).ifPresent(root -> group(origin, "", root, axes));
        return new Space(axes);
    }

    private static void group(String origin, String prefix, Node node, List<Axis> axes) {
        if (!(node instanceof MappingNode map)) {
            throw new BadInput(at(origin, node) + ": expected {from: low, to: high} or a list of options"
                    + (prefix.isEmpty() ? " under keys" : " under " + prefix.substring(0, prefix.length() - 1)));
        }
        for (NodeTuple tuple : map.getValue()) {
            String name = prefix + scalar(origin, tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (value instanceof SequenceNode list) {
                List<String> options =
                        list.getValue().stream().map(n -> scalar(origin, n)).toList();
                axes.add(Space.choice(at(origin, value), name, options));
            } else if (value instanceof MappingNode inner && isRange(inner)) {
                axes.add(range(origin, name, inner));
            } else {
                group(origin, name + ".", value, axes);
            }
        }
    }

    private static boolean isRange(MappingNode map) {
        return map.getValue().stream()
                .anyMatch(t -> t.getKeyNode() instanceof ScalarNode key
                        && Set.of("from", "to", "scale").contains(key.getValue()));
    }

    private static Axis range(String origin, String name, MappingNode map) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            parts.put(scalar(origin, tuple.getKeyNode()), scalar(origin, tuple.getValueNode()));
        }
        String where = at(origin, map);
        String low = parts.remove("from");
        String high = parts.remove("to");
        String scale = parts.getOrDefault("scale", "linear");
        parts.remove("scale");
        if (low == null
                || high == null
                || !parts.isEmpty()
                || !Set.of("linear", "log").contains(scale)) {
            throw new BadInput(
                    where + ": " + name + " takes {from: low, to: high} and, if wanted, scale: log or linear");
        }
        return Space.interval(where, name, low, high, scale.equals("log"));
    }

    private static String scalar(String origin, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new BadInput(at(origin, node) + ": expected one value");
    }

    private static String at(String origin, Node node) {
        return node.getStartMark()
                .map(mark -> origin + ":" + (mark.getLine() + 1))
                .orElse(origin);
    }
}
