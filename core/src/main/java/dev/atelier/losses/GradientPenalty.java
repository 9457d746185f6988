package dev.atelier.losses;

import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A term of the discriminator's loss made of the gradient of its logits with respect to its input. The gradient is kept in the graph,
 * so the term's own gradient with respect to the weights is a true second derivative. Each sample's norm counts, so the discriminator
 * must judge each by itself.
 */
public interface GradientPenalty {
    double NEVER_ZERO = 1e-12;

    /**
     * The term, a scalar, its weight included.
     *
     * @param critic logits [B, 1] of images, one sample by itself
     * @param real [B, C, H, W], as the discriminator sees it
     * @param fake the same shape, without gradient
     */
    Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor fake);

    /** Whether a sample's part of it depends on the others of its batch. */
    default boolean mixesSamples() {
        return false;
    }

    /** Where a penalty gets its random numbers, uniform on [0, 1). */
    @FunctionalInterface
    interface Shares {
        Tensor draw(Device device, long... shape);

        static Shares from(RandomStream stream) {
            return (device, shape) -> Tensors.uniform(stream, device, shape);
        }
    }

    /** λ · E (‖∇D(x̂)‖ − 1)² at x̂ between real and fake, uniformly (Gulrajani et al. 2017, arXiv 1704.00028, equation 3). */
    record Interpolates(double weight, Shares shares) implements GradientPenalty {
        public Interpolates(double weight, RandomStream stream) {
            this(weight, Shares.from(stream));
        }

        @Override
        public Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
            Tensor share = each(shares.draw(real.device(), real.size(0)), real);
            return towardsOne(critic, fake.add(share.mul(real.sub(fake))), weight);
        }
    }

    /**
     * λ · E (‖∇D(x̂)‖ − 1)² around the data: x̂ = x + α·(½·std(x)·U(0,1)), a share α ~ U(0,1) for each sample, std over the whole batch
     * (Kodali et al. 2017, arXiv 1705.07215, with the authors' noise).
     */
    record Dragan(double weight, Shares shares) implements GradientPenalty {
        public Dragan(double weight, RandomStream stream) {
            this(weight, Shares.from(stream));
        }

        @Override
        public Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
            Tensor share = each(shares.draw(real.device(), real.size(0)), real);
            Tensor noise = shares.draw(real.device(), Tensors.shape(real))
                    .mul(real.std())
                    .mul(new Scalar(0.5));
            return towardsOne(critic, real.add(share.mul(noise)), weight);
        }

        @Override
        public boolean mixesSamples() {
            return true; // std over the whole batch
        }
    }

    /** γ/2 · E ‖∇D(x)‖² on real images (Mescheder et al. 2018, arXiv 1801.04406, equation 9). */
    record R1(double gamma) implements GradientPenalty {
        @Override
        public Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
            return towardsZero(critic, real, gamma);
        }
    }

    /** γ/2 · E ‖∇D(x)‖² on fakes (equation 10). */
    record R2(double gamma) implements GradientPenalty {
        @Override
        public Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
            return towardsZero(critic, fake, gamma);
        }
    }

    private static Tensor each(Tensor perSample, Tensor like) {
        long[] shape = new long[(int) like.dim()];
        java.util.Arrays.fill(shape, 1);
        shape[0] = like.size(0);
        return perSample.view(shape);
    }

    private static Tensor towardsOne(UnaryOperator<Tensor> critic, Tensor at, double weight) {
        Tensor norm = squaredNorm(critic, at).add(new Scalar(NEVER_ZERO)).sqrt(); // the root has no derivative at 0
        return norm.sub(new Scalar(1)).square().mean().mul(new Scalar(weight));
    }

    private static Tensor towardsZero(UnaryOperator<Tensor> critic, Tensor at, double gamma) {
        return squaredNorm(critic, at).mean().mul(new Scalar(gamma / 2));
    }

    /** ‖∇D‖² for each sample, [B]. */
    private static Tensor squaredNorm(UnaryOperator<Tensor> critic, Tensor at) {
        Tensor input = at.detach().set_requires_grad(true);
        Tensor gradient = Tensors.gradient(critic.apply(input).sum(), input);
        return gradient.square().flatten(1, -1).sum(new long[] {1});
    }
}
