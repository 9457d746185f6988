package dev.atelier.nn;

import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A weight in the format that products read, kept until the weight changes: libtorch counts the changes of each tensor. Only for
 * passes that record no gradients.
 */
final class WorkingCopy implements AutoCloseable {
    private Tensor copy;
    private Precision precision;
    private long version;

    /** Borrowed: lives until the weight changes or this is closed. */
    synchronized Tensor of(Tensor weight, Precision wanted) {
        if (copy == null || precision != wanted || version != weight._version()) {
            close();
            try (TensorScope scope = TensorScope.open()) {
                copy = scope.keep(weight.dim() == 4 ? wanted.castChannelsLast(weight) : wanted.cast(weight));
            }
            precision = wanted;
            version = weight._version();
        }
        return copy;
    }

    @Override
    public synchronized void close() {
        if (copy != null) {
            copy.close();
            copy = null;
        }
    }
}
