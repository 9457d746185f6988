package dev.atelier.chart;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One direction of a chart: where numbers stand on it, and which of them are written beside it.
 *
 * @param title what is measured, with its unit; may be empty
 * @param low number at the beginning, positive where {@code log}
 * @param high number at the end, above {@code low}
 * @param log whether equal ratios are equally far apart
 * @param ticks numbers that are marked, and what is written there
 */
public record Scale(String title, double low, double high, boolean log, Map<Double, String> ticks) {
    private static final double MARGIN = 0.05;
    /** Of numbers that differ by less only the rounding differs. */
    private static final double NOISE = 1e-9;
    /** Distances between larger ones are not finite. */
    private static final double TOO_LARGE = 1e300;

    private static final double LOG_MARGIN = 1.25;

    public Scale {
        require(title, low, high, log);
        ticks = Collections.unmodifiableMap(new LinkedHashMap<>(ticks));
    }

    /** Between two numbers, with round ones marked. */
    public static Scale linear(String title, double low, double high) {
        require(title, low, high, false);
        return new Scale(title, low, high, false, Ticks.labelled(Ticks.linear(low, high, 0)));
    }

    /** Between two positive numbers, by their logarithm, with round ones marked. */
    public static Scale log(String title, double low, double high) {
        require(title, low, high, true);
        return new Scale(title, low, high, true, Ticks.labelledApart(Ticks.log(low, high)));
    }

    /** Between two whole numbers, as steps are: marked at whole numbers, written in full. An empty range gets longer. */
    public static Scale counting(String title, double low, double high) {
        double end = high > low ? high : low + 1;
        return new Scale(title, low, end, false, Ticks.counted(Ticks.linear(low, end, 1)));
    }

    /** Over all finite numbers, with a little room on both ends; from 0 to 1 where there is none. */
    public static Scale over(String title, DoubleStream numbers) {
        double[] finite = numbers.filter(number -> Math.abs(number) < TOO_LARGE).toArray();
        if (finite.length == 0) {
            return linear(title, 0, 1);
        }
        double low = DoubleStream.of(finite).min().orElseThrow();
        double high = DoubleStream.of(finite).max().orElseThrow();
        boolean apart = high - low > NOISE * Math.max(Math.abs(low), Math.abs(high));
        double margin = apart ? (high - low) * MARGIN : Math.max(1e-3, Math.abs(low) * 0.1);
        return linear(title, low - margin, high + margin);
    }

    /** Over positive numbers by their logarithm, with a little room on both ends. */
    public static Scale logOver(String title, Collection<Double> numbers) {
        return log(title, Collections.min(numbers) / LOG_MARGIN, Collections.max(numbers) * LOG_MARGIN);
    }

    /** The same scale, marked at these numbers. */
    public Scale marked(List<Double> numbers) {
        return new Scale(title, low, high, log, Ticks.labelledApart(numbers));
    }

    private static void require(String title, double low, double high, boolean log) {
        if (!(low < high) || !Double.isFinite(high - low) || log && low <= 0) {
            throw new IllegalArgumentException(title + ": no scale from " + low + " to " + high);
        }
    }

    /** Where a number lies: 0 at the low end, 1 at the high one; not finite where a logarithm has no place for it. */
    public double at(double number) {
        return log ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
    }
}
