package dev.atelier.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JackknifeTest {
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
            Map<String, Double> whole = Map.of("kid", mean(sample, IntStream.range(0, 200)));
            List<Map<String, Double>> parts = IntStream.range(0, Jackknife.GROUPS)
                    .mapToObj(g ->
                            Map.of("kid", mean(sample, IntStream.range(0, 200).filter(i -> i % Jackknife.GROUPS != g))))
                    .toList();
            Score.Interval interval = Jackknife.intervals(whole, parts).get("kid");
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }
        assertThat(held / (double) tries).isBetween(0.92, 0.98);
    }

    /** No interval reaches beyond what the score can be. */
    @Test
    void intervalsEndWhereTheScoreEnds() {
        List<Map<String, Double>> parts = IntStream.range(0, Jackknife.GROUPS)
                .mapToObj(g -> Map.of("precision", g % 2 == 0 ? 0.2 : 0.9))
                .toList();
        assertThat(Jackknife.intervals(Map.of("precision", 0.5), parts).get("precision"))
                .isEqualTo(new Score.Interval(0, 1));
    }

    private static double mean(float[] values, IntStream rows) {
        return rows.mapToDouble(i -> values[i]).average().orElseThrow();
    }
}
