package dev.atelier.metrics;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NdbTest {
    static final String[] CASES = MetricCase.NAMES;

    private static Features normal(long seed, int count, int d) {
        float[] values = new float[count * d];
        RandomStream.of(seed, "ndb").fillNormal(values, 0, values.length);
        return Features.of(values, count, "normal");
    }

    private static double[] values(Features features) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.toDoubles(features.rows(0, features.count()));
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theReferenceCases(String name) {
        try (MetricCase c = MetricCase.open(name);
                Features centres = c.real().select(IntStream.range(0, 10).toArray())) {
            Ndb found = Ndb.of(c.real(), c.fake(), centres);
            assertThat(found.bins()).isEqualTo(10);
            assertThat(found.different()).isEqualTo((int) c.count("/extra/ndb/ndb"));
            assertThat(found.js()).isCloseTo(c.value("/extra/ndb/js_nats"), within(1e-12));
            for (int i = 0; i < 10; i++) {
                assertThat(found.real()[i]).isCloseTo(c.value("/extra/ndb/p_real/" + i), within(1e-15));
                assertThat(found.fake()[i]).isCloseTo(c.value("/extra/ndb/p_fake/" + i), within(1e-15));
            }
            Ndb swapped = Ndb.of(c.fake(), c.real(), centres);
            assertThat(swapped.different()).isEqualTo(found.different());
            assertThat(swapped.js()).isCloseTo(found.js(), within(1e-15));
        }
    }

    @Test
    void theSameSampleTwiceDiffersNowhere() {
        try (Features real = normal(1, 300, 4)) {
            Ndb found = Ndb.of(real, real, 20, 0);
            assertThat(found.different()).isZero();
            assertThat(found.js()).isZero();
            assertThat(Arrays.stream(found.real()).sum()).isCloseTo(1, within(1e-12));
        }
    }

    /** The third centre is far from both sets: 0/0 is no difference. */
    @Test
    void disjointSetsAndAnEmptyBin() {
        try (Features left = Features.of(new float[] {0, 0.1f, 0.2f, 0, 0, 0}, 6, "left");
                Features right = Features.of(new float[] {9, 9.1f, 9.2f, 9, 9, 9}, 6, "right");
                Features centres = Features.of(new float[] {0, 9, 100}, 3, "centres")) {
            Ndb found = Ndb.of(left, right, centres);
            assertThat(found.different()).isEqualTo(2);
            assertThat(found.js()).isCloseTo(Math.log(2), within(1e-15));
            assertThat(found.real()).containsExactly(1, 0, 0);
            assertThat(found.fake()).containsExactly(0, 1, 0);
        }
    }

    /** One bin in twenty by chance, so far below a tenth over many. */
    @Test
    void freshSamplesDifferInAboutATwentiethOfTheBins() {
        int different = 0;
        for (int seed = 0; seed < 10; seed++) {
            try (Features real = normal(10 + seed, 1000, 3);
                    Features fake = normal(110 + seed, 1000, 3)) {
                different += Ndb.of(real, fake, 20, seed).different();
            }
        }
        assertThat(different / 200.0).isBetween(0.005, 0.11);
    }

    @Test
    void aMissingModeIsSeen() {
        try (Features real = groups(4, 200);
                Features fake = groups(3, 200)) {
            Ndb found = Ndb.of(real, fake, 4, 0);
            assertThat(found.different()).isEqualTo(4);
            assertThat(Arrays.stream(found.fake()).filter(share -> share == 0).count())
                    .isEqualTo(1);
        }
    }

    /** Well apart on a line, around 0, 100, 200 …; k-means++ finds each. */
    private static Features groups(int groups, int each) {
        float[] values = new float[groups * each];
        RandomStream.of(3, "groups").fillNormal(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += 100 * (i % groups);
        }
        return Features.of(values, values.length, "groups");
    }

    @Test
    void centresAreTheMeansOfTheirGroups() {
        try (Features rows = Features.of(new float[] {1, 2, 3, 101, 103, 202, 204, 206}, 8, "rows");
                Features centres = KMeans.centres(rows, 3, 100, 5)) {
            double[] found = values(centres);
            Arrays.sort(found);
            assertThat(found).containsExactly(2, 102, 204);
        }
    }

    /** Lloyd stops where each centre is the mean of the rows nearest to it. */
    @Test
    void centresStayWhereTheyAreWhenDone() {
        try (Features rows = normal(4, 500, 3);
                Features centres = KMeans.centres(rows, 7, 1000, 1)) {
            int[] nearest = Neighbours.nearest(rows, centres, 1).rows();
            double[] x = values(rows);
            double[] c = values(centres);
            for (int k = 0; k < 7; k++) {
                for (int j = 0; j < 3; j++) {
                    double sum = 0;
                    int count = 0;
                    for (int i = 0; i < nearest.length; i++) {
                        if (nearest[i] == k) {
                            sum += x[3 * i + j];
                            count++;
                        }
                    }
                    assertThat(c[3 * k + j]).isCloseTo(sum / count, within(1e-6));
                }
            }
        }
    }

    @Test
    void aSeedGivesTheSameCentresAlwaysAndAnotherGivesOthers() {
        try (Features rows = normal(4, 500, 3);
                Features one = KMeans.centres(rows, 9, 5, 1);
                Features again = KMeans.centres(rows, 9, 5, 1);
                Features other = KMeans.centres(rows, 9, 5, 2)) {
            assertThat(values(again)).isEqualTo(values(one));
            assertThat(values(other)).isNotEqualTo(values(one));
        }
    }

    /** Fewer distinct rows than centres. */
    @Test
    void copiesAndSingleRowsAreNoTrouble() {
        try (Features same = Features.of(new float[] {5, 5, 5, 5}, 4, "same");
                Features centres = KMeans.centres(same, 3, 10, 0)) {
            assertThat(values(centres)).containsExactly(5, 5, 5);
            assertThat(Ndb.of(same, same, 2, 0).different()).isZero();
            assertBadInput(() -> Ndb.of(same, same, 5, 0)).hasMessageContaining("2 to 4");
            assertBadInput(() -> KMeans.centres(same, 0, 10, 0));
        }
    }
}
