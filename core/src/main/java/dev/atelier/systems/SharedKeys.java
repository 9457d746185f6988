package dev.atelier.systems;

import dev.atelier.recipe.Key;
import java.util.ArrayList;
import java.util.List;

/** The settings that runs of every system have. */
public final class SharedKeys {
    private SharedKeys() {}

    /** Group by group, as {@link dev.atelier.recipe.Keys#of} takes them. */
    public static List<List<Key<?>>> groups() {
        return with(List.of());
    }

    /** These, behind a system's own. */
    public static List<List<Key<?>>> with(List<Key<?>> own) {
        List<List<Key<?>>> groups = new ArrayList<>();
        groups.add(List.copyOf(own));
        groups.addAll(List.of(FeedKeys.ALL, TrainKeys.ALL, MetricKeys.ALL, DoctorKeys.ALL));
        return List.copyOf(groups);
    }
}
