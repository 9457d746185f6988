package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A logarithmic axis of a picture. */
record LogScale(double low, double high) {
    private static final double MARGIN = 1.25;
    private static final int FEW = 4;

    /** Over positive numbers, with a little room on both ends. */
    static LogScale over(List<Double> numbers) {
        Spread spread = Spread.of(numbers);
        return new LogScale(spread.least() / MARGIN, spread.most() * MARGIN);
    }

    /** Where a number lies: 0 at the low end, 1 at the high one. */
    double at(double number) {
        return Math.log(number / low) / Math.log(high / low);
    }

    /** Round numbers within: 1, 2 and 5 times the powers of ten, or each digit where those are few. */
    List<Double> ticks() {
        List<Double> ticks = ticks(1, 2, 5);
        return ticks.size() < FEW ? ticks(1, 2, 3, 4, 5, 6, 7, 8, 9) : ticks;
    }

    private List<Double> ticks(int... digits) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (int digit : digits) {
                double tick = digit * Math.pow(10, power);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
