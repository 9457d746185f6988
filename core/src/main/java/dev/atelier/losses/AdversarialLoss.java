package dev.atelier.losses;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What the two players minimise. Logits [B, 1] in, a scalar out. */
public sealed interface AdversarialLoss {
    Tensor discriminator(Tensor realLogits, Tensor fakeLogits);

    Tensor generator(Tensor fakeLogits);

    /** 1 where a high logit means real, −1 where it means fake. */
    default int realSign() {
        return 1;
    }

    /** A loss whose real and fake parts stand alone, so that the discriminator may learn from one kind of batch at a time. */
    sealed interface Separable extends AdversarialLoss {
        Tensor real(Tensor realLogits);

        Tensor fake(Tensor fakeLogits);

        /** The mean over all outputs, real and fake. */
        @Override
        default Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return real(realLogits).add(fake(fakeLogits)).mul(new Scalar(0.5));
        }
    }

    /**
     * Binary cross entropy (Goodfellow 2014, arXiv 1406.2661). The generator either takes the real label as its own target
     * (non-saturating, section 3) or maximises the discriminator's loss on fakes (saturating, equation 1).
     */
    record CrossEntropy(Labels labels, boolean saturating) implements Separable {
        @Override
        public Tensor real(Tensor realLogits) {
            return torch.binary_cross_entropy_with_logits(realLogits, labels.real(realLogits));
        }

        @Override
        public Tensor fake(Tensor fakeLogits) {
            return torch.binary_cross_entropy_with_logits(fakeLogits, labels.fake(fakeLogits));
        }

        @Override
        public Tensor generator(Tensor fakeLogits) {
            double target = saturating ? labels.fakeTarget() : labels.realTarget();
            Tensor loss =
                    torch.binary_cross_entropy_with_logits(fakeLogits, torch.full_like(fakeLogits, new Scalar(target)));
            return saturating ? loss.neg() : loss;
        }

        @Override
        public int realSign() {
            return labels.inverted() ? -1 : 1;
        }
    }
}
