package dev.atelier.tune;

import dev.atelier.recipe.Key;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** One searched key. Its values are recipe text; the sampler sees them as coordinates. */
public sealed interface Axis {
    /** The recipe's key. */
    String key();

    /** As {@code --range} takes it. */
    String text();

    /** The value at a coordinate: of [0, 1] on an interval, an option's number on a choice. */
    String value(double at);

    /** Where a value lies; the middle of what {@link #value} maps to it. */
    double at(String value);

    /** How many values there are; {@link Long#MAX_VALUE} where they are not counted. */
    long size();

    /**
     * Numbers between two bounds, both included.
     *
     * @param whole whether only integers are meant
     * @param log whether equal ratios are equally far apart; {@code low} is then positive
     */
    record Interval(String key, boolean whole, double low, double high, boolean log) implements Axis {
        private static final MathContext DIGITS = new MathContext(4);

        public Interval {
            if (!(low < high) || log && low <= 0) {
                throw new IllegalArgumentException(key + ": no interval from " + low + " to " + high);
            }
        }

        @Override
        public String text() {
            return key + "=" + plain(low) + ".." + plain(high) + (log ? ":log" : "");
        }

        /** Whole numbers are cells of width one around them; others are rounded to four digits, as a person would write them. */
        @Override
        public String value(double at) {
            double x = unscaled(scaled(from()) + at * (scaled(to()) - scaled(from())));
            double rounded =
                    whole ? Math.rint(x) : BigDecimal.valueOf(x).round(DIGITS).doubleValue();
            return plain(Math.max(low, Math.min(high, rounded)));
        }

        @Override
        public double at(String value) {
            double x = (scaled(Double.parseDouble(value)) - scaled(from())) / (scaled(to()) - scaled(from()));
            return Math.max(0, Math.min(1, x));
        }

        @Override
        public long size() {
            return whole ? (long) (high - low) + 1 : Long.MAX_VALUE;
        }

        private double from() {
            return whole ? low - 0.5 : low;
        }

        private double to() {
            return whole ? high + 0.5 : high;
        }

        private double scaled(double x) {
            return log ? StrictMath.log(x) : x;
        }

        private double unscaled(double x) {
            return log ? StrictMath.exp(x) : x;
        }

        private String plain(double x) {
            return whole ? Long.toString((long) x) : Key.plain(x);
        }
    }

    /** One of some values without an order. */
    record Choice(String key, List<String> options) implements Axis {
        public Choice {
            options = List.copyOf(options);
            if (options.size() < 2) {
                throw new IllegalArgumentException(key + ": a choice needs two options");
            }
        }

        @Override
        public String text() {
            return key + "=" + String.join("|", options);
        }

        @Override
        public String value(double at) {
            return options.get((int) at);
        }

        @Override
        public double at(String value) {
            return options.indexOf(value);
        }

        @Override
        public long size() {
            return options.size();
        }
    }
}
