package dev.atelier.judge;

import dev.atelier.metrics.MetricName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One number of an evaluation.
 *
 * @param name as in {@code fid}
 * @param interval where the number would lie in 95 of 100 other draws of the images
 * @param real what real images that were never seen get in place of the generated ones: as good as it can be with so many images
 * @param passport the name of its passport in the evaluation
 */
public record Score(String name, double value, Optional<Interval> interval, Optional<Double> real, String passport) {
    /** From low to high. */
    public record Interval(double low, double high) {}

    /** A number as people read it: three or four digits; a dash for none. */
    public static String text(double value) {
        return MetricName.text(value);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("value", value);
        interval.ifPresent(i -> {
            json.put("low", i.low());
            json.put("high", i.high());
        });
        real.ifPresent(r -> json.put("real", r));
        json.put("passport", passport);
        return json;
    }

    static Score of(Map<?, ?> json) {
        Optional<Interval> interval = json.get("low") instanceof Number low && json.get("high") instanceof Number high
                ? Optional.of(new Interval(low.doubleValue(), high.doubleValue()))
                : Optional.empty();
        Optional<Double> real =
                json.get("real") instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
        if (!(json.get("name") instanceof String name
                && json.get("value") instanceof Number value
                && json.get("passport") instanceof String passport)) {
            throw new IllegalArgumentException("a score has name, value and passport, got " + json);
        }
        return new Score(name, value.doubleValue(), interval, real, passport);
    }
}
