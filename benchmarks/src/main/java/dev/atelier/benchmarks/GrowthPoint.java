package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What was measured at a place.
 *
 * @param runs each with what every process of the place told
 */
record GrowthPoint(GrowthPlace place, List<List<Child.Result>> runs) {
    GrowthPoint(GrowthPlace place) {
        this(place, List.of());
    }

    GrowthPoint with(List<Child.Result> run) {
        List<List<Child.Result>> more = new ArrayList<>(runs);
        more.add(run);
        return new GrowthPoint(place, List.copyOf(more));
    }

    /** Why there is no number. */
    Optional<String> trouble() {
        return runs.isEmpty()
                ? Optional.of("not measured")
                : all().stream()
                        .map(Child.Result::error)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private List<Child.Result> all() {
        return runs.stream().flatMap(List::stream).toList();
    }

    /** Sum over the processes of one run, spread over the runs. */
    private Spread sum(ToDoubleFunction<Child.Result> part) {
        return Spread.of(
                runs.stream().map(run -> run.stream().mapToDouble(part).sum()).toList());
    }

    /** Real images that the discriminators learn in a second, of all processes. */
    Spread imagesPerSecond() {
        return sum(result -> images(result) / result.seconds());
    }

    /** Of all processes. */
    Spread roundsPerSecond() {
        return sum(result -> 1 / result.seconds());
    }

    /** Of one process, at the rate of all. */
    double secondsPerRound() {
        return place.processes() / roundsPerSecond().median();
    }

    /** Sum over the processes of the most that each held; 0 where nobody can tell. */
    double peakBytes() {
        return sum(result -> result.number("training_rss_bytes").orElse(0.0)).median();
    }

    private static double images(Child.Result result) {
        return result.number("images").orElse(Double.NaN);
    }

    /** Real images of one round of one process. */
    double images() {
        return images(runs.get(0).get(0));
    }

    /** Gradients that one round of one process makes. */
    double gradientBytes() {
        return runs.get(0).get(0).number("gradient_bytes").orElse(Double.NaN);
    }

    String precision() {
        return runs.get(0).get(0).text("precision").orElse("unknown");
    }

    /** The most cores that other programs took in any run. */
    double othersCores() {
        return all().stream().mapToDouble(Child.Result::othersCores).max().orElse(0);
    }

    boolean disturbed() {
        return CpuTime.disturbs(othersCores());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(place.json());
        if (trouble().isEmpty()) {
            json.put("rounds_per_second", roundsPerSecond());
            json.put("images_per_second", imagesPerSecond());
            json.put("peak_bytes", peakBytes());
            json.put("disturbed", disturbed());
        }
        json.put(
                "runs",
                runs.stream()
                        .map(run -> Map.of(
                                "processes",
                                run.stream().map(Child.Result::json).toList()))
                        .toList());
        return json;
    }

    static GrowthPoint of(Map<String, Object> json) {
        GrowthPoint point = new GrowthPoint(GrowthPlace.of(json));
        for (Map<String, Object> run : ResultFile.objects(json, "runs")) {
            point = point.with(ResultFile.objects(run, "processes").stream()
                    .map(Child.Result::of)
                    .toList());
        }
        return point;
    }
}
