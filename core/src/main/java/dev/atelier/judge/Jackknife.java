package dev.atelier.judge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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

    /** The rows that stay when group {@code left} is left out of {@code n}. */
    static int[] without(int left, int n) {
        return IntStream.range(0, n).filter(i -> i % GROUPS != left).toArray();
    }

    /** 95 % intervals around the values of all images; {@code values} gives them without each group. */
    static Map<String, Score.Interval> intervals(Map<String, Double> whole, IntFunction<Map<String, Double>> values) {
        Map<String, double[]> parts = new LinkedHashMap<>();
        for (int g = 0; g < GROUPS; g++) {
            Map<String, Double> part = values.apply(g);
            for (Map.Entry<String, Double> entry : part.entrySet()) {
                parts.computeIfAbsent(entry.getKey(), name -> new double[GROUPS])[g] = entry.getValue();
            }
        }
        Map<String, Score.Interval> intervals = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            Double value = whole.get(name);
            if (value != null) {
                double error = T9 * standardError(part);
                intervals.put(name, new Score.Interval(value - error, value + error));
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
