package dev.atelier.benchmarks;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Where a measurement is taken.
 *
 * @param at a value of every axis
 * @param processes that train at the same time, each for itself
 * @param threads of each process
 */
record GrowthPlace(Map<GrowthAxis, String> at, int processes, int threads) {
    /** Every axis at its base. */
    static GrowthPlace base(int processes, int threads) {
        Map<GrowthAxis, String> at = new EnumMap<>(GrowthAxis.class);
        for (GrowthAxis axis : GrowthAxis.values()) {
            at.put(axis, axis.base());
        }
        return new GrowthPlace(at, processes, threads);
    }

    GrowthPlace with(GrowthAxis axis, String value) {
        Map<GrowthAxis, String> changed = new EnumMap<>(at);
        changed.put(axis, value);
        return new GrowthPlace(changed, processes, threads);
    }

    String at(GrowthAxis axis) {
        return Objects.requireNonNull(at.get(axis));
    }

    /** {@code batch 64, width 0.5, 32×32 pixels, 1000 images}. */
    String words() {
        return at.entrySet().stream()
                .map(entry -> entry.getKey().words(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** {@code 2 processes of 1 thread}. */
    String programs() {
        return count(processes, "process", "es") + " of " + count(threads, "thread", "s");
    }

    static String count(int number, String one, String plural) {
        return number + " " + one + (number == 1 ? "" : plural);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        at.forEach((axis, value) -> json.put(axis.key(), value));
        json.put("processes", processes);
        json.put("threads", threads);
        return json;
    }

    static GrowthPlace of(Map<String, Object> json) {
        GrowthPlace place = base(ResultFile.whole(json, "processes"), ResultFile.whole(json, "threads"));
        for (GrowthAxis axis : GrowthAxis.values()) {
            place = place.with(axis, ResultFile.text(json, axis.key()));
        }
        return place;
    }
}
