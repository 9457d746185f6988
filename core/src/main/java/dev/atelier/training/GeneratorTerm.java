package dev.atelier.training;

import dev.atelier.losses.AttributeLoss;
import dev.atelier.losses.FeatureMatching;
import dev.atelier.networks.Discriminator;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What is added to the generator's adversarial loss. */
public interface GeneratorTerm {
    /** Its name in the rows. */
    String name();

    /**
     * A scalar, its weight included.
     *
     * @param ofReal what the discriminator says of a real batch, without gradient; worked out when it is asked for
     * @param ofFake what it says of the fakes
     * @param conditions those of the fakes
     */
    Tensor loss(Supplier<Discriminator.Judgement> ofReal, Discriminator.Judgement ofFake, Optional<Tensor> conditions);

    /** Fakes must look like reals on average to the discriminator's last features. */
    record Features(double weight) implements GeneratorTerm {
        @Override
        public String name() {
            return "featuresG";
        }

        @Override
        public Tensor loss(
                Supplier<Discriminator.Judgement> ofReal, Discriminator.Judgement ofFake, Optional<Tensor> conditions) {
            return FeatureMatching.loss(ofReal.get().features(), ofFake.features())
                    .mul(new Scalar(weight));
        }
    }

    /** Fakes must show the attributes that they were asked for. */
    record Attributes(AttributeLoss loss, double weight) implements GeneratorTerm {
        @Override
        public String name() {
            return "attributesG";
        }

        @Override
        public Tensor loss(
                Supplier<Discriminator.Judgement> ofReal, Discriminator.Judgement ofFake, Optional<Tensor> conditions) {
            return loss.of(ofFake.classes(), conditions.orElseThrow()).mul(new Scalar(weight));
        }
    }
}
