package dev.atelier.losses;

import org.bytedeco.pytorch.Tensor;

/** ‖E f(real) − E f(fake)‖² over the features that the discriminator's head is given (Salimans et al. 2016, arXiv 1606.03498, 3.1). */
public final class FeatureMatching {
    private FeatureMatching() {}

    /** Features [B, F] of each kind; a scalar, the mean over F. The gradient flows to the fakes alone where the reals have none. */
    public static Tensor loss(Tensor realFeatures, Tensor fakeFeatures) {
        long[] batch = {0};
        return realFeatures.mean(batch).sub(fakeFeatures.mean(batch)).square().mean();
    }
}
