package dev.atelier.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JackknifeTest {
    @Test
    void everyRowIsLeftOutOnce() {
        int[] leftOut = new int[23];
        for (int g = 0; g < Jackknife.GROUPS; g++) {
            int[] kept = Jackknife.without(g, 23);
            IntStream.range(0, 23)
                    .filter(i -> Arrays.stream(kept).noneMatch(k -> k == i))
                    .forEach(i -> leftOut[i]++);
        }
        assertThat(leftOut).containsOnly(1);
    }

    @Test
    void standardErrorByHand() {
        // mean 2, squared deviations 1 + 0 + 1 = 2, times 2/3
        assertThat(Jackknife.standardError(new double[] {1, 2, 3})).isCloseTo(Math.sqrt(4.0 / 3), within(1e-15));
    }

    /** For a mean the jackknife's error is close to the textbook's s/√n, and 95 of 100 intervals hold the truth. */
    @Test
    void intervalsOfAMeanHoldTheTruthNineteenTimesOfTwenty() {
        int held = 0;
        int tries = 400;
        for (int t = 0; t < tries; t++) {
            float[] sample = new float[200];
            RandomStream.of(t, "sample").fillNormal(sample, 0, sample.length);
            Map<String, Double> whole = Map.of("mean", mean(sample, IntStream.range(0, 200).toArray()));
            Score.Interval interval = Jackknife.intervals(
                            whole, g -> Map.of("mean", mean(sample, Jackknife.without(g, 200))))
                    .get("mean");
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }
        assertThat(held / (double) tries).isBetween(0.92, 0.98);
    }

    private static double mean(float[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).average().orElseThrow();
    }
}
