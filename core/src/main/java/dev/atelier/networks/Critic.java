package dev.atelier.networks;

import dev.atelier.nn.Pass;
import org.bytedeco.pytorch.Tensor;

/** A network that tells real samples from generated ones: a discriminator, the critic of a Wasserstein GAN. */
public interface Critic extends Network {
    /** Everything it says of samples, batch first, in the caller's scope. */
    Judgement judge(Tensor samples, Pass pass);

    /** Whether real and generated samples must be judged in passes of their own, because a layer looks at the whole batch. */
    default boolean mixesSamples() {
        return false;
    }
}
