package dev.atelier.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adds one feature: how much the samples of a group differ, the standard deviation of each feature over the group, averaged over the
 * features (Karras et al. 2018, arXiv 1710.10196, section 3). [F] to [F + 1]. A batch that the group's size does not divide is one
 * group.
 *
 * @param group samples in a group
 */
public record MinibatchStddev(int group) implements Layer {
    private static final double EPSILON = 1e-8;

    public MinibatchStddev {
        if (group < 2) {
            throw new IllegalArgumentException("a group has at least two samples, got " + group);
        }
    }

    @Override
    public String label() {
        return "minibatch stddev, groups of " + group;
    }

    @Override
    public Tensor forward(Tensor features, Pass pass) {
        Tensor x = features.to(ScalarType.Float); // small differences are lost in half precision
        long batch = x.size(0);
        long size = batch % group == 0 ? group : batch;
        Tensor groups = x.reshape(size, batch / size, x.size(1)); // sample i is in group i mod (batch / size)
        Tensor centred = groups.sub(groups.mean(new long[] {0}, true, new ScalarTypeOptional()));
        Tensor variance = centred.square().mean(new long[] {0});
        Tensor deviation = variance.add(new Scalar(EPSILON)).sqrt().mean(new long[] {1});
        return torch.cat(new TensorVector(x, deviation.repeat(size).unsqueeze(1)), 1);
    }

    @Override
    public long[] outputShape(long[] inputShape) {
        Shapes.require(inputShape.length == 1, this, inputShape);
        return new long[] {inputShape[0] + 1};
    }

    @Override
    public boolean mixesSamples() {
        return true;
    }
}
