package dev.atelier.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The middle of some numbers and how far they reach. */
record Spread(double median, double least, double most) {
    /** Of at least one number; between the two middle ones where they are even. */
    static Spread of(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("the median of no numbers");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of upper[i] / lower[i]: rounds that ran side by side, so that what slowed the machine slowed both. */
    static Spread ofRatios(List<Double> upper, List<Double> lower) {
        int count = Math.min(upper.size(), lower.size());
        return of(IntStream.range(0, count)
                .mapToObj(i -> upper.get(i) / lower.get(i))
                .toList());
    }

    /** A time in the unit that suits it, three digits. */
    static String seconds(double seconds) {
        String[] units = {"s", "ms", "µs"};
        double value = seconds;
        int unit = 0;
        while (value < 1 && unit < units.length - 1) {
            value *= 1000;
            unit++;
        }
        return digits(value) + " " + units[unit];
    }

    /** Three digits, without an exponent. */
    static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** {@code 4.21 (4.02..4.40)}. */
    String text() {
        return digits(median) + " (" + digits(least) + ".." + digits(most) + ")";
    }
}
