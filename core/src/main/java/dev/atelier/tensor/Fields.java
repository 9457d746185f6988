package dev.atelier.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors by name, each with a row for every sample: a batch of real data, the noise that a generator starts from, what a network
 * reads beside its input. Closing it closes the tensors; one that was made inside a {@link TensorScope} need not be closed.
 */
public final class Fields implements AutoCloseable {
    /** The field of real samples, float32, in the range that the networks see. */
    public static final String REAL = "real";

    /** The field of class numbers, int64 [B]; −1 where there are no classes. */
    public static final String LABEL = "label";

    /** The field of encoded attributes, float32 [B, width]; absent where nothing is conditioned on. */
    public static final String CONDITION = "condition";

    /** No field, of no sample. */
    public static final Fields NONE = new Fields(0, Map.of());

    private final long count;
    private final Map<String, Tensor> byName;

    private Fields(long count, Map<String, Tensor> byName) {
        this.count = count;
        this.byName = byName;
    }

    /** Fields of {@code count} samples, in the order of the map; the tensors are not copied. */
    public static Fields of(long count, Map<String, Tensor> byName) {
        return new Fields(count, new LinkedHashMap<>(byName));
    }

    /** One field; the number of samples is its first size. */
    public static Fields of(String name, Tensor tensor) {
        return new Fields(tensor.size(0), Map.of(name, tensor));
    }

    /** How many samples. */
    public long count() {
        return count;
    }

    /** The names, in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The field of this name, borrowed; a missing one is a mistake in the program and named with those that are there. */
    public Tensor get(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no field '" + name + "'; there are: " + String.join(", ", byName.keySet()));
        }
        return tensor;
    }

    /** The field of this name, borrowed, where there is one. */
    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** These fields and one more, or another in the place of the one of this name. */
    public Fields with(String name, Tensor tensor) {
        Map<String, Tensor> all = new LinkedHashMap<>(byName);
        all.put(name, tensor);
        return new Fields(byName.isEmpty() ? tensor.size(0) : count, all);
    }

    /** The fields of these names only, as far as they are there. */
    public Fields only(String... names) {
        Map<String, Tensor> some = new LinkedHashMap<>();
        for (String name : names) {
            find(name).ifPresent(tensor -> some.put(name, tensor));
        }
        return new Fields(count, some);
    }

    /** {@code size} samples from number {@code from} on, as views in the caller's scope. */
    public Fields rows(long from, long size) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> rows.put(name, tensor.narrow(0, from, size)));
        return new Fields(size, rows);
    }

    /** {@code times} times the first sample, in the caller's scope. */
    public Fields repeated(long times) {
        Map<String, Tensor> repeated = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> {
            long[] shape = new long[(int) tensor.dim()];
            Arrays.fill(shape, 1);
            shape[0] = times;
            repeated.put(name, tensor.narrow(0, 0, 1).repeat(shape));
        });
        return new Fields(times, repeated);
    }

    /** These fields, taken out of a scope: they live until they are closed. */
    public Fields kept(TensorScope scope) {
        byName.values().forEach(scope::keep);
        return this;
    }

    /** On this device, in the caller's scope: floating-point fields as float32, others in their own type. */
    public Fields to(Device device) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> moved.put(
                name, tensor.to(device, tensor.is_floating_point() ? ScalarType.Float : tensor.scalar_type())));
        return new Fields(count, moved);
    }

    /** The samples of all of these behind one another, in the caller's scope; all must have the same names. */
    public static Fields concatenated(List<Fields> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (String name : parts.get(0).byName.keySet()) {
            List<Tensor> tensors = new ArrayList<>();
            parts.forEach(part -> tensors.add(part.get(name)));
            all.put(name, torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), 0));
        }
        return new Fields(parts.stream().mapToLong(Fields::count).sum(), all);
    }

    /** Frees all tensors; a second call does nothing. */
    @Override
    public void close() {
        byName.values().forEach(Tensor::close);
    }

    @Override
    public String toString() {
        return count + " samples of " + String.join(", ", byName.keySet());
    }
}
