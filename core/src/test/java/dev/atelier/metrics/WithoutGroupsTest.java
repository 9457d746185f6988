package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scores without a group of rows are those of the other rows, however they come about. */
class WithoutGroupsTest {
    private static final FeatureScores.Settings SETTINGS = new FeatureScores.Settings(3, 5, 4, 20, 0);
    private static final List<String> NAMES = FeatureScores.NAMES.stream()
            .filter(name -> !name.equals("kid_subset"))
            .toList();

    @Test
    void sameAsWithTheOtherRowsAlone() {
        int groups = 7;
        try (Features real = normal(103, 12, 1, 40);
                Features fake = normal(95, 12, 2, 41);
                Features logits = normal(95, 4, 3, 0)) {
            List<Map<String, Double>> found = FeatureScores.withoutGroups(
                    real, fake, Optional.of(new FeatureScores.Classes(logits, true)), SETTINGS, NAMES, groups);
            assertThat(found).hasSize(groups);
            for (int g = 0; g < groups; g++) {
                try (Features reals = real.select(others(g, 103, groups));
                        Features fakes = fake.select(others(g, 95, groups));
                        Features classes = logits.select(others(g, 95, groups))) {
                    Map<String, Double> expected = FeatureScores.of(
                            reals, fakes, Optional.of(new FeatureScores.Classes(classes, true)), SETTINGS, NAMES);
                    assertThat(found.get(g)).containsOnlyKeys(expected.keySet());
                    Map<String, Double> actual = found.get(g);
                    expected.forEach((name, value) -> assertThat(actual.get(name))
                            .as(name)
                            .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
                }
            }
        }
    }

    /** More groups than rows leave some groups empty; without an empty group nothing is missing. */
    @Test
    void emptyGroupsChangeNothing() {
        try (Features real = normal(6, 3, 1, 0);
                Features fake = normal(5, 3, 2, 0)) {
            KernelSums sums = Kid.sums(real, fake, 8);
            assertThat(sums.unbiased()).isCloseTo(Kid.unbiased(real, fake), within(1e-12));
            assertThat(sums.unbiasedWithout(7)).isCloseTo(Kid.unbiased(real, fake), within(1e-12));
        }
    }

    private static int[] others(int group, int n, int groups) {
        return IntStream.range(0, n).filter(i -> i % groups != group).toArray();
    }

    private static Features normal(int rows, int columns, long seed, float offset) {
        float[] values = new float[rows * columns];
        RandomStream.of(seed, "features").fillNormal(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += offset;
        }
        return Features.of(values, rows, "features");
    }
}
