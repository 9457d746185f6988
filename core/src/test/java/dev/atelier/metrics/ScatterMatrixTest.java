package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.tensor.Engine;
import dev.atelier.tensor.Symmetric;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which form the scatter takes, at each side of its border, and that nothing is lost either way. */
class ScatterMatrixTest {
    @BeforeAll
    static void oneThread() {
        Engine.threads(1);
    }

    /**
     * ±a along one diagonal of the plane, ±b along the other: mean 0, eigenvalues 4a² and 4b², largest value 2(a² + b²), and 8a²b²/(a² + b²)
     * as the lesser square on the diagonal of its Cholesky decomposition.
     */
    static double[][] diagonals(double a, double b) {
        return new double[][] {{a, a}, {-a, -a}, {b, -b}, {-b, b}};
    }

    private static double[][] both(double[][] first, double[][] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(double[][]::new);
    }

    private static FeatureStats stats(double[][]... pieces) {
        FeatureStats stats = new FeatureStats(pieces[0][0].length);
        for (double[][] piece : pieces) {
            stats.add(Sets.of(piece));
            stats.scatter(); // folded on its own
        }
        return stats;
    }

    /** Of n points at 0 with scatter 4a² and 4b² from m with 4c² and 4d², all along the same axes. */
    private static void distance(
            FeatureStats real, double a2, double b2, FeatureStats fake, double c2, double d2, double tolerance) {
        double n = real.count() - 1;
        double m = fake.count() - 1;
        double first = Math.sqrt(4 * a2 / n) - Math.sqrt(4 * c2 / m);
        double second = Math.sqrt(4 * b2 / n) - Math.sqrt(4 * d2 / m);
        double expected = first * first + second * second;
        assertThat(Fid.between(real, fake)).isCloseTo(expected, within(tolerance * (a2 + c2 + b2 + d2)));
    }

    /** Above 10⁻⁸ = 4b²/a² the product, below it the root; there the product would be wrong by 10⁻¹². */
    @ParameterizedTest
    @CsvSource({
        "5.03e-5,true,1e-11",
        "4.97e-5,false,1e-15",
        "4.9e-5,false,1e-15",
        "3e-5,false,1e-15",
        "1e-9,false,1e-15"
    })
    void squaredOnlyWhereThatLosesNothing(double b, boolean squared, double tolerance) {
        try (FeatureStats real = stats(diagonals(1, b));
                FeatureStats fake = stats(diagonals(1, 1))) {
            assertThat(real.scatter() instanceof ScatterMatrix.Product).isEqualTo(squared);
            distance(real, 1, b * b, fake, 1, 1, tolerance);
            distance(fake, 1, 1, real, 1, b * b, tolerance);
        }
    }

    /** With more rows than columns only: before that they are all there is. */
    @Test
    void fewRowsStayAsTheyAre() {
        double[][] rows = Sets.normal(3, 5, 1);
        try (TensorScope scope = TensorScope.open();
                FeatureStats few = stats(rows);
                FeatureStats twice = stats(rows, Sets.normal(2, 5, 2))) {
            assertThat(few.scatter()).isInstanceOf(ScatterMatrix.Root.class);
            assertThat(few.scatter().height()).isEqualTo(3);
            double[] mean = few.mean();
            assertThat(Tensors.toDoubles(few.scatter().root()))
                    .containsExactly(
                            Stream.of(Sets.map(rows, row -> minus(row, mean)))
                                    .flatMapToDouble(Arrays::stream)
                                    .toArray(),
                            within(1e-15));
            assertThat(twice.scatter().height())
                    .isEqualTo(5); // three, two, and the way between their means: one too many
        }
    }

    private static double[] minus(double[] row, double[] mean) {
        double[] rest = row.clone();
        Arrays.setAll(rest, j -> row[j] - mean[j]);
        return rest;
    }

    /** The first rows vouch for a least square of 4; where that is not 10⁻⁸ of 2a², a new decomposition finds 8(1 + b²) or that this is too little as well. */
    @ParameterizedTest
    @CsvSource({
        "1e3,1e-3,4",
        "1.41e4,1e-3,4",
        "1.42e4,1e-3,8",
        "1.99e4,1e-3,8",
        "2.01e4,1e-3,0",
        "2.01e4,1,16",
        "2.82e4,1,16",
        "2.84e4,1,0",
        "1e6,1e-3,0"
    })
    void firstRowsVouchForLaterOnes(double a, double b, double least) {
        double[][] first = diagonals(1, 1);
        double[][] later = diagonals(a, b);
        try (FeatureStats pieces = stats(first, later);
                FeatureStats whole = stats(both(first, later));
                FeatureStats left = stats(first);
                FeatureStats right = stats(later);
                FeatureStats merged = left.merge(right);
                FeatureStats swapped = right.merge(left);
                FeatureStats fake = stats(diagonals(a, a))) {
            assertThat(pieces.scatter() instanceof ScatterMatrix.Product).isEqualTo(least > 0);
            assertThat(pieces.scatter().least()).isCloseTo(least, within(1e-5 * least));
            for (FeatureStats stats : new FeatureStats[] {pieces, whole, merged, swapped}) {
                distance(stats, 1 + a * a, 1 + b * b, fake, a * a, a * a, least > 0 ? 1e-11 : 1e-15);
            }
        }
    }

    /** However pieces were joined, no square on the diagonal of the decomposition is less than is vouched for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void vouchesForNoMoreThanThereIs(long seed) {
        double[][] first = Sets.normal(30, 8, seed);
        double[][] second = Sets.turned(Sets.scaled(Sets.normal(20, 8, seed + 10), 1, 3, 0.2));
        try (TensorScope scope = TensorScope.open();
                FeatureStats a = stats(first);
                FeatureStats b = stats(second);
                FeatureStats merged = a.merge(b);
                FeatureStats pieces = stats(first, second, Sets.normal(2, 8, seed + 20))) {
            for (FeatureStats stats : new FeatureStats[] {a, b, merged, pieces}) {
                assertThat(stats.scatter()).isInstanceOf(ScatterMatrix.Product.class);
                ScatterMatrix.Product product = (ScatterMatrix.Product) stats.scatter();
                double least = product.triangle().diagonal().min().item_double();
                assertThat(product.least()).isPositive().isLessThanOrEqualTo(least * least * (1 + 1e-14));
            }
            assertThat(merged.scatter().least())
                    .isEqualTo(a.scatter().least() + b.scatter().least());
        }
    }

    /** The roots of the eigenvalues are 8 and 12b², and 16·2⁻⁵⁴/12b² is 10⁻¹¹ of the traces' 8 at b = 9.62·10⁻⁴. */
    @ParameterizedTest
    @CsvSource({"1e-2,true", "9.7e-4,true", "9.5e-4,false", "6e-5,false"})
    void eigenvaluesOnlyWhereTheyLoseNothing(double b, boolean enough) {
        try (FeatureStats real = stats(diagonals(1, b));
                FeatureStats fake = stats(diagonals(2, 3 * b))) {
            assertThat(real.scatter()).isInstanceOf(ScatterMatrix.Product.class);
            assertThat(fake.scatter()).isInstanceOf(ScatterMatrix.Product.class);
            assertThat(Fid.byEigenvalues(real.scatter(), fake.scatter()).isPresent())
                    .isEqualTo(enough);
            distance(real, 1, b * b, fake, 4, 9 * b * b, 1e-11);
        }
    }

    /** A root has no eigenvalues to offer: the least would be 0, or as good as. */
    @Test
    void rootsGoBySingularValues() {
        try (FeatureStats few = stats(Sets.normal(3, 5, 1));
                FeatureStats many = stats(Sets.normal(20, 5, 2))) {
            assertThat(Fid.byEigenvalues(few.scatter(), many.scatter())).isEmpty();
            assertThat(Fid.byEigenvalues(many.scatter(), few.scatter())).isEmpty();
            assertThat(Fid.byEigenvalues(many.scatter(), many.scatter())).isPresent();
        }
    }

    /** Where both ways are allowed they agree. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 33, 100})
    void bothWaysAgree(int d) {
        try (FeatureStats real = stats(Sets.normal(4 * d + 4, d, 1));
                FeatureStats fake = stats(Sets.turned(Sets.scaled(Sets.normal(5 * d + 5, d, 2), 1, 0.1, 3)))) {
            double expected = Fid.bySingularValues(real.scatter(), fake.scatter());
            assertThat(Fid.byEigenvalues(real.scatter(), fake.scatter()).orElseThrow())
                    .isCloseTo(expected, within(1e-13 * expected));
            assertThat(Fid.byEigenvalues(fake.scatter(), real.scatter()).orElseThrow())
                    .isCloseTo(expected, within(1e-13 * expected));
        }
    }

    /** Nothing above the diagonal is read. */
    @Test
    void halvesOfSymmetricMatrices() {
        try (TensorScope scope = TensorScope.open()) {
            var a = Tensors.of(new double[] {4, 99, 2, 5}, 2, 2);
            Symmetric.addSquare(a, Tensors.of(new double[] {1, 0, 2, 1}, 2, 2)); // 5, 2, 1
            assertThat(Tensors.toDoubles(a)).containsExactly(9, 99, 4, 6);
            var l = a.clone();
            assertThat(Symmetric.cholesky(l)).isTrue();
            assertThat(Tensors.toDoubles(l))
                    .containsExactly(new double[] {3, 99, 4 / 3.0, Math.sqrt(38) / 3}, within(1e-15));
            var b = Tensors.of(new double[] {1, 99, 0, 1}, 2, 2);
            Symmetric.congruent(b, l); // LᵀL: the eigenvalues of LLᵀ
            assertThat(Tensors.toDoubles(Symmetric.eigenvalues(b)))
                    .containsExactly(new double[] {7.5 - Math.sqrt(18.25), 7.5 + Math.sqrt(18.25)}, within(1e-14));
            assertThat(Symmetric.cholesky(Tensors.of(new double[] {1, 0, 2, 1}, 2, 2)))
                    .isFalse();
        }
    }
}
