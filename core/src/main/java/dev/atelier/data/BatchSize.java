package dev.atelier.data;

import dev.atelier.BadInput;
import java.util.OptionalInt;

/** How many samples a batch has: a function of the samples that the feed has given, so that a feed can be opened anywhere. */
@FunctionalInterface
public interface BatchSize {
    /** Samples of the batch that comes after {@code given} samples; where the epoch ends before, the batch is smaller. */
    int after(long given);

    /** The size of all batches; empty where they differ. */
    default OptionalInt constant() {
        return OptionalInt.empty();
    }

    /** Always the same. */
    static BatchSize of(int size) {
        if (size < 1) {
            throw new BadInput("batch size " + size + ": at least 1");
        }
        return new BatchSize() {
            @Override
            public int after(long given) {
                return size;
            }

            @Override
            public OptionalInt constant() {
                return OptionalInt.of(size);
            }
        };
    }
}
