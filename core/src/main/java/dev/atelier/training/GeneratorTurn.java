package dev.atelier.training;

import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The generator's part of a round: it learns from fresh fakes through the discriminator, whose weights get no gradient. */
final class GeneratorTurn {
    private final Generator generator;
    private final Discriminator discriminator;
    private final Player player;
    private final Rules rules;

    GeneratorTurn(Generator generator, Discriminator discriminator, Player player, Rules rules) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.player = player;
        this.rules = rules;
    }

    /** One optimiser step on as many fakes as there are in these batches, of the same conditions. */
    void run(List<Reals> batches, LongFunction<Tensor> latent, long round, StepStats stats) {
        for (Reals reals : batches) {
            try (TensorScope scope = TensorScope.open()) {
                learn(reals, latent.apply(reals.count()), round, stats);
            }
        }
        player.step(round, stats);
    }

    private void learn(Reals reals, Tensor z, long round, StepStats stats) {
        Rules.ForGenerator own = rules.generator();
        Pass making = rules.pass().on(reals.conditions());
        Pass scoring = own.dropout() ? making : making.withoutDropout();
        Tensor fake = rules.view().apply(generator.forward(z, making));
        Discriminator.Judgement ofFake = discriminator.judge(fake, scoring);
        Supplier<Discriminator.Judgement> ofReal = once(() -> withoutGradient(reals, scoring));
        Tensor logits = own.topK().keep(ofFake.logits(), round, rules.loss().realSign());
        Tensor adversarial = rules.loss().generator(() -> ofReal.get().logits(), logits);
        Tensor loss = own.adversarial() == 1 ? adversarial : adversarial.mul(new Scalar(own.adversarial()));
        for (GeneratorTerm term : own.terms()) {
            Tensor value = term.loss(ofReal, ofFake, reals.conditions());
            stats.add(term.name(), value);
            loss = loss.add(value);
        }
        player.learn(loss, 1.0 / rules.accumulate());
        stats.add("lossG", adversarial);
    }

    private Discriminator.Judgement withoutGradient(Reals reals, Pass scoring) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            return discriminator.judge(rules.view().apply(reals.images()), scoring);
        }
    }

    private static <T> Supplier<T> once(Supplier<T> work) {
        java.util.ArrayList<T> done = new java.util.ArrayList<>(1);
        return () -> {
            if (done.isEmpty()) {
                done.add(work.get());
            }
            return done.get(0);
        };
    }
}
