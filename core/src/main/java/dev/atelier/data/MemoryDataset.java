package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Samples that a program has made: fields of numbers by name, each with a row for each sample. Immutable. */
public final class MemoryDataset implements RowDataset {
    /** Values of one sample, row-major, and their shape. */
    private record Column(float[] floats, long[] integers, long[] shape) {
        boolean isInteger() {
            return integers.length > 0;
        }

        int width() {
            return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }
    }

    private final String name;
    private final int size;
    private final Map<String, Column> columns;

    private MemoryDataset(String name, int size, Map<String, Column> columns) {
        this.name = name;
        this.size = size;
        this.columns = columns;
    }

    /**
     * Samples under {@link Fields#REAL}, float32.
     *
     * @param values of all samples, one behind the other, each row-major
     * @param shape of one sample, as 1, 28, 28
     */
    public static MemoryDataset of(String name, float[] values, long... shape) {
        long width = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new BadInput(name + ": " + values.length + " values are no samples of shape " + Arrays.toString(shape)
                    + ", which have " + width + " each");
        }
        return new MemoryDataset(name, (int) (values.length / width), Map.of()).with(Fields.REAL, values, shape);
    }

    /** These samples with another field of numbers, float32. */
    public MemoryDataset with(String field, float[] values, long... shape) {
        return with(field, new Column(values.clone(), new long[0], shape.clone()), values.length);
    }

    /** These samples with a field of whole numbers, int64, as labels or tokens. */
    public MemoryDataset with(String field, long[] values, long... shape) {
        return with(field, new Column(new float[0], values.clone(), shape.clone()), values.length);
    }

    private MemoryDataset with(String field, Column column, int values) {
        if (values != (long) size * column.width()) {
            throw new BadInput(name + ": field " + field + " has " + values + " values for "
                    + Counted.of(size, "sample") + " of shape " + Arrays.toString(column.shape));
        }
        Map<String, Column> more = new LinkedHashMap<>(columns);
        more.put(field, column);
        return new MemoryDataset(name, size, more);
    }

    @Override
    public String description() {
        return name + ", " + Counted.of(size, "sample");
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Fields batch(int[] rows, long number) {
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> fields = new LinkedHashMap<>();
            columns.forEach((field, column) -> fields.put(field, scope.keep(tensor(column, rows))));
            return Fields.of(rows.length, fields);
        }
    }

    private static Tensor tensor(Column column, int[] rows) {
        int width = column.width();
        long[] shape = new long[column.shape.length + 1];
        shape[0] = rows.length;
        System.arraycopy(column.shape, 0, shape, 1, column.shape.length);
        if (column.isInteger()) {
            long[] values = new long[rows.length * width];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(column.integers, rows[i] * width, values, i * width, width);
            }
            return Tensors.of(values, shape);
        }
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(column.floats, rows[i] * width, values, i * width, width);
        }
        return Tensors.of(values, shape);
    }

    @Override
    public String sha256() {
        MessageDigest digest = Checksums.sha256();
        columns.forEach((field, column) -> {
            digest.update((field + Arrays.toString(column.shape) + "×" + size).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(
                            column.floats.length * Float.BYTES + column.integers.length * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(column.floats);
            bytes.asLongBuffer().put(column.integers);
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
