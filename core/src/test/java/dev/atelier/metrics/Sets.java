package dev.atelier.metrics;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small sets of float64 rows, and what invariants are tried with. Never closed: they are small and a test's JVM is short-lived. */
final class Sets {
    private Sets() {}

    static Features of(double[]... rows) {
        try (TensorScope scope = TensorScope.open()) {
            double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
            return Features.of(Tensors.of(flat, rows.length, rows[0].length), "rows");
        }
    }

    /** Rows of one number. */
    static Features line(double... values) {
        return of(Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new));
    }

    static double[][] normal(int n, int d, long seed) {
        float[] values = new float[n * d];
        RandomStream.of(seed, "sets").fillNormal(values, 0, values.length);
        return IntStream.range(0, n)
                .mapToObj(i -> IntStream.range(0, d)
                        .mapToDouble(j -> values[i * d + j])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Whole numbers from 0 to {@code most}. */
    static double[][] integers(int n, int d, int most, long seed) {
        RandomStream stream = RandomStream.of(seed, "integers");
        return IntStream.range(0, n)
                .mapToObj(i -> IntStream.range(0, d)
                        .mapToDouble(j -> stream.nextInt(most + 1))
                        .toArray())
                .toArray(double[][]::new);
    }

    static double[][] map(double[][] rows, UnaryOperator<double[]> change) {
        return Stream.of(rows).map(change).toArray(double[][]::new);
    }

    static double[][] shifted(double[][] rows, double... by) {
        return map(
                rows,
                row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> row[j] + by[j % by.length])
                        .toArray());
    }

    static double[][] scaled(double[][] rows, double... by) {
        return map(
                rows,
                row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> row[j] * by[j % by.length])
                        .toArray());
    }

    /** Mirrored at a slanted plane (Householder), then with the coordinates moved step: an orthogonal map that mixes all coordinates. */
    static double[][] turned(double[][] rows) {
        return map(rows, row -> {
            int d = row.length;
            double length = IntStream.rangeClosed(1, d).mapToDouble(j -> j * j).sum();
            double along =
                    IntStream.range(0, d).mapToDouble(j -> (j + 1) * row[j]).sum();
            return IntStream.range(0, d)
                    .mapToDouble(j -> {
                        int from = (j + 1) % d;
                        return row[from] - 2 * along / length * (from + 1);
                    })
                    .toArray();
        });
    }

    static double[][] shuffled(double[][] rows, long seed) {
        int[] order = RandomStream.of(seed, "shuffle").permutation(rows.length);
        return Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new);
    }
}
