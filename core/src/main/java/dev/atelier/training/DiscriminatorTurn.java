package dev.atelier.training;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The discriminator's part of a round: it learns from real batches and as many fresh fakes, which build no graph. */
final class DiscriminatorTurn {
    private final Generator generator;
    private final Discriminator discriminator;
    private final Player player;
    private final Rules rules;

    DiscriminatorTurn(Generator generator, Discriminator discriminator, Player player, Rules rules) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.player = player;
        this.rules = rules;
    }

    /** One optimiser step (two where real and fake are separate) on all of these batches. */
    void run(List<Reals> batches, LongFunction<Tensor> latent, long round, StepStats stats) {
        for (Reals reals : batches) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor real;
                Tensor fake;
                Tensor z = latent.apply(reals.count());
                try (AutoGradMode off = new AutoGradMode(false)) {
                    fake = rules.view().apply(generator.forward(z, rules.pass().on(reals.conditions())));
                    real = rules.view().apply(reals.images());
                }
                if (rules.discriminator().separate()) {
                    learnSeparately(real, fake, rules.pass().on(reals.conditions()), round, stats);
                } else {
                    learnJointly(real, fake, reals.conditions(), round, stats);
                }
            }
        }
        if (!rules.discriminator().separate()) {
            player.step(round, stats);
        }
    }

    private void learnJointly(Tensor real, Tensor fake, Optional<Tensor> conditions, long round, StepStats stats) {
        DiscriminatorTerm.Judged judged = judge(real, fake, conditions, round);
        Tensor adversarial = rules.loss()
                .discriminator(judged.ofReal().logits(), judged.ofFake().logits());
        Tensor loss = adversarial;
        for (DiscriminatorTerm term : rules.discriminator().terms()) {
            Optional<Tensor> value = term.loss(judged);
            if (value.isPresent()) {
                stats.add(term.name(), value.get());
                loss = loss.add(value.get());
            }
        }
        player.learn(loss, 1.0 / rules.accumulate());
        record(stats, adversarial, judged.ofReal().logits(), judged.ofFake().logits());
    }

    /** In one pass where no layer looks at the whole batch. */
    private DiscriminatorTerm.Judged judge(Tensor real, Tensor fake, Optional<Tensor> conditions, long round) {
        Pass pass = rules.pass().on(conditions);
        if (discriminator.mixesSamples()) {
            return new DiscriminatorTerm.Judged(
                    round,
                    discriminator,
                    pass,
                    real,
                    fake,
                    discriminator.judge(real, pass),
                    discriminator.judge(fake, pass));
        }
        Optional<Tensor> twice = conditions.map(y -> torch.cat(new TensorVector(y, y), 0));
        Discriminator.Judgement both = discriminator.judge(
                torch.cat(new TensorVector(real, fake), 0), rules.pass().on(twice));
        return new DiscriminatorTerm.Judged(
                round,
                discriminator,
                pass,
                real,
                fake,
                part(both, 0, real.size(0)),
                part(both, real.size(0), fake.size(0)));
    }

    private static Discriminator.Judgement part(Discriminator.Judgement whole, long from, long count) {
        return new Discriminator.Judgement(
                whole.logits().narrow(0, from, count),
                whole.classes().narrow(0, from, count),
                whole.features().narrow(0, from, count));
    }

    private void learnSeparately(Tensor real, Tensor fake, Pass pass, long round, StepStats stats) {
        var loss = (AdversarialLoss.Separable) rules.loss();
        Tensor realLogits = discriminator.forward(real, pass);
        Tensor realLoss = loss.real(realLogits);
        player.learn(realLoss, 1);
        player.step(round, stats);
        Tensor fakeLogits = discriminator.forward(fake, pass);
        Tensor fakeLoss = loss.fake(fakeLogits);
        player.learn(fakeLoss, 1);
        player.step(round, stats);
        record(stats, realLoss.add(fakeLoss).mul(new Scalar(0.5)), realLogits, fakeLogits);
    }

    private void record(StepStats stats, Tensor loss, Tensor realLogits, Tensor fakeLogits) {
        stats.add("lossD", loss);
        int sign = rules.loss().realSign();
        Tensor real = shareBeyond(realLogits.detach(), sign, rules.loss().border());
        Tensor fake = shareBeyond(fakeLogits.detach(), -sign, rules.loss().border());
        stats.add("accuracyReal", real);
        stats.add("accuracyFake", fake);
        if (!rules.discriminator().watchers().isEmpty()) {
            double realMean = 2 * real.item_double() - 1;
            double fakeMean = 2 * fake.item_double() - 1;
            rules.discriminator().watchers().forEach(w -> w.judged(realMean, fakeMean, realLogits.size(0)));
        }
    }

    /** Share of logits on the given side of the border. */
    private static Tensor shareBeyond(Tensor logits, int sign, double border) {
        Tensor hits = sign > 0 ? logits.gt(new Scalar(border)) : logits.lt(new Scalar(border));
        return hits.to(ScalarType.Float).mean();
    }
}
