package dev.atelier.training;

import dev.atelier.losses.GradientPenalty;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A gradient penalty on the critic of a game, each {@code every} steps and then times {@code every} (Karras et al. 2020, arXiv
 * 1912.04958, lazy regularisation).
 *
 * @param name in the rows
 */
public record Penalty(String name, Game game, GradientPenalty penalty, long every) implements Term {
    @Override
    public Optional<Tensor> losses(StepValues now) {
        PerSample.require(!penalty.mixesSamples(), penalty);
        PerSample.require(game.critic());
        if (now.step() % every != 0) {
            return Optional.empty();
        }
        Judged judged = now.judged(game);
        Pass pass = judged.pass(Fields.REAL);
        Tensor real = judged.seen(Fields.REAL);
        Tensor fake = judged.seen(Shown.FAKE);
        Tensor losses = PerSample.losses(
                        real.size(0),
                        i -> penalty.penalty(
                                samples -> judged.logits(
                                        samples, pass.with(pass.sides().rows(i, 1))),
                                real.narrow(0, i, 1),
                                fake.narrow(0, i, 1)))
                .mul(new Scalar((double) every));
        now.record(game.stat(name), losses.mean());
        return Optional.of(losses);
    }

    @Override
    public Optional<Tensor> loss(StepValues now) {
        if (now.step() % every != 0) {
            return Optional.empty();
        }
        Judged judged = now.judged(game);
        Pass pass = judged.pass(Fields.REAL);
        Tensor value = penalty.penalty(
                samples -> judged.logits(samples, pass), judged.seen(Fields.REAL), judged.seen(Shown.FAKE));
        Tensor loss = every == 1 ? value : value.mul(new Scalar((double) every));
        now.record(game.stat(name), loss);
        return Optional.of(loss);
    }
}
