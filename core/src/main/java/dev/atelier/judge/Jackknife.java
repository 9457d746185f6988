package dev.atelier.judge;

import dev.atelier.metrics.MetricName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far scores would move with other draws of the images: the delete-a-group jackknife (Kott 2001, "The delete-a-group jackknife"). The
 * images are dealt into groups, everything is computed without each group in turn, and the spread of these values gives the standard
 * error. Unlike a bootstrap it draws no image twice, which nearest neighbours would take for copies.
 */
final class Jackknife {
    /** Groups; so many times is everything computed again. */
    static final int GROUPS = 10;

    /** Student's t of nine degrees of freedom, 97.5 %. */
    private static final double T9 = 2.2622;

    private Jackknife() {}

    /** 95 % intervals around the values of all images, within what each score can be; {@code parts} are the values without each group. */
    static Map<String, Score.Interval> intervals(Map<String, Double> whole, List<Map<String, Double>> parts) {
        Map<String, Score.Interval> intervals = new LinkedHashMap<>();
        whole.forEach((name, value) -> {
            if (parts.stream().allMatch(part -> part.containsKey(name))) {
                double error = T9
                        * standardError(parts.stream()
                                .mapToDouble(part -> Objects.requireNonNull(part.get(name)))
                                .toArray());
                MetricName metric = MetricName.of(name);
                intervals.put(
                        name,
                        new Score.Interval(
                                Math.max(metric.least(), value - error), Math.min(metric.greatest(), value + error)));
            }
        });
        return intervals;
    }

    /** √((G − 1)/G · Σ(θ₋g − mean)²). */
    static double standardError(double[] parts) {
        double mean = 0;
        for (double part : parts) {
            mean += part / parts.length;
        }
        double squares = 0;
        for (double part : parts) {
            squares += (part - mean) * (part - mean);
        }
        return Math.sqrt((parts.length - 1.0) / parts.length * squares);
    }
}
