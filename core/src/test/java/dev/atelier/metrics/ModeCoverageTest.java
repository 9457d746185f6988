package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModeCoverageTest {
    private static final List<double[]> CENTRES = List.of(new double[] {0, 0}, new double[] {1, 0});

    @Test
    void aPointWithinThreeDeviationsIsOnItsNearestMode() {
        List<double[]> points = List.of(
                new double[] {0, 0},
                new double[] {0.2, -0.2}, // 0.283 away
                new double[] {0.25, 0.25}, // 0.354: beyond 0.3
                new double[] {1, 0.29},
                new double[] {0.5, 0});
        assertThat(ModeCoverage.of(points, CENTRES, 0.1)).isEqualTo(new ModeCoverage(2, 2, 2, 0.6));
    }

    @Test
    void aModeThatNobodyFindsIsNotCovered() {
        assertThat(ModeCoverage.of(List.of(new double[] {1.1, 0}), CENTRES, 0.1))
                .isEqualTo(new ModeCoverage(1, 1, 2, 1));
        assertThat(ModeCoverage.of(List.of(new double[] {3, 3}), CENTRES, 0.1)).isEqualTo(new ModeCoverage(0, 0, 2, 0));
    }

    @Test
    void aFifthOfTheFairShareIsNeeded() {
        assertThat(ModeCoverage.of(points(901, 99), CENTRES, 0.1).covered()).isEqualTo(1); // fair are 500
        assertThat(ModeCoverage.of(points(901, 99), CENTRES, 0.1).found()).isEqualTo(2);
        assertThat(ModeCoverage.of(points(900, 100), CENTRES, 0.1).covered()).isEqualTo(2);
        assertThat(ModeCoverage.of(points(3, 1), CENTRES, 0.1).covered()).isEqualTo(2); // one at least
    }

    @Test
    void nothingCannotBeMeasured() {
        assertThatThrownBy(() -> ModeCoverage.of(List.of(), CENTRES, 0.1)).hasMessageContaining("0 points");
        assertThatThrownBy(() -> ModeCoverage.of(CENTRES, List.of(), 0.1)).hasMessageContaining("0 centres");
    }

    private static List<double[]> points(int first, int second) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < first + second; i++) {
            points.add(CENTRES.get(i < first ? 0 : 1));
        }
        return points;
    }
}
