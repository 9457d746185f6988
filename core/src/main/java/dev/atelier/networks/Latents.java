package dev.atelier.networks;

import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;

/** A fixed set of latent vectors, kept for as long as somebody wants pictures of the same z. Owns its tensor until closed. */
public final class Latents implements AutoCloseable {
    private final Tensor z;

    private Latents(Tensor z) {
        this.z = z;
    }

    /** {@code count} vectors of length {@code size}; from the same stream, more of them begin with the fewer. */
    public static Latents sample(LatentPrior prior, RandomStream stream, int count, int size, ComputeDevice device) {
        try (TensorScope scope = TensorScope.open()) {
            int even = count + count % 2; // normal numbers come in pairs
            Tensor z = prior.sample(stream, even, size, device.device())
                    .narrow(0, 0, count)
                    .contiguous();
            return new Latents(scope.keep(z));
        }
    }

    /** [count, size], borrowed. */
    Tensor z() {
        return z;
    }

    public int count() {
        return (int) z.size(0);
    }

    @Override
    public void close() {
        z.close();
    }
}
