package dev.atelier.losses;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The discriminator's targets: real 1 and fake 0, or the other way round, softened towards each other by noise drawn anew for each
 * output.
 *
 * @param inverted real 0 and fake 1
 * @param realNoise how far a real target may move towards the fake one: amount · U(0,1)
 * @param fakeNoise the same for fake targets
 */
public record Labels(boolean inverted, LabelNoise realNoise, LabelNoise fakeNoise) {
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
        return target(logits, realTarget(), realNoise);
    }

    Tensor fake(Tensor logits) {
        return target(logits, fakeTarget(), fakeNoise);
    }

    private static Tensor target(Tensor logits, double base, LabelNoise noise) {
        Tensor target = torch.full_like(logits, new Scalar(base));
        if (noise == LabelNoise.NONE) {
            return target;
        }
        return base == 0 ? target.add(noise.draw(logits)) : target.sub(noise.draw(logits));
    }
}
