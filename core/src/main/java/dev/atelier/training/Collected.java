package dev.atelier.training;

import dev.atelier.tensor.Pieces;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The gradients that a player has collected since its last step, one for each weight; it owns them until cleared. */
public final class Collected {
    private final List<Tensor> weights;
    private final List<Tensor> sums = new ArrayList<>();
    private long samples;

    Collected(List<Tensor> weights) {
        this.weights = weights;
    }

    /** The player's weights, borrowed. */
    public List<Tensor> weights() {
        return weights;
    }

    /** The sums so far in the order of the weights, borrowed, to be changed in place; empty before anything was added. */
    public List<Tensor> sums() {
        return sums;
    }

    /** Samples counted by {@link #count} since the last step. */
    public long samples() {
        return samples;
    }

    /** Counts samples whose gradients were added. */
    public void count(long further) {
        samples += further;
    }

    /** Adds gradients in the order of the weights; they stay the caller's. */
    public void add(List<Tensor> gradients) {
        boolean first = sums.isEmpty();
        try (TensorScope scope = TensorScope.open()) {
            for (int i = 0; i < gradients.size(); i++) {
                if (first) { // in the weight's own order: fused optimisers read memory, second derivatives come
                    // transposed
                    sums.add(scope.keep(gradients.get(i).contiguous()));
                } else {
                    sums.get(i).add_(gradients.get(i));
                }
            }
        }
    }

    /** Adds what another has collected, which then is empty. */
    void add(Collected other) {
        if (sums.isEmpty()) {
            sums.addAll(other.sums);
            other.sums.clear();
        } else if (!other.sums.isEmpty()) {
            Pieces.each(sums, which -> {
                try (TensorScope scope = TensorScope.open()) {
                    for (int i : which) {
                        sums.get(i).add_(other.sums.get(i));
                    }
                }
            });
        }
        samples += other.samples;
        other.clear();
    }

    /**
     * The gradient of a scalar with respect to each weight, in the caller's scope; zero where it does not touch one.
     *
     * @param again whether its graph is needed once more
     */
    public List<Tensor> gradients(Tensor scalar, boolean again) {
        TensorVector found = torch.grad(
                new TensorVector(scalar),
                Tensors.vector(weights),
                new TensorVector(),
                new BoolOptional(again),
                false,
                true);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Tensor gradient = found.get(i);
            gradients.add(gradient.defined() ? gradient : torch.zeros_like(weights.get(i)));
        }
        return gradients;
    }

    void clear() {
        sums.forEach(Tensor::close);
        sums.clear();
        samples = 0;
    }
}
