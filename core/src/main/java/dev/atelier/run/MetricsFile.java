package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.systems.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code metrics.json}: the newest measurement of a run, each value with which way is better and its passport. */
final class MetricsFile {
    private MetricsFile() {}

    /** Writes it anew, whole or not at all. */
    static void write(Path file, long step, Map<String, Double> values, Map<String, MetricPassport> passports)
            throws IOException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        passports.forEach((name, passport) -> {
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("value", values.getOrDefault(name, Double.NaN));
            metric.put("better", MetricName.of(name).better().key());
            metric.put("passport", passport.json());
            metrics.put(name, metric);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("metrics", metrics);
        JsonFile.write(file, json);
    }

    /** Refuses to go on where what {@code metrics.json} holds could not be compared with what would be measured now. */
    static void requireLike(RunDirectory run, Measurement measurement) {
        Map<String, MetricPassport> mine = measurement.passports("", 0);
        run.passports().forEach((name, earlier) -> {
            List<String> conflicts =
                    Optional.ofNullable(mine.get(name)).map(earlier::conflicts).orElse(List.of());
            if (!conflicts.isEmpty()) {
                throw new BadInput("cannot resume " + run.root() + ": " + name
                        + " would not compare with what was measured before (then and now): "
                        + String.join("; ", conflicts));
            }
        });
    }

    /** The passports by metric; none where there is no such file. */
    static Map<String, MetricPassport> passports(Path file) {
        Map<String, MetricPassport> passports = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return passports;
        }
        try {
            if (JsonFile.read(file).get("metrics") instanceof Map<?, ?> all) {
                all.forEach((name, metric) -> {
                    if (metric instanceof Map<?, ?> map && map.get("passport") instanceof Map<?, ?> passport) {
                        passports.put(String.valueOf(name), MetricPassport.of(passport));
                    }
                });
            }
            return passports;
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": " + e.getMessage(), e);
        }
    }
}
