package dev.atelier.systems;

import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.GenerativeModel;
import java.util.Map;

/** What a run measures of its model while it trains, each number with a passport. Owns what it needs until closed. */
public interface Measurement extends AutoCloseable {
    /** All metrics of a model by name, in the order of the recipe. */
    Map<String, Double> measure(GenerativeModel model);

    /** By metric, the passport of what was measured of a model of this hash after this step. */
    Map<String, MetricPassport> passports(String modelSha256, long step);

    @Override
    void close();
}
