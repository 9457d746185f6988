package dev.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
    private static final int MANY = 100_000;

    /** Limits worked by hand: √(6 / (field·(in + out))). */
    @ParameterizedTest
    @CsvSource({
        "400 200, 0.1", // dense: 6/600
        "100 50 2 2, 0.1", // convolution: 6/(4·150)
        "3 3 10 10, 0.1", // 6/(100·6)
        "5 1, 1", // 6/6
        "2 1 3 5, 0.36514837" // not square: 6/(15·3)
    })
    void glorotFillsItsBoundAndNoMore(String shape, double limit) {
        long[] sizes = IntStream.range(0, shape.split(" ").length)
                .mapToLong(i -> Long.parseLong(shape.split(" ")[i]))
                .toArray();
        float[] values = fill(Initializer.glorotUniform(), sizes);
        double largest = IntStream.range(0, MANY)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElseThrow();
        assertThat(largest).isLessThanOrEqualTo(limit * (1 + 1e-6)).isGreaterThan(limit * 0.999);
        assertThat(mean(values, 1)).isCloseTo(0, within(limit * 0.01));
        assertThat(mean(values, 2))
                .as("variance of a uniform")
                .isCloseTo(limit * limit / 3, within(limit * limit * 0.01));
    }

    @Test
    void normalHasItsMeanAndDeviation() {
        float[] values = fill(Initializer.normal(1, 0.02), new long[] {2, 2});
        assertThat(mean(values, 1)).isCloseTo(1, within(0.0005));
        assertThat(Math.sqrt(mean(values, 2) - Math.pow(mean(values, 1), 2))).isCloseTo(0.02, within(0.0005));
    }

    /** Limits worked by hand: 1/√(in·field). */
    @ParameterizedTest
    @CsvSource({"5 4, 0.5", "7 1 5 5, 0.2", "2 4 2 2, 0.25"})
    void fanInUniformFillsItsBoundAndNoMore(String shape, double limit) {
        long[] sizes = IntStream.range(0, shape.split(" ").length)
                .mapToLong(i -> Long.parseLong(shape.split(" ")[i]))
                .toArray();
        for (Initializer each : new Initializer[] {Initializer.fanInUniform(), Initializer.uniform(limit)}) {
            float[] values = fill(each, sizes);
            double largest = IntStream.range(0, MANY)
                    .mapToDouble(i -> Math.abs(values[i]))
                    .max()
                    .orElseThrow();
            assertThat(largest).isLessThanOrEqualTo(limit * (1 + 1e-6)).isGreaterThan(limit * 0.999);
            assertThat(mean(values, 1)).isCloseTo(0, within(limit * 0.01));
        }
    }

    @Test
    void constantsDrawNothing() {
        RandomStream stream = RandomStream.of(1, "weights");
        float[] values = {7, 7};
        Initializer.zeros().fill(values, new long[] {2}, stream);
        assertThat(values).containsExactly(0, 0);
        Initializer.ones().fill(values, new long[] {2}, stream);
        assertThat(values).containsExactly(1, 1);
        assertThat(stream.counter()).isZero();
    }

    @Test
    void theSameStreamGivesTheSameWeights() {
        assertThat(fill(Initializer.glorotUniform(), new long[] {2, 3}))
                .isEqualTo(fill(Initializer.glorotUniform(), new long[] {2, 3}));
    }

    private static float[] fill(Initializer initializer, long[] shape) {
        float[] values = new float[MANY];
        initializer.fill(values, shape, RandomStream.of(1, "weights"));
        return values;
    }

    private static double mean(float[] values, int power) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i], power))
                .average()
                .orElseThrow();
    }
}
