package dev.atelier.benchmarks;

import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a work of ours took.
 *
 * @param per units done in each of the measured seconds
 * @param flops of one unit, where they are known
 * @param parameters of all networks, where the peers must have as many
 */
record Timing(
        String unit, List<Double> seconds, int per, OptionalDouble flops, OptionalLong parameters, String precision) {
    /** Of a work whose operations nobody counts. */
    static Timing of(String unit, List<Double> seconds, int per) {
        return new Timing(unit, seconds, per, OptionalDouble.empty(), OptionalLong.empty(), Precision.FP32.key());
    }

    /** Of a work with so many operations a unit. */
    static Timing counted(String unit, List<Double> seconds, int per, double flops, String precision) {
        return new Timing(unit, seconds, per, OptionalDouble.of(flops), OptionalLong.empty(), precision);
    }

    /** This, of networks with so many parameters. */
    Timing of(long all) {
        return new Timing(unit, seconds, per, flops, OptionalLong.of(all), precision);
    }
}
