package dev.atelier.systems;

import dev.atelier.networks.SrResnet;
import dev.atelier.networks.Translator;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.NetworkSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A network between two of one table (Wang et al. 2018, arXiv 1809.00219, section 3.4): (1 − share) · the weights of the one + share · those
 * of the other, the statistics of batch norm too. It means something where the one was trained on from the other.
 *
 * @param set that holds both, and closes every network between them
 * @param first by name
 * @param last by name
 * @param fresh a network of their table on their device
 */
record Blend(NetworkSet set, String first, String last, Supplier<SrResnet> fresh) {
    /** The network of a share, 0 to 1; the same one whenever it is asked for. */
    Translator of(double share) {
        String name = "blend " + share;
        return set.helper(name, SrResnet.class).orElseGet(() -> {
            SrResnet blend = fresh.get();
            set.helper(name, blend);
            Map<String, Tensor> ofFirst = set.shown(first).state();
            Map<String, Tensor> ofLast = set.shown(last).state();
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Map<String, Tensor> mixed = new LinkedHashMap<>();
                ofFirst.forEach((key, value) -> {
                    Tensor other = Objects.requireNonNull(ofLast.get(key), key);
                    mixed.put(key, value.mul(new Scalar(1 - share)).add(other.mul(new Scalar(share))));
                });
                blend.load(mixed);
            }
            blend.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
            return blend;
        });
    }
}
