package dev.atelier.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Round numbers on an axis and how they are written, always in the root locale. */
final class Ticks {
    private static final int MOST = 8;
    private static final int FEW = 3;
    private static final double SLACK = 1e-9;
    /** Takes the noise of binary fractions off. */
    private static final MathContext DIGITS = new MathContext(10);

    private Ticks() {}

    /** Multiples of 1, 2 or 5 times a power of ten, at most eight; never less than {@code least} apart. */
    static List<Double> linear(double low, double high, double least) {
        double unit = Math.pow(10, Math.floor(Math.log10((high - low) / MOST)));
        for (double factor : new double[] {1, 2, 5, 10, 20}) {
            double apart = Math.max(least, unit * factor);
            List<Double> ticks = new ArrayList<>();
            double first = Math.ceil(low / apart - SLACK);
            for (int i = 0; i <= MOST && (first + i) * apart <= high + SLACK * apart; i++) {
                ticks.add((first + i) * apart + 0.0); // no minus before the zero
            }
            if (ticks.size() <= MOST) {
                return ticks;
            }
        }
        return List.of(low, high);
    }

    /**
     * Powers of ten, with as many of their multiples as there is room for, at most eight; where a range is too narrow for them, the
     * linear ones.
     */
    static List<Double> log(double low, double high) {
        for (int[] factors : new int[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 5}, {1, 3}, {1}}) {
            List<Double> ticks = log(low, high, 1, factors);
            if (ticks.size() <= MOST) {
                return ticks.size() < FEW ? linear(low, high, 0) : ticks;
            }
        }
        int every = 2;
        while (log(low, high, every, 1).size() > MOST) {
            every++;
        }
        return log(low, high, every, 1);
    }

    private static List<Double> log(double low, double high, int every, int... factors) {
        List<Double> ticks = new ArrayList<>();
        int first = Math.floorDiv((int) Math.floor(Math.log10(low)), every) * every;
        for (int power = first; power <= Math.log10(high) + SLACK; power += every) {
            for (int factor : factors) {
                double tick = Double.parseDouble(factor + "e" + power);
                if (tick >= low * (1 - SLACK) && tick <= high * (1 + SLACK)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Numbers with what is written beside each, all in one way: as many decimals, or powers of ten. */
    static Map<Double, String> labelled(List<Double> ticks) {
        double most = ticks.stream().mapToDouble(Math::abs).max().orElse(0);
        int decimals =
                ticks.stream().mapToInt(tick -> decimals(rounded(tick))).max().orElse(0);
        Map<Double, String> labels = new LinkedHashMap<>();
        for (double tick : ticks) {
            labels.put(tick, far(most) ? powers(rounded(tick)) : plain(rounded(tick), decimals));
        }
        return labels;
    }

    /** Numbers with what is written beside each, each for itself. */
    static Map<Double, String> labelledApart(List<Double> ticks) {
        Map<Double, String> labels = new LinkedHashMap<>();
        ticks.forEach(tick -> labels.put(tick, label(tick)));
        return labels;
    }

    /** Whole numbers in groups of three digits, however large. */
    static Map<Double, String> counted(List<Double> ticks) {
        Map<Double, String> labels = new LinkedHashMap<>();
        ticks.forEach(tick -> labels.put(tick, String.format(Locale.ROOT, "%,.0f", tick)));
        return labels;
    }

    /** Without digits that say nothing; very large and very small ones with a power of ten. */
    static String label(double value) {
        BigDecimal rounded = rounded(value);
        return far(Math.abs(value)) ? powers(rounded) : plain(rounded, decimals(rounded));
    }

    private static boolean far(double size) {
        return size >= 1e5 || size > 0 && size < 1e-2;
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value, DIGITS).stripTrailingZeros();
    }

    private static int decimals(BigDecimal value) {
        return Math.max(0, value.scale());
    }

    private static String plain(BigDecimal value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String powers(BigDecimal value) {
        int power = value.precision() - value.scale() - 1;
        return value.signum() == 0
                ? "0"
                : value.movePointLeft(power).stripTrailingZeros().toPlainString() + "e" + power;
    }
}
