package dev.atelier.nn;

import dev.atelier.tensor.Tensors;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mean and biased variance of each channel, taken of a batch of pictures layer by layer and given to other pictures afterwards: so can
 * pieces of one picture be normalised alike, where a norm goes by statistics of the picture. First one pass gathers ({@link Pass#by}),
 * then {@link #given} is for any number of passes, on any threads, through the same network.
 */
public final class PictureMoments {
    private record Moments(float[] mean, float[] variance) {}

    private final Map<Object, Moments> ofLayers;
    private final boolean gathering;

    private PictureMoments(Map<Object, Moments> ofLayers, boolean gathering) {
        this.ofLayers = ofLayers;
        this.gathering = gathering;
    }

    /** Nothing as yet: the pass that has it normalises by the moments of its batch, and they are kept. */
    public static PictureMoments gathering() {
        return new PictureMoments(new IdentityHashMap<>(), true);
    }

    /** What was gathered, to normalise by. */
    public PictureMoments given() {
        return new PictureMoments(new IdentityHashMap<>(ofLayers), false);
    }

    /** {@code x} [B, C, H, W] as the norm that {@code layer} stands for gives it; scale and shift may be empty. */
    Tensor normalise(Object layer, Tensor x, TensorOptional scale, TensorOptional shift, double epsilon) {
        if (gathering) {
            ofLayers.put(layer, of(x, epsilon));
        }
        Moments moments = ofLayers.get(layer);
        if (moments == null) {
            throw new IllegalStateException("these moments are of another network");
        }
        return torch.batch_norm(
                x,
                scale,
                shift,
                new TensorOptional(like(x, moments.mean())),
                new TensorOptional(like(x, moments.variance())),
                false,
                0,
                epsilon,
                true);
    }

    /** By a batch norm that remembers nothing of before; the variance that it leaves is the unbiased one. */
    private static Moments of(Tensor x, double epsilon) {
        TensorOptional none = new TensorOptional();
        float[] mean = new float[(int) x.size(1)];
        float[] variance = new float[mean.length];
        Tensor ofMean = like(x, mean);
        Tensor ofVariance = like(x, variance);
        torch.batch_norm(
                x, none, none, new TensorOptional(ofMean), new TensorOptional(ofVariance), true, 1, epsilon, true);
        double count = x.numel() / (double) mean.length;
        System.arraycopy(Tensors.toFloats(ofMean), 0, mean, 0, mean.length);
        float[] unbiased = Tensors.toFloats(ofVariance);
        for (int i = 0; i < variance.length; i++) {
            variance[i] = (float) (unbiased[i] * (count - 1) / count);
        }
        return new Moments(mean, variance);
    }

    private static Tensor like(Tensor x, float[] values) {
        return Tensors.of(values, values.length).to(x.device(), ScalarType.Float);
    }
}
