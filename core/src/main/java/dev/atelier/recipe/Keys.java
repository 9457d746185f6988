package dev.atelier.recipe;

import dev.atelier.data.Spelling;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All settings of a recipe, in the order in which they are shown. A recipe is the differences from these defaults. */
public final class Keys {
    static final Key<String> NAME = Key.text(
            "name",
            "custom",
            "letters, digits, '-' and '_'",
            v -> v.matches("[A-Za-z0-9_-]+"),
            "name of the recipe; run directories begin with it");

    private static final Map<String, Key<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(NAME.name(), NAME);
        Stream.of(
                        NetworkKeys.ALL,
                        DataKeys.ALL,
                        LossKeys.ALL,
                        PlayerKeys.ALL,
                        TrainKeys.ALL,
                        MetricKeys.ALL,
                        DoctorKeys.ALL)
                .flatMap(List::stream)
                .forEach(key -> ALL.put(key.name(), key));
    }

    /** What people change first. */
    private static final List<Key<?>> COMMON = List.of(
            DataKeys.SOURCE,
            DataKeys.SIZE,
            DataKeys.BATCH,
            NetworkKeys.WIDTH,
            NetworkKeys.CONDITION,
            LossKeys.NAME,
            PlayerKeys.GENERATOR.rate(),
            PlayerKeys.DISCRIMINATOR.rate(),
            PlayerKeys.EMA_DECAY,
            TrainKeys.EPOCHS,
            TrainKeys.STEPS,
            MetricKeys.STEPS);

    /** Keys that had another name once. */
    private static final Map<String, Renamed> RENAMED =
            Map.of("train.bf16Proven", new Renamed(TrainKeys.BF16_UNPROVEN, Keys::opposite));

    /**
     * A key that had another name.
     *
     * @param value turns what stood there into what says the same now
     */
    record Renamed(Key<?> key, UnaryOperator<String> value) {}

    private Keys() {}

    private static String opposite(String flag) {
        return flag.equals("true") ? "false" : flag.equals("false") ? "true" : flag;
    }

    /** The dozen that people change first, in the order in which they are shown. */
    public static List<Key<?>> common() {
        return COMMON;
    }

    /** The key that had this name, where one had. */
    static Optional<Renamed> renamed(String name) {
        return Optional.ofNullable(RENAMED.get(name));
    }

    /** In the order in which they are shown. */
    public static List<Key<?>> all() {
        return List.copyOf(ALL.values());
    }

    static Optional<Key<?>> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Whether keys begin with {@code name.}. */
    static boolean isGroup(String name) {
        return ALL.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    /** The known name that is closest to an unknown one, whole or by its last part; a group's where that is closest. */
    static String nearest(String unknown) {
        Stream<String> groups = unknown.contains(".")
                ? Stream.empty()
                : ALL.keySet().stream().filter(k -> k.contains(".")).map(Keys::group);
        return Stream.concat(ALL.keySet().stream(), groups)
                .min(Comparator.comparingInt(known ->
                        Math.min(Spelling.distance(unknown, known), 1 + Spelling.distance(last(unknown), last(known)))))
                .orElseThrow();
    }

    private static String group(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
