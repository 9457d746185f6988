package dev.atelier;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of the house, as functions on a source text: rooms, layers, who may touch native code, how long a file may be. */
final class House {
    /** A room's layer and the rooms it may use. */
    record Room(int layer, Set<String> uses) {}

    /** A new room gets a row here and in the design page. */
    static final Map<String, Room> ROOMS = Map.ofEntries(
            Map.entry("tensor", new Room(0, Set.of())),
            Map.entry("recipe", new Room(1, Set.of())),
            Map.entry("chart", new Room(1, Set.of())),
            room(1, "media", "tensor"),
            room(1, "nn", "tensor"),
            room(2, "data", "tensor media"),
            room(2, "networks", "tensor media nn"),
            room(3, "losses", "tensor nn"),
            room(3, "augment", "tensor nn"),
            room(3, "metrics", "tensor media data nn networks"),
            room(3, "doctor", "tensor"),
            room(3, "checkpoint", "tensor nn"),
            room(4, "training", "tensor media nn data networks losses augment checkpoint"),
            room(4, "latent", "tensor nn networks losses"),
            room(4, "export", "tensor nn networks"),
            room(
                    5,
                    "systems",
                    "tensor media nn data networks losses augment metrics doctor checkpoint training latent recipe"),
            room(
                    6,
                    "run",
                    "tensor media nn data networks losses metrics doctor checkpoint training export recipe systems chart"),
            room(7, "tune", "tensor media nn data networks metrics checkpoint training recipe systems run chart"),
            room(
                    7,
                    "judge",
                    "tensor media nn data networks losses metrics doctor checkpoint training recipe systems run chart"));

    static final int LONGEST_FILE = 500;

    /** Lines that everything built on the house stands on: rooms, and of two rooms what others implement or call. */
    static final int LONGEST_TRUNK = 7500;

    /** Files of a room that know one another in a circle, at most. */
    static final int LARGEST_KNOT = 12;

    private static final Set<String> TRUNK = Set.of("tensor", "training", "losses", "augment", "checkpoint");

    /** Of single papers: they are not what others stand on. */
    private static final Set<String> OF_ONE_PAPER = Set.of(
            "AdaptiveAugment",
            "AdaptiveStrength",
            "Affine",
            "AttributeTerms",
            "Balance",
            "ColourMatrix",
            "DiffAugment",
            "FeatureMatching",
            "FeatureTerm",
            "HistoryFakes",
            "InstanceNoise",
            "LabelledPool",
            "PerSampleGradients",
            "Pixels",
            "SnapshotFakes",
            "TopK");

    private static final Set<String> CONTRACTS = Set.of(
            "nn.Layer",
            "nn.Pass",
            "nn.Parameter",
            "nn.Optimizer",
            "nn.Sequential",
            "nn.Summary",
            "nn.Graph",
            "nn.Value",
            "nn.Weighted",
            "networks.Network",
            "networks.LayeredNetwork",
            "networks.Critic",
            "networks.Judgement",
            "networks.GenerativeModel",
            "networks.FixedInputs",
            "networks.Blueprint");

    private static final int NATIVE_UP_TO_LAYER = 5;
    private static final Set<String> NO_ROOM = Set.of("util", "utils", "common", "helper", "helpers", "impl");

    private static final Pattern HOUSE = Pattern.compile("\\bdev\\s*\\.\\s*atelier\\s*\\.\\s*([a-z]\\w*)");
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s+([\\w.]+)\\s*;");
    private static final Pattern NATIVE = Pattern.compile("\\borg\\s*\\.\\s*bytedeco\\b");

    /** Text block, string, character, block comment, line comment; a loop recurses once for each escape only. */
    private static final Pattern SILENT = Pattern.compile(
            "\"\"\"[^\\\\]*?(?:\\\\.[^\\\\]*?)*?\"\"\""
                    + "|\"[^\"\\\\\\n]*(?:\\\\.[^\"\\\\\\n]*)*\""
                    + "|'(?:\\\\.|[^'\\\\\\n])+'"
                    + "|/\\*.*?\\*/"
                    + "|//[^\\n]*",
            Pattern.DOTALL);

    private House() {}

    /** Every breach in one source text of core, one line each. */
    static List<String> coreBreaches(String text, Path file) {
        List<String> found = plainBreaches(text, file);
        if (!found.isEmpty()) {
            return found;
        }
        String code = code(text);
        List<String> segments = packageOf(code).orElseThrow();
        String name = segments.isEmpty() ? "the entrance" : segments.get(0);
        Room room = segments.isEmpty() ? new Room(-1, Set.of()) : ROOMS.get(name);
        if (room == null) {
            return List.of(file + ": no room is named '" + name + "'");
        }
        usedRooms(code)
                .filter(used -> !used.equals(name) && !room.uses().contains(used))
                .forEach(used -> found.add(file + ": " + name + " may not use " + used));
        if (room.layer() < 0 || room.layer() > NATIVE_UP_TO_LAYER) {
            found.addAll(nativeBreach(code, file));
        }
        return found;
    }

    /** Every breach in one source text of a module on top of core: all rooms are open to it, native code is not. */
    static List<String> upstairsBreaches(String text, Path file) {
        List<String> found = plainBreaches(text, file);
        found.addAll(nativeBreach(code(text), file));
        return found;
    }

    /** What holds in every module: the length of a file, the package and its names. */
    private static List<String> plainBreaches(String text, Path file) {
        List<String> found = new ArrayList<>();
        long lines = text.lines().count();
        if (lines > LONGEST_FILE) {
            found.add(file + ": " + lines + " lines, at most " + LONGEST_FILE);
        }
        Optional<List<String>> segments = packageOf(code(text));
        if (segments.isEmpty()) {
            found.add(file + ": its package is not in dev.atelier");
        }
        segments.orElse(List.of()).stream()
                .filter(NO_ROOM::contains)
                .forEach(segment -> found.add(file + ": no package may be named '" + segment + "'"));
        return found;
    }

    private static List<String> nativeBreach(String code, Path file) {
        return NATIVE.matcher(code).find()
                ? List.of(file + ": org.bytedeco is for core's layers 0 to " + NATIVE_UP_TO_LAYER)
                : List.of();
    }

    /** Rooms named in imports or in fully qualified uses. */
    private static Stream<String> usedRooms(String code) {
        return HOUSE.matcher(code).results().map(use -> use.group(1)).distinct();
    }

    /** What stands behind {@code dev.atelier} in the package line; empty outside the house. */
    private static Optional<List<String>> packageOf(String code) {
        Matcher line = PACKAGE.matcher(code);
        if (!line.find()) {
            return Optional.empty();
        }
        List<String> segments = List.of(line.group(1).split("\\."));
        boolean inside = segments.size() >= 2 && segments.subList(0, 2).equals(List.of("dev", "atelier"));
        return inside ? Optional.of(segments.subList(2, segments.size())) : Optional.empty();
    }

    private static String code(String text) {
        return SILENT.matcher(text).replaceAll(" ");
    }

    private static Map.Entry<String, Room> room(int layer, String name, String uses) {
        return Map.entry(name, new Room(layer, Set.of(uses.split(" "))));
    }

    /** Whether a file, {@code room.Name}, belongs to the trunk. */
    static boolean isTrunk(String file) {
        String room = file.substring(0, file.indexOf('.'));
        String name = file.substring(file.indexOf('.') + 1);
        return CONTRACTS.contains(file) || TRUNK.contains(room) && !OF_ONE_PAPER.contains(name);
    }

    /** The largest circle of files of one room that know one another, by name; {@code texts} by file. */
    static Set<String> knot(Map<String, String> texts) {
        Map<String, Set<String>> knows = new TreeMap<>();
        texts.forEach((name, text) -> {
            String code = code(text);
            knows.put(
                    name,
                    texts.keySet().stream()
                            .filter(other -> !other.equals(name)
                                    && Pattern.compile("(?<![\\w.])" + other + "\\b")
                                            .matcher(code)
                                            .find())
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        Map<String, Set<String>> reach = new TreeMap<>();
        knows.keySet().forEach(name -> reach.put(name, reached(name, knows)));
        return knows.keySet().stream()
                .map(name -> reach.get(name).stream()
                        .filter(other -> reach.get(other).contains(name))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .max(Comparator.comparingInt(Set::size))
                .orElseGet(TreeSet::new);
    }

    private static Set<String> reached(String from, Map<String, Set<String>> knows) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(knows.get(from));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(knows.get(next));
            }
        }
        return seen;
    }
}
