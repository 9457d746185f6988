package dev.atelier.training;

import dev.atelier.losses.AttributeLoss;
import dev.atelier.losses.GradientPenalty;
import dev.atelier.networks.Discriminator;
import dev.atelier.nn.Pass;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What is added to the discriminator's adversarial loss. */
public interface DiscriminatorTerm {
    /** Its name in the rows. */
    String name();

    /** A scalar, its weight included; none in a round in which it is not due. */
    Optional<Tensor> loss(Judged judged);

    /**
     * What the discriminator was shown and said.
     *
     * @param round rounds done before this one
     * @param pass with the conditions of both batches
     * @param real images as it saw them
     * @param fake the same number, without gradient
     */
    record Judged(
            long round,
            Discriminator discriminator,
            Pass pass,
            Tensor real,
            Tensor fake,
            Discriminator.Judgement ofReal,
            Discriminator.Judgement ofFake) {}

    /**
     * A gradient penalty, each {@code every} rounds and then times {@code every} (Karras et al. 2020, arXiv 1912.04958, lazy
     * regularisation).
     */
    record Penalty(String name, GradientPenalty penalty, long every) implements DiscriminatorTerm {
        @Override
        public Optional<Tensor> loss(Judged judged) {
            if (judged.round() % every != 0) {
                return Optional.empty();
            }
            Tensor value = penalty.penalty(
                    images -> judged.discriminator().forward(images, judged.pass()), judged.real(), judged.fake());
            return Optional.of(every == 1 ? value : value.mul(new Scalar((double) every)));
        }
    }

    /** The attributes of real images must be told from them; of fakes too, where wanted (ACGAN does). */
    record Attributes(AttributeLoss loss, double weight, boolean fakesToo) implements DiscriminatorTerm {
        @Override
        public String name() {
            return "attributesD";
        }

        @Override
        public Optional<Tensor> loss(Judged judged) {
            Tensor truth = judged.pass().condition().orElseThrow();
            Tensor value = loss.of(judged.ofReal().classes(), truth);
            Tensor all = fakesToo ? value.add(loss.of(judged.ofFake().classes(), truth)) : value;
            return Optional.of(all.mul(new Scalar(weight)));
        }
    }
}
