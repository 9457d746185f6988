package dev.atelier.nn;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** The source of dropout masks. */
public interface Masks {
    /** No dropout: layers pass their input on. */
    Masks NONE = (keep, like) -> {
        throw new IllegalStateException("dropout is off in this pass");
    };

    /** A mask like {@code like} in shape and format, 1/keep with probability {@code keep} and 0 otherwise. */
    Tensor mask(double keep, Tensor like);

    /** Fresh masks from a stream. */
    static Masks from(RandomStream stream) {
        return (keep, like) -> Tensors.bernoulli(stream, keep, (float) (1 / keep), like);
    }
}
