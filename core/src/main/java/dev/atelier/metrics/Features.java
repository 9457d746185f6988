package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rows of numbers, one for each image: feature vectors, logits or probabilities. Kept as they came, float32 or float64; arithmetic on
 * them is float64 ({@link #rows}). Owns its native memory until closed.
 */
public final class Features implements AutoCloseable {
    private final Tensor values;

    private Features(Tensor values) {
        this.values = values;
    }

    /** A copy of a tensor [n, d], float32 or float64 (other formats become float32). {@code name} begins the message where it is not usable. */
    public static Features of(Tensor values, String name) {
        checked(values, name);
        try (TensorScope scope = TensorScope.open()) {
            ScalarType type = values.scalar_type().intern() == ScalarType.Double ? ScalarType.Double : ScalarType.Float;
            Tensor copy = torch.empty_like(values.detach().to(type).cpu().contiguous());
            copy.copy_(values);
            return new Features(scope.keep(copy)).requireFinite(name);
        }
    }

    private static Tensor checked(Tensor values, String name) {
        if (values.dim() != 2) {
            throw new BadInput(name + ": shape " + java.util.Arrays.toString(Tensors.shape(values))
                    + "; allowed: [rows, columns]");
        }
        if (values.size(0) > Integer.MAX_VALUE || values.size(1) < 1) {
            throw new BadInput(name + ": " + values.size(0) + " rows of " + values.size(1)
                    + "; allowed: up to 2147483647 rows of at least 1");
        }
        return values;
    }

    /** A copy of {@code count} rows, row-major. */
    public static Features of(float[] values, int count, String name) {
        try (TensorScope scope = TensorScope.open()) {
            return new Features(scope.keep(
                            checked(Tensors.of(values, count, values.length / Math.max(1, count)), name)))
                    .requireFinite(name);
        }
    }

    /** Squares and cubes of what is larger, summed over millions, would be infinite. */
    private static final double LARGEST = 1e50;

    private Features requireFinite(String name) {
        int chunk = Math.max(1, (1 << 20) / size());
        for (int from = 0; from < count(); from += chunk) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor part = values.narrow(0, from, Math.min(chunk, count() - from));
                Tensor size = part.abs();
                if (!(size.max().item_double() <= LARGEST)) {
                    Tensor good = torch.isfinite(part).logical_and(size.le(new Scalar(LARGEST)));
                    Tensor bad = good.logical_not().nonzero().select(0, 0);
                    long[] at = Tensors.toLongs(bad);
                    double value = part.select(0, at[0])
                            .select(0, at[1])
                            .to(ScalarType.Double)
                            .item_double();
                    close();
                    throw new BadInput(name + ": row " + (from + at[0]) + ", column " + at[1] + " is "
                            + (Double.isFinite(value) ? value : "NaN or infinite")
                            + "; allowed: finite numbers up to " + LARGEST);
                }
            }
        }
        return this;
    }

    /** Rows. */
    public int count() {
        return (int) values.size(0);
    }

    /** Columns. */
    public int size() {
        return (int) values.size(1);
    }

    /** {@code float32} or {@code float64}: how they are stored. */
    public String dtype() {
        return values.scalar_type().intern() == ScalarType.Double ? "float64" : "float32";
    }

    /** As they are stored; borrowed. */
    Tensor values() {
        return values;
    }

    /** Some rows as float64 [count, d], in the caller's scope. */
    Tensor rows(int from, int count) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.promote(
                    values.narrow(0, from, count).to(ScalarType.Double).contiguous());
        }
    }

    /** Copies as many rows as a float64 tensor [rows, d] has, from one on. */
    void copyRows(int from, Tensor target) {
        try (TensorScope scope = TensorScope.open()) {
            target.copy_(values.narrow(0, from, target.size(0)));
        }
    }

    /** The rows of these numbers as float64 [numbers, d], in the caller's scope. */
    Tensor pick(long[] numbers) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.promote(torch.index_select(values, 0, Tensors.of(numbers, numbers.length))
                    .to(ScalarType.Double));
        }
    }

    /** How many rows are in another set too, number by number. */
    public int among(Features other) {
        Set<Long> known = new HashSet<>();
        other.eachRow(known::add);
        int[] found = {0};
        eachRow(key -> found[0] += known.contains(key) ? 1 : 0);
        return found[0];
    }

    /** A 64-bit key for the numbers of each row. */
    private void eachRow(Consumer<Long> keys) {
        int piece = Math.max(1, (1 << 20) / size());
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * size());
        for (int from = 0; from < count(); from += piece) {
            try (TensorScope scope = TensorScope.open()) {
                double[] part = Tensors.toDoubles(rows(from, Math.min(piece, count() - from)));
                for (int at = 0; at < part.length; at += size()) {
                    bytes.clear().asDoubleBuffer().put(part, at, size());
                    CRC32 one = new CRC32();
                    one.update(bytes.array());
                    CRC32C other = new CRC32C();
                    other.update(bytes.array());
                    keys.accept(one.getValue() << Integer.SIZE | other.getValue());
                }
            }
        }
    }

    /** The rows of these numbers, in this order, as a set of their own, which the caller closes. */
    public Features select(int[] numbers) {
        try (TensorScope scope = TensorScope.open()) {
            long[] rows = java.util.Arrays.stream(numbers).asLongStream().toArray();
            return new Features(scope.keep(torch.index_select(values, 0, Tensors.of(rows, rows.length))));
        }
    }

    @Override
    public void close() {
        values.close();
    }
}
