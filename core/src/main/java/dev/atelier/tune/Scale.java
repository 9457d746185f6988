package dev.atelier.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One upright line of the picture: where values stand on it, from 0 at the foot to 1, and which of them are written beside it. */
record Scale(List<String> title, double low, double high, boolean log, Map<Double, String> ticks) {
    private static final int MOST_TICKS = 8;

    /** Of a searched key. */
    static Scale of(Axis axis) {
        List<String> title = List.of(axis.key().split("(?<=\\.)"));
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
        return new Scale(List.of("rounds"), low, high > low ? high : low * 2, true, ticks);
    }

    /** Of measured numbers, by their logarithm where they span more than a decade. */
    static Scale of(String title, double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        if (!(low < high)) {
            double half = Math.max(Math.abs(low) * 0.05, 1e-6);
            return numbers(List.of(title), low - half, low + half, false);
        }
        return numbers(List.of(title), low, high, low > 0 && high > 10 * low);
    }

    private static Scale numbers(List<String> title, double low, double high, boolean log) {
        Map<Double, String> ticks = new LinkedHashMap<>();
        for (double tick : log ? logTicks(low, high) : linearTicks(low, high)) {
            ticks.put(tick, label(tick));
        }
        return new Scale(title, low, high, log, ticks);
    }

    double at(double value) {
        return log
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    /** Multiples of 1, 2 or 5 times a power of ten, at most eight. */
    static List<Double> linearTicks(double low, double high) {
        double unit = Math.pow(10, Math.floor(Math.log10((high - low) / MOST_TICKS)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            double apart = unit * factor;
            List<Double> ticks = new ArrayList<>();
            for (double i = Math.ceil(low / apart - 1e-9); i * apart <= high + 1e-9 * apart; i++) {
                ticks.add(i * apart + 0.0); // no minus before the zero
            }
            if (ticks.size() <= MOST_TICKS) {
                return ticks;
            }
        }
        return List.of(low, high);
    }

    /** Powers of ten, with their multiples by 2 and 5 where there is room. */
    static List<Double> logTicks(double low, double high) {
        for (double[] factors : new double[][] {{1, 2, 5}, {1, 3}, {1}}) {
            List<Double> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high) + 1e-9; power++) {
                for (double factor : factors) {
                    double tick = factor * Math.pow(10, power);
                    if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                        ticks.add(tick);
                    }
                }
            }
            if (ticks.size() <= MOST_TICKS) {
                return ticks;
            }
        }
        return List.of(low, high);
    }

    static String label(double value) {
        double size = Math.abs(value);
        if (size >= 1e5 || size > 0 && size < 1e-2) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replaceFirst("\\.0e", "e")
                    .replaceFirst("e([-+]?)0*(\\d)", "e$1$2")
                    .replace("e+", "e");
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
