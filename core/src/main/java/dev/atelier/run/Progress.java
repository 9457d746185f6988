package dev.atelier.run;

import dev.atelier.Counted;
import dev.atelier.metrics.MetricName;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.MetricKeys;
import dev.atelier.training.BestSoFar;
import dev.atelier.training.Plateau;
import dev.atelier.training.TrainingState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What follows from measurements: which step is the best, whether it is time to end, what a schedule hears. All memory is in the training state. */
final class Progress {
    /** A metric and the best of it. */
    private record Watched(String metric, BestSoFar best) {
        static Watched of(String metric, String name, TrainingState state) {
            return new Watched(metric, new BestSoFar(state, name, isLowerBetter(metric)));
        }

        boolean measured(Map<String, Double> values) {
            return best.measured(values.getOrDefault(metric, Double.NaN));
        }
    }

    private final Optional<Watched> best;
    private final Optional<Watched> stop;
    private final long patience;
    private final Optional<Plateau> plateau;
    private final Optional<String> plateauMetric;

    Progress(Recipe recipe, TrainingState state, Optional<Plateau> plateau) {
        this.plateau = plateau;
        plateauMetric = MetricKeys.watched(recipe);
        patience = recipe.get(MetricKeys.PATIENCE);
        best = MetricKeys.best(recipe).map(metric -> Watched.of(metric, "best", state));
        stop = patience == 0
                ? Optional.empty()
                : MetricKeys.stop(recipe).map(metric -> Watched.of(metric, "stop", state));
    }

    private static boolean isLowerBetter(String metric) {
        return MetricName.of(metric).better() == MetricName.Better.LOWER;
    }

    /** Hears of a measurement; returns whether its step is the best so far. */
    boolean measured(Map<String, Double> values) {
        plateau.ifPresent(schedule -> plateauMetric.ifPresent(metric -> {
            double value = values.getOrDefault(metric, Double.NaN);
            schedule.measured(isLowerBetter(metric) ? value : -value);
        }));
        stop.ifPresent(watched -> watched.measured(values));
        return best.isPresent() && best.get().measured(values);
    }

    /** The best step; empty before the first measurement and where none is kept. */
    OptionalLong bestStep() {
        return best.isPresent() ? best.get().best().step() : OptionalLong.empty();
    }

    /** Whether patience has run out. */
    boolean over() {
        return stop.isPresent() && stop.get().best().misses() >= patience;
    }

    /** Why a run ends after this step. */
    Ending ending(long step, long lastStep) {
        if (step >= lastStep || !over()) {
            return Ending.rounds(step);
        }
        Watched watched = stop.orElseThrow();
        return new Ending(
                step,
                Ending.PATIENCE,
                String.format(
                        Locale.ROOT,
                        "stopped early after step %d of %d: in %s %s was no better than %.4g of step %d",
                        step,
                        lastStep,
                        Counted.of(watched.best().misses(), "measurement"),
                        watched.metric(),
                        watched.best().value(),
                        watched.best().step().orElse(0)));
    }
}
