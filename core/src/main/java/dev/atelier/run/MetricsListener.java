package dev.atelier.run;

import dev.atelier.systems.Measurement;
import dev.atelier.systems.MetricKeys;
import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import java.util.Map;
import java.util.Optional;

/**
 * Measures every so many steps and after the last. The row of the same tick takes the values, {@code metrics.json} keeps them with their
 * passports, and training ends where patience has run out.
 */
final class MetricsListener implements TrainingListener {
    private final RunContext run;
    private final Optional<Measurement> measurement;
    private final TrainingParts parts;
    private final Progress progress;
    private Map<String, Double> values = Map.of();
    private long measuredAt = -1;
    private boolean isBest;

    /** Without a measurement it is off. */
    MetricsListener(RunContext run, Optional<Measurement> measurement, TrainingParts parts, Progress progress) {
        this.run = run;
        this.measurement = measurement;
        this.parts = parts;
        this.progress = progress;
    }

    @Override
    public boolean due(long step) {
        return measurement.isPresent() && step % run.recipe().get(MetricKeys.STEPS) == 0;
    }

    @Override
    public void tick(Tick tick) {
        measurement.ifPresent(m -> {
            measuredAt = tick.state().step();
            values = m.measure(parts.models());
            isBest = progress.measured(values);
            run.write(() -> MetricsFile.write(
                    run.directory().metricsFile(),
                    measuredAt,
                    values,
                    m.passports(parts.model().fingerprint(), measuredAt)));
            run.observer().measured(measuredAt, values, isBest);
        });
    }

    @Override
    public boolean endsTraining() {
        return progress.over();
    }

    /** Puts what was measured after this step, if anything, behind the row's other values. */
    void addTo(Map<String, Double> row, long step) {
        if (measuredAt == step) {
            row.putAll(values);
        }
    }

    /** Whether this step was measured and is the best so far. */
    boolean isBest(long step) {
        return isBest && measuredAt == step;
    }
}
