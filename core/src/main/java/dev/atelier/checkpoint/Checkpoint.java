package dev.atelier.checkpoint;

import dev.atelier.tensor.Tensors;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything a training run needs to go on.
 *
 * @param step steps done
 * @param groups tensors by group ({@code generator}, {@code generator_optimizer}, …) and name; one file a group
 * @param state plain values (strings, numbers, lists, maps) for {@code state.json}
 */
public record Checkpoint(long step, Map<String, Map<String, Tensor>> groups, Map<String, Object> state) {
    /** The tensors of a group that must be there. */
    public static Map<String, Tensor> group(Map<String, Map<String, Tensor>> groups, String name) {
        return Optional.ofNullable(groups.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the checkpoint has no " + name));
    }

    /** Size of all tensors. */
    public long bytes() {
        return groups.values().stream()
                .flatMap(group -> group.values().stream())
                .mapToLong(Tensor::nbytes)
                .sum();
    }

    /** The first tensor that holds a NaN or an infinity, as {@code group's name}. */
    public Optional<String> notFinite() {
        for (Map.Entry<String, Map<String, Tensor>> group : groups.entrySet()) {
            for (Map.Entry<String, Tensor> tensor : group.getValue().entrySet()) {
                if (!Tensors.allFinite(tensor.getValue())) {
                    return Optional.of(group.getKey() + "'s " + tensor.getKey());
                }
            }
        }
        return Optional.empty();
    }
}
