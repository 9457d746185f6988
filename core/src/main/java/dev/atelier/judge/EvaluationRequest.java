package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.metrics.MetricName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants to know.
 *
 * @param samples generated images, and as many real ones, at most; the data may have fewer
 * @param metrics names, an unknown one is bad input; empty for all that can be had
 * @param extractor {@code auto}, a known name or a file
 * @param seed of z and of which real images are taken
 * @param step a checkpoint's step; empty for the run's end
 * @param curve whether the run's kept checkpoints are measured too
 * @param classifierRounds how long each classifier learns that shows the use as training data, or names classes of translations
 * @param data where a run's data lie now; empty for where its recipe says
 */
public record EvaluationRequest(
        int samples,
        List<String> metrics,
        String extractor,
        long seed,
        OptionalLong step,
        boolean curve,
        long classifierRounds,
        Optional<String> data) {
    /** Images where nothing else is asked. */
    public static final int SAMPLES = 5000;

    /** Steps of a classifier where nothing else is asked. */
    public static final long CLASSIFIER_ROUNDS = 600;

    public EvaluationRequest {
        if (samples < 2 || samples > 1_000_000) {
            throw new BadInput("--samples is " + samples + "; allowed: 2 to 1000000");
        }
        if (seed < 0) {
            throw new BadInput("--seed is " + seed + "; allowed: 0 or more");
        }
        metrics = List.copyOf(metrics);
        metrics.forEach(MetricName::of);
    }

    /** Of data that lie where the recipe says. */
    public EvaluationRequest(
            int samples,
            List<String> metrics,
            String extractor,
            long seed,
            OptionalLong step,
            boolean curve,
            long classifierRounds) {
        this(samples, metrics, extractor, seed, step, curve, classifierRounds, Optional.empty());
    }

    /** The same of a run whose data lie elsewhere now. */
    public EvaluationRequest withData(String source) {
        return new EvaluationRequest(
                samples, metrics, extractor, seed, step, curve, classifierRounds, Optional.of(source));
    }

    boolean wants(String metric) {
        return metrics.isEmpty() || metrics.contains(metric);
    }

    boolean wantsAny(String... names) {
        for (String name : names) {
            if (wants(name)) {
                return true;
            }
        }
        return false;
    }
}
