package dev.atelier.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a score must carry to be compared with another one: who looked, at what, how much of it, and how the number was formed.
 *
 * @param extractor what turned images into features
 * @param real the images that stand for the truth
 * @param fake the images that are judged
 * @param settings of the metrics, by name, as in {@code k=5}, {@code splits=10}
 */
public record MetricPassport(Extractor extractor, Side real, Side fake, Map<String, String> settings) {
    /**
     * @param name with its version
     * @param sha256 of its weights, or of the file that features were read from
     * @param resize how images became its input
     * @param size length of a feature vector
     * @param dtype of the features; arithmetic is float64 always
     */
    public record Extractor(String name, String sha256, String resize, int size, String dtype) {}

    /**
     * One of the two sets.
     *
     * @param source what it is, for a person
     * @param sha256 of the data set, or of the generator's weights
     * @param split of the data set; {@code generated} of a generator
     * @param count images
     * @param making how they were generated, where they were
     */
    public record Side(String source, String sha256, String split, int count, Optional<Making> making) {}

    /**
     * @param seed of z
     * @param ema whether the averaged generator made them
     * @param truncation ψ; 1 is none
     * @param step rounds that the generator was trained for
     */
    public record Making(long seed, boolean ema, double truncation, long step) {}

    public MetricPassport {
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
