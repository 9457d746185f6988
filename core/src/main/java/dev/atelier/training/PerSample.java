package dev.atelier.training;

import dev.atelier.networks.Critic;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Losses of single samples, of terms that know only the mean over a batch: the mean over a batch of one. */
final class PerSample {
    private PerSample() {}

    /** [count], {@code loss} gives the scalar of one sample. */
    static Tensor losses(long count, LongFunction<Tensor> loss) {
        Tensor[] each = new Tensor[Math.toIntExact(count)];
        for (int i = 0; i < each.length; i++) {
            each[i] = loss.apply(i);
        }
        return torch.stack(new TensorVector(each), 0);
    }

    /** A critic of which samples can be told apart. */
    static void require(Critic critic) {
        if (critic.mixesSamples()) {
            throw new IllegalStateException(critic.title()
                    + " has a layer that looks at the whole batch: a single sample has no gradient of its own");
        }
    }

    static void require(boolean single, Object what) {
        if (!single) {
            throw new IllegalStateException(
                    name(what) + " mixes the samples of a batch: it has no loss of a single sample");
        }
    }

    /** What a message calls it: its class, without what a lambda adds. */
    static String name(Object what) {
        return what.getClass().getSimpleName().replaceAll("\\$\\$Lambda.*", "");
    }
}
