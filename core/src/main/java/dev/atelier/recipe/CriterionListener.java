package dev.atelier.recipe;

import dev.atelier.training.Tick;
import dev.atelier.training.TrainingListener;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Measures the {@link Criterion} every so many rounds and after the last; the row of the same tick takes the value. */
final class CriterionListener implements TrainingListener {
    private final long interval;
    private final Optional<Criterion> criterion;
    private double value = Double.NaN;
    private long measuredAt = -1;
    private DoubleConsumer hearer = value -> {};

    /** Without a criterion it is off. */
    CriterionListener(long interval, Optional<Criterion> criterion) {
        this.interval = interval;
        this.criterion = criterion;
    }

    /** Who else hears of each measurement. */
    void tell(DoubleConsumer other) {
        hearer = other;
    }

    @Override
    public boolean due(long step) {
        return criterion.isPresent() && step % interval == 0;
    }

    @Override
    public void tick(Tick tick) {
        criterion.ifPresent(c -> {
            value = c.measure(tick.step().sampler());
            measuredAt = tick.state().step();
            hearer.accept(value);
        });
    }

    /** Puts what was measured after this round, if anything, behind the row's other values. */
    void addTo(Map<String, Double> values, long step) {
        if (measuredAt == step) {
            values.put(Criterion.NAME, value);
        }
    }
}
