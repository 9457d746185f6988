package dev.atelier.losses;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The discriminator's targets: real 1 and fake 0, or the other way round, moved towards each other by a fixed amount (smoothing) and
 * by noise drawn anew for each output. The generator's target stays hard.
 *
 * @param inverted real 0 and fake 1
 * @param realSmoothing how far each real target stands from the hard one (Salimans et al. 2016, arXiv 1606.03498, section 3.4)
 * @param fakeSmoothing the same for fake targets
 * @param realNoise how far a real target may move towards the fake one: amount · U(0,1)
 * @param fakeNoise the same for fake targets
 */
public record Labels(
        boolean inverted, double realSmoothing, double fakeSmoothing, LabelNoise realNoise, LabelNoise fakeNoise) {
    /** Not smoothed. */
    public Labels(boolean inverted, LabelNoise realNoise, LabelNoise fakeNoise) {
        this(inverted, 0, 0, realNoise, fakeNoise);
    }

    /** Real 1, fake 0, no noise. */
    public static Labels plain() {
        return new Labels(false, LabelNoise.NONE, LabelNoise.NONE);
    }

    double realTarget() {
        return inverted ? 0 : 1;
    }

    double fakeTarget() {
        return inverted ? 1 : 0;
    }

    Tensor real(Tensor logits) {
        return target(logits, realTarget(), realSmoothing, realNoise);
    }

    Tensor fake(Tensor logits) {
        return target(logits, fakeTarget(), fakeSmoothing, fakeNoise);
    }

    private static Tensor target(Tensor logits, double base, double smoothing, LabelNoise noise) {
        Tensor target = torch.full_like(logits, new Scalar(base == 0 ? smoothing : base - smoothing));
        if (noise == LabelNoise.NONE) {
            return target;
        }
        return base == 0 ? target.add(noise.draw(logits)) : target.sub(noise.draw(logits));
    }
}
