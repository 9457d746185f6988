package dev.atelier.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The running mean and variance of a batch norm, and the norm by them or by the batch. */
record RunningMoments(Parameter mean, Parameter variance, double momentum, double epsilon) {
    /** In training by the moments of {@code x}, which the running ones follow; in evaluation by the running ones. */
    Tensor normalise(Tensor x, Parameter scale, Parameter shift, Pass pass) {
        ShardBuffers buffers = pass.buffers();
        if (!pass.training() || buffers == null) {
            return norm(x, scale, shift, mean.value(), variance.value(), pass.training(), momentum);
        }
        Tensor ofMean = torch.zeros_like(mean.value());
        Tensor ofVariance = torch.zeros_like(variance.value());
        Tensor y = norm(x, scale, shift, ofMean, ofVariance, true, 1); // all of the batch, nothing of before
        buffers.moments(mean, variance, momentum, ofMean, ofVariance);
        return y;
    }

    private Tensor norm(
            Tensor x,
            Parameter scale,
            Parameter shift,
            Tensor followingMean,
            Tensor followingVariance,
            boolean training,
            double share) {
        return torch.batch_norm(
                x,
                new TensorOptional(scale.value()),
                new TensorOptional(shift.value()),
                new TensorOptional(followingMean),
                new TensorOptional(followingVariance),
                training,
                share,
                epsilon,
                true);
    }
}
