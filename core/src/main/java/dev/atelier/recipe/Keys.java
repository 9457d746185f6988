package dev.atelier.recipe;

import dev.atelier.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All settings of one kind of GAN, in the order in which they are shown. A recipe is the differences from these defaults. */
public final class Keys {
    /** What a recipe is called; in the keys of every kind. */
    public static final Key<String> NAME = Key.text(
            "name",
            "custom",
            "letters, digits, '-' and '_'",
            v -> v.matches("[A-Za-z0-9_-]+"),
            "name of the recipe; run directories begin with it");

    /** The kind of GAN; in the keys of every kind. */
    public static final Key<String> SYSTEM = Key.text(
            "system",
            "noise",
            "the name of a kind of GAN",
            v -> v.matches("[a-z][a-z0-9-]*"),
            "kind of GAN; it says which other keys there are");

    private final Map<String, Key<?>> all;
    private final List<Key<?>> common;
    private final Map<String, Renamed> renamed;

    /**
     * A key that had another name.
     *
     * @param value turns what stood there into what says the same now
     */
    record Renamed(Key<?> key, UnaryOperator<String> value) {}

    private Keys(Map<String, Key<?>> all, List<Key<?>> common, Map<String, Renamed> renamed) {
        this.all = all;
        this.common = common;
        this.renamed = renamed;
    }

    /** The name and the kind, then these; keys whose names begin alike stand together, as YAML wants them. */
    public static Keys of(List<List<Key<?>>> lists) {
        Map<String, List<Key<?>>> groups = new LinkedHashMap<>();
        Stream.concat(Stream.of(NAME, SYSTEM), lists.stream().flatMap(List::stream))
                .forEach(key -> groups.computeIfAbsent(group(key.name()), name -> new ArrayList<>())
                        .add(key));
        Map<String, Key<?>> all = new LinkedHashMap<>();
        groups.values().stream().flatMap(List::stream).forEach(key -> {
            if (all.put(key.name(), key) != null) {
                throw new IllegalArgumentException("two keys are called " + key.name());
            }
        });
        return new Keys(all, List.of(), Map.of());
    }

    /** These, of which the given ones are shown first: the dozen that people change. */
    public Keys showingFirst(List<Key<?>> keys) {
        return new Keys(all, List.copyOf(keys), renamed);
    }

    /** These, of which one had another name once. */
    public Keys renamed(String old, Key<?> key, UnaryOperator<String> value) {
        Map<String, Renamed> more = new LinkedHashMap<>(renamed);
        more.put(old, new Renamed(key, value));
        return new Keys(all, common, more);
    }

    /** The dozen that people change first, in the order in which they are shown. */
    public List<Key<?>> common() {
        return common;
    }

    /** The key that had this name, where one had. */
    Optional<Renamed> renamed(String name) {
        return Optional.ofNullable(renamed.get(name));
    }

    /** In the order in which they are shown. */
    public List<Key<?>> all() {
        return new ArrayList<>(all.values());
    }

    /** The key of this name. */
    public Optional<Key<?>> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** Whether keys begin with {@code name.}. */
    boolean isGroup(String name) {
        return all.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    /** The known name that is closest to an unknown one, whole or by its last part; a group's where that is closest. */
    String nearest(String unknown) {
        Stream<String> groups = unknown.contains(".")
                ? Stream.empty()
                : all.keySet().stream().filter(k -> k.contains(".")).map(Keys::group);
        return Stream.concat(all.keySet().stream(), groups)
                .min(Comparator.comparingInt(known ->
                        Math.min(Spelling.distance(unknown, known), 1 + Spelling.distance(last(unknown), last(known)))))
                .orElseThrow();
    }

    private static String group(String name) {
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
