package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that was measured.
 *
 * @param machine and versions, date, commit
 * @param axes the values of each axis measured
 * @param threads of a process that has the machine for itself
 */
record GrowthResults(
        Map<String, Object> machine,
        String recipe,
        Map<GrowthAxis, List<String>> axes,
        int threads,
        List<GrowthPoint> points) {

    /** What is known of a place, be it nothing. */
    GrowthPoint point(GrowthPlace place) {
        return points.stream()
                .filter(point -> point.place().equals(place))
                .findFirst()
                .orElseGet(() -> new GrowthPoint(place));
    }

    /** The points of an axis, in the order asked for. */
    List<GrowthPoint> along(GrowthAxis axis) {
        return axes.getOrDefault(axis, List.of()).stream()
                .map(value -> point(GrowthPlace.base(1, threads).with(axis, value)))
                .toList();
    }

    /** With one more run of a place. */
    GrowthResults with(GrowthPlace place, List<Child.Result> run) {
        List<GrowthPoint> more = new ArrayList<>(points);
        more.removeIf(point -> point.place().equals(place));
        more.add(point(place).with(run));
        return new GrowthResults(machine, recipe, axes, threads, more);
    }

    /** What the processes told of a version, such as {@code libtorch}. */
    Optional<String> versions(String of) {
        return points.stream()
                .flatMap(point -> point.runs().stream())
                .flatMap(List::stream)
                .map(result -> result.said().get("versions"))
                .flatMap(versions -> versions instanceof Map<?, ?> map ? Stream.of(map.get(of)) : Stream.empty())
                .map(String::valueOf)
                .findFirst();
    }

    boolean disturbed() {
        return points.stream().anyMatch(GrowthPoint::disturbed);
    }

    boolean complete() {
        return points.stream().allMatch(point -> point.trouble().isEmpty());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("recipe", recipe);
        Map<String, Object> lists = new LinkedHashMap<>();
        axes.forEach((axis, values) -> lists.put(axis.key(), values));
        json.put("axes", lists);
        json.put("threads", threads);
        json.put("points", points.stream().map(GrowthPoint::json).toList());
        return json;
    }

    static GrowthResults of(Map<String, Object> json) {
        Map<String, Object> lists = ResultFile.object(json, "axes");
        Map<GrowthAxis, List<String>> axes = new EnumMap<>(GrowthAxis.class);
        for (GrowthAxis axis : GrowthAxis.values()) {
            if (lists.get(axis.key()) instanceof List<?> list) {
                axes.put(axis, list.stream().map(String::valueOf).toList());
            }
        }
        return new GrowthResults(
                ResultFile.object(json, "machine"),
                ResultFile.text(json, "recipe"),
                axes,
                ResultFile.whole(json, "threads"),
                ResultFile.objects(json, "points").stream().map(GrowthPoint::of).toList());
    }
}
