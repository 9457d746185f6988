package dev.atelier.run;

import dev.atelier.systems.MetricKeys;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The checkpoint of a run that measured best.
 *
 * @param metric that was watched
 * @param step its step
 * @param value of the metric after that step; NaN where its row is gone
 */
public record Best(String metric, long step, double value) {
    /** Of a run; empty where nothing is measured, none is kept, or no measurement was made yet. */
    public static Optional<Best> of(RunDirectory run) {
        OptionalLong step = run.bestStep();
        Optional<String> metric = MetricKeys.best(run.recipe());
        if (step.isEmpty() || metric.isEmpty()) {
            return Optional.empty();
        }
        double value = run.rows().stream()
                .filter(row -> row.step() == step.getAsLong())
                .mapToDouble(row -> row.value(metric.get()))
                .reduce(Double.NaN, (earlier, later) -> later);
        return Optional.of(new Best(metric.get(), step.getAsLong(), value));
    }
}
