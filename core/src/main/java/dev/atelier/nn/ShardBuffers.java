package dev.atelier.nn;

import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What the passes of one shard of a batch write into their networks' buffers, held back until all shards are done, because they run at the
 * same time: moments of batch norms, and values that replace others. {@link #settle} then writes them in an order that does not depend on
 * which shard came first. Owns its tensors until closed; one thread at a time.
 */
public final class ShardBuffers implements AutoCloseable {
    private record Moments(Parameter mean, Parameter variance, double momentum, Tensor ofMean, Tensor ofVariance) {}

    private final List<Moments> moments = new ArrayList<>();
    private final Map<Parameter, Tensor> replaced = new IdentityHashMap<>();

    /** The value of a buffer as this shard sees it, borrowed. */
    Tensor read(Parameter buffer) {
        return replaced.getOrDefault(buffer, buffer.value());
    }

    /** Replaces a buffer's value for this shard; that of the first shard stays. All shards must come to the same. */
    void write(Parameter buffer, Tensor value) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor before = replaced.put(buffer, scope.keep(value.clone()));
            if (before != null) {
                before.close();
            }
        }
    }

    /** Mean and variance of a shard's values, which running ones are to follow; the tensors are copied. */
    void moments(Parameter mean, Parameter variance, double momentum, Tensor ofMean, Tensor ofVariance) {
        try (TensorScope scope = TensorScope.open()) {
            moments.add(
                    new Moments(mean, variance, momentum, scope.keep(ofMean.clone()), scope.keep(ofVariance.clone())));
        }
    }

    /**
     * Writes what the shards of a batch have collected, in the order of their passes. Running moments follow the mean over the shards, summed
     * in their order: a step counts as much as one of an uncut batch.
     */
    public static void settle(List<ShardBuffers> shards) {
        ShardBuffers first = shards.get(0);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            first.replaced.forEach((buffer, value) -> buffer.value().copy_(value));
            for (int pass = 0; pass < first.moments.size(); pass++) {
                Moments told = first.moments.get(pass);
                List<Tensor> means = new ArrayList<>();
                List<Tensor> variances = new ArrayList<>();
                for (ShardBuffers shard : shards) {
                    means.add(shard.moments.get(pass).ofMean());
                    variances.add(shard.moments.get(pass).ofVariance());
                }
                follow(told.mean(), told.momentum(), means);
                follow(told.variance(), told.momentum(), variances);
            }
        }
    }

    private static void follow(Parameter running, double momentum, List<Tensor> shards) {
        Tensor sum = shards.get(0);
        for (Tensor shard : shards.subList(1, shards.size())) {
            sum = sum.add(shard);
        }
        running.value().mul_(new Scalar(1 - momentum)).add_(sum, new Scalar(momentum / shards.size()));
    }

    @Override
    public void close() {
        moments.forEach(each -> {
            each.ofMean().close();
            each.ofVariance().close();
        });
        replaced.values().forEach(Tensor::close);
        moments.clear();
        replaced.clear();
    }
}
