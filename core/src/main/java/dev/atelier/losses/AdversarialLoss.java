package dev.atelier.losses;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What the two players minimise. Logits [B, 1] in, a scalar out; real always stands before fake. */
public interface AdversarialLoss {
    Tensor discriminator(Tensor realLogits, Tensor fakeLogits);

    /** {@code realLogits} is asked for only by a loss that compares fake with real. */
    Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits);

    /** 1 where a high logit means real, −1 where it means fake. */
    default int realSign() {
        return 1;
    }

    /** The logit between real and fake, where the loss has one. */
    default double border() {
        return 0;
    }

    /** Whether it is a mean of losses of single samples, or of pairs of a real and a generated one. */
    default boolean isPerSample() {
        return false;
    }

    /** A loss whose real and fake parts stand alone, so that the discriminator may learn from one kind of batch at a time. */
    interface Separable extends AdversarialLoss {
        Tensor real(Tensor realLogits);

        Tensor fake(Tensor fakeLogits);

        Tensor generator(Tensor fakeLogits);

        @Override
        default boolean isPerSample() {
            return true;
        }

        /** The mean over all outputs, real and fake. */
        @Override
        default Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return real(realLogits).add(fake(fakeLogits)).mul(new Scalar(0.5));
        }

        @Override
        default Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits) {
            return generator(fakeLogits);
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

    /**
     * Squared distance to the labels (Mao et al. 2016, arXiv 1611.04076, equation 9: a = 0, b = c = 1). The mean over all outputs is the
     * paper's ½ E + ½ E; the generator's loss is the paper's ½ E. Logits below ½ mean fake.
     */
    record LeastSquares(Labels labels) implements Separable {
        @Override
        public Tensor real(Tensor realLogits) {
            return realLogits.sub(labels.real(realLogits)).square().mean();
        }

        @Override
        public Tensor fake(Tensor fakeLogits) {
            return fakeLogits.sub(labels.fake(fakeLogits)).square().mean();
        }

        @Override
        public Tensor generator(Tensor fakeLogits) {
            return fakeLogits
                    .sub(new Scalar(labels.realTarget()))
                    .square()
                    .mean()
                    .mul(new Scalar(0.5));
        }

        @Override
        public int realSign() {
            return labels.inverted() ? -1 : 1;
        }

        @Override
        public double border() {
            return 0.5;
        }
    }

    /** max(0, 1 − real) and max(0, 1 + fake), their sum; the generator raises its logits (Lim and Ye 2017, arXiv 1705.02894). */
    record Hinge() implements Separable {
        @Override
        public Tensor real(Tensor realLogits) {
            return torch.relu(realLogits.neg().add(new Scalar(1))).mean();
        }

        @Override
        public Tensor fake(Tensor fakeLogits) {
            return torch.relu(fakeLogits.add(new Scalar(1))).mean();
        }

        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return real(realLogits).add(fake(fakeLogits));
        }

        @Override
        public Tensor generator(Tensor fakeLogits) {
            return fakeLogits.mean().neg();
        }
    }

    /** E fake − E real; the generator raises E fake (Arjovsky et al. 2017, arXiv 1701.07875, algorithm 1). */
    record Wasserstein() implements Separable {
        @Override
        public Tensor real(Tensor realLogits) {
            return realLogits.mean().neg();
        }

        @Override
        public Tensor fake(Tensor fakeLogits) {
            return fakeLogits.mean();
        }

        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return real(realLogits).add(fake(fakeLogits));
        }

        @Override
        public Tensor generator(Tensor fakeLogits) {
            return fakeLogits.mean().neg();
        }
    }

    /**
     * How much more real a real image looks than the fake at the same place in the batch: E log(1 + exp(−(real − fake))), and the other
     * way round for the generator (Jolicoeur-Martineau 2018, arXiv 1807.00734, RSGAN; the loss of R3GAN).
     */
    record Relativistic() implements AdversarialLoss {
        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return torch.softplus(fakeLogits.sub(realLogits)).mean();
        }

        @Override
        public boolean isPerSample() {
            return true;
        }

        @Override
        public Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits) {
            return torch.softplus(realLogits.get().sub(fakeLogits)).mean();
        }
    }

    /** As {@link CrossEntropy}, from each logit minus the mean logit of the other kind; the mean of both halves (RaSGAN, section 4.2). */
    record RelativisticAverage() implements AdversarialLoss {
        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return moreReal(realLogits, fakeLogits);
        }

        @Override
        public Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits) {
            return moreReal(fakeLogits, realLogits.get());
        }

        private static Tensor moreReal(Tensor winner, Tensor loser) {
            Tensor won = torch.softplus(winner.sub(loser.mean()).neg()).mean();
            return won.add(torch.softplus(loser.sub(winner.mean())).mean()).mul(new Scalar(0.5));
        }
    }

    /** As {@link Hinge}, from each logit minus the mean logit of the other kind, for both players (RaHingeGAN, appendix). */
    record RelativisticAverageHinge() implements AdversarialLoss {
        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return moreReal(realLogits, fakeLogits);
        }

        @Override
        public Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits) {
            return moreReal(fakeLogits, realLogits.get());
        }

        private static Tensor moreReal(Tensor winner, Tensor loser) {
            Scalar one = new Scalar(1);
            Tensor won = torch.relu(winner.sub(loser.mean()).neg().add(one)).mean();
            return won.add(torch.relu(loser.sub(winner.mean()).add(one)).mean());
        }
    }

    /** As {@link LeastSquares} with targets 1 and −1, from each logit minus the mean logit of the other kind (RaLSGAN, section 6.1). */
    record RelativisticAverageLeastSquares() implements AdversarialLoss {
        @Override
        public Tensor discriminator(Tensor realLogits, Tensor fakeLogits) {
            return moreReal(realLogits, fakeLogits);
        }

        @Override
        public Tensor generator(Supplier<Tensor> realLogits, Tensor fakeLogits) {
            return moreReal(fakeLogits, realLogits.get());
        }

        private static Tensor moreReal(Tensor winner, Tensor loser) {
            Scalar one = new Scalar(1);
            Tensor won = winner.sub(loser.mean()).sub(one).square().mean();
            return won.add(loser.sub(winner.mean()).add(one).square().mean());
        }
    }
}
