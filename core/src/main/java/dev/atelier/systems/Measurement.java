package dev.atelier.systems;

import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.GenerativeModel;
import java.util.Map;

/** What a run measures of its model while it trains, each number with a passport. Owns what it needs until closed. */
public interface Measurement extends AutoCloseable {
    /** All metrics of a run's models, the first of which is meant where nobody names one, by metric in the order of the recipe. */
    Map<String, Double> measure(Map<String, GenerativeModel> models);

    /** By metric, the passport of what was measured after this step; the hash is that of the first model. */
    Map<String, MetricPassport> passports(String modelSha256, long step);

    @Override
    void close();
}
