package dev.atelier.networks;

import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A fixed set of latent vectors, kept for as long as somebody wants pictures of the same z. Owns its tensor until closed. */
public final class Latents implements AutoCloseable {
    private final Tensor z;
    private final Optional<Tensor> conditions;

    private Latents(Tensor z, Optional<Tensor> conditions) {
        this.z = z;
        this.conditions = conditions;
    }

    /** {@code count} vectors of length {@code size}; from the same stream, more of them begin with the fewer. */
    public static Latents sample(LatentPrior prior, RandomStream stream, int count, int size, ComputeDevice device) {
        try (TensorScope scope = TensorScope.open()) {
            int even = count + count % 2; // normal numbers come in pairs
            Tensor z = prior.sample(stream, even, size, device.device())
                    .narrow(0, 0, count)
                    .contiguous();
            return new Latents(scope.keep(z), Optional.empty());
        }
    }

    /** The same vectors, each with a condition y, row by row [count, width], where there is a width; use the result, not this object. */
    public Latents on(float[] rows, int width) {
        if (width == 0) {
            return this;
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = Tensors.of(rows, count(), width).to(z.device(), ScalarType.Float);
            return new Latents(z, Optional.of(scope.keep(y)));
        }
    }

    /** {@code count} times the first vector; this object is closed. */
    public Latents repeated(int count) {
        try (this;
                TensorScope scope = TensorScope.open()) {
            return new Latents(scope.keep(z.narrow(0, 0, 1).repeat(count, 1)), Optional.empty());
        }
    }

    /** [count, size], borrowed. */
    Tensor z() {
        return z;
    }

    /** What networks read beside these vectors, in the caller's scope; no field where there are no conditions. */
    Fields conditions(long from, long count) {
        return conditions
                .map(y -> Fields.of(Fields.CONDITION, y.narrow(0, from, count)))
                .orElse(Fields.NONE);
    }

    public int count() {
        return (int) z.size(0);
    }

    @Override
    public void close() {
        z.close();
        conditions.ifPresent(Tensor::close);
    }
}
