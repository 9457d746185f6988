package dev.atelier.nn;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A weight in the format that products read, kept until the weight changes: libtorch counts the changes of each tensor. Only for
 * passes that record no gradients.
 */
final class WorkingCopy implements AutoCloseable {
    private @Nullable Tensor copy;
    private Precision precision = Precision.FP32;
    private long version;

    /** Borrowed: lives until the weight changes or this is closed. */
    synchronized Tensor of(Tensor weight, Precision wanted) {
        Tensor kept = copy;
        if (kept == null || precision != wanted || version != weight._version()) {
            close();
            try (TensorScope scope = TensorScope.open()) {
                kept = scope.keep(weight.dim() == 4 ? wanted.castChannelsLast(weight) : wanted.cast(weight));
            }
            copy = kept;
            precision = wanted;
            version = weight._version();
        }
        return kept;
    }

    @Override
    public synchronized void close() {
        Tensor kept = copy;
        if (kept != null) {
            kept.close();
            copy = null;
        }
    }
}
