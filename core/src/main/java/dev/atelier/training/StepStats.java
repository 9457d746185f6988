package dev.atelier.training;

import dev.atelier.checkpoint.SavedState;
import dev.atelier.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Named scalars for the rows: means, kept as sums on the device and read only at ticks, because each read waits for the device; and
 * states, computed only then.
 */
public final class StepStats implements AutoCloseable {
    private final Map<String, Tensor> sums = new LinkedHashMap<>();
    private final Map<String, Double> earlier = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Supplier<Tensor>> states = new LinkedHashMap<>();

    /** Adds a scalar, as often a step as it is there; the tensor stays the caller's. */
    public void add(String name, Tensor scalar) {
        counts.merge(name, 1L, Long::sum);
        Tensor sum = sums.get(name);
        try (TensorScope scope = TensorScope.open()) {
            Tensor value = scalar.detach();
            if (sum == null) {
                sums.put(name, scope.keep(value.to(ScalarType.Double, false, true, new MemoryFormatOptional())));
            } else {
                sum.add_(value);
            }
        }
    }

    /** A scalar as it stands when the rows are read next, not a mean; said again, the last one counts. No checkpoint keeps it. */
    public void state(String name, Supplier<Tensor> scalar) {
        states.put(name, scalar);
    }

    /** Means since the last call and the states of now, and a fresh start. Empty where nothing was said. */
    public Map<String, Double> drain() {
        Map<String, Double> values = new LinkedHashMap<>();
        sums().forEach((name, sum) -> values.put(name, sum / counts.getOrDefault(name, 1L)));
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            states.forEach((name, scalar) -> values.put(name, scalar.get().item_double()));
        }
        clear();
        return values;
    }

    /** What a checkpoint keeps, so that the next means are those of a run that never stopped. */
    public Map<String, Object> save() {
        return Map.of("counts", new LinkedHashMap<>(counts), "sums", sums());
    }

    /** Goes to what {@link #save()} gave. */
    public void load(Map<?, ?> state) {
        clear();
        SavedState saved = new SavedState(state);
        earlier.putAll(saved.numbers("sums"));
        if (state.containsKey("counts")) {
            counts.putAll(saved.integers("counts"));
        } else { // 0.1 counted steps
            long rounds = saved.integer("rounds");
            earlier.keySet().forEach(name -> counts.put(name, rounds));
        }
    }

    private Map<String, Double> sums() {
        Map<String, Double> all = new LinkedHashMap<>(earlier);
        sums.forEach((name, sum) -> all.merge(name, sum.item_double(), Double::sum));
        return all;
    }

    private void clear() {
        sums.values().forEach(Tensor::close);
        sums.clear();
        counts.clear();
        earlier.clear();
        states.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
