package dev.atelier.nn;

import dev.atelier.BadInput;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The running mean and variance of a batch norm, and the norm by them, by the batch or by each image. */
record RunningMoments(Parameter mean, Parameter variance, double momentum, double epsilon) {
    /** In training by the moments of {@code x}, which the running ones follow; in evaluation by those that the pass says. */
    Tensor normalise(Tensor x, Parameter scale, Parameter shift, Pass pass) {
        if (!pass.training() && pass.statistics() != NormStatistics.RUNNING) {
            TensorOptional weight = new TensorOptional(scale.value());
            TensorOptional bias = new TensorOptional(shift.value());
            if (pass.moments() != null) {
                return pass.moments().normalise(mean, x, weight, bias, epsilon);
            }
            return pass.statistics() == NormStatistics.IMAGE
                    ? InstanceNorm2d.ofEach(x, weight, bias, epsilon)
                    : InstanceNorm2d.ofAll(x, weight, bias, epsilon);
        }
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

    /** {@link #normalise} in evaluation, for a graph; what it takes of a batch is refused under the label. */
    Value trace(Graph graph, Value x, Parameter scale, Parameter shift, String label) {
        if (graph.statistics() == NormStatistics.BATCH) {
            throw new BadInput(
                    "row '" + label + "' takes the statistics of a batch, whose size a graph leaves open; allowed: "
                            + "statistics running, image");
        }
        Value weight = graph.parameter(scale);
        Value bias = graph.parameter(shift);
        Graph.Draft norm = graph.statistics() == NormStatistics.IMAGE
                ? graph.operator("InstanceNormalization", x, weight, bias)
                : graph.operator(
                        "BatchNormalization", x, weight, bias, graph.parameter(mean), graph.parameter(variance));
        return norm.number("epsilon", epsilon).givesTheSame();
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
