package dev.atelier.tune;

import dev.atelier.chart.Scale;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The upright axes of the picture. */
final class Scales {
    private Scales() {}

    /** Of a searched key. */
    static Scale of(Axis axis) {
        String title = String.join("\n", axis.key().split("(?<=\\.)"));
        if (axis instanceof Axis.Interval range) {
            return numbers(title, range.low(), range.high(), range.log());
        }
        List<String> options = ((Axis.Choice) axis).options();
        Map<Double, String> ticks = new LinkedHashMap<>();
        for (int i = 0; i < options.size(); i++) {
            ticks.put((double) i, options.get(i));
        }
        return new Scale(title, -0.5, options.size() - 0.5, false, ticks);
    }

    /** Of the rungs. */
    static Scale rounds(List<Long> budgets) {
        Map<Double, String> ticks = new LinkedHashMap<>();
        budgets.forEach(rounds -> ticks.put((double) rounds, String.format(Locale.ROOT, "%,d", rounds)));
        double low = budgets.get(0);
        double high = budgets.get(budgets.size() - 1);
        return new Scale("steps", low, high > low ? high : low * 2, true, ticks);
    }

    /** Of measured numbers, by their logarithm where they span more than a decade. */
    static Scale of(String title, double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        if (!(low < high)) {
            double half = Math.max(Math.abs(low) * 0.05, 1e-6);
            return numbers(title, low - half, low + half, false);
        }
        return numbers(title, low, high, low > 0 && high > 10 * low);
    }

    private static Scale numbers(String title, double low, double high, boolean log) {
        return log ? Scale.log(title, low, high) : Scale.linear(title, low, high);
    }
}
