package dev.atelier.training;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** {@link Gradients#perSample}. */
record PerSampleGradients(double clip, double deviation, RandomStream noise) implements Gradients {
    PerSampleGradients {
        if (!(clip > 0 && clip < Double.POSITIVE_INFINITY && deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "gradients of single samples, clipped to " + clip + " with noise of deviation " + deviation
                            + "; allowed: a length above 0, a deviation of at least 0");
        }
    }

    @Override
    public boolean eachSample() {
        return true;
    }

    @Override
    public void collect(Tensor losses, double share, Collected collected) {
        if (losses.dim() != 1 || losses.size(0) == 0) {
            throw new IllegalStateException("gradients of single samples want the loss of each sample, [B], got "
                    + Arrays.toString(Tensors.shape(losses)));
        }
        long count = losses.size(0);
        for (long i = 0; i < count; i++) {
            try (TensorScope scope = TensorScope.open()) {
                List<Tensor> gradients = collected.gradients(losses.select(0, i), i + 1 < count);
                Tensor factor = Tensors.norm(gradients)
                        .reciprocal() // of 0 it is infinite, and cut off below
                        .mul(new Scalar(clip))
                        .clamp_max(new Scalar(1.0));
                collected.add(
                        gradients.stream().map(gradient -> gradient.mul(factor)).toList());
            }
        }
        collected.count(count);
    }

    @Override
    public void finish(Collected collected) {
        Scalar each = new Scalar(1.0 / collected.samples());
        for (Tensor sum : collected.sums()) {
            if (deviation > 0) {
                sum.add_(Tensors.normal(noise, sum.device(), Tensors.shape(sum)), new Scalar(deviation * clip));
            }
            sum.mul_(each);
        }
    }
}
