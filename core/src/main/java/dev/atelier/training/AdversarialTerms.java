package dev.atelier.training;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The adversarial losses of a game as terms, summed over the parts of the critic. */
final class AdversarialTerms {
    private AdversarialTerms() {}

    /** The critic's. */
    record ForCritic(Game game) implements Term {
        @Override
        public Optional<Tensor> loss(StepValues now) {
            Judged judged = now.judged(game);
            List<Shown> shown = judged.shown();
            Tensor loss = shown.size() == 2 && plain(shown) ? compared(judged) : weighted(judged);
            record(game, now, loss, logits(judged, Shown.Side.REAL), logits(judged, Shown.Side.GENERATED));
            return Optional.of(loss);
        }

        @Override
        public Optional<Tensor> losses(StepValues now) {
            PerSample.require(game.loss().isPerSample(), game.loss());
            PerSample.require(game.critic());
            Judged judged = now.judged(game);
            List<Shown> shown = judged.shown();
            long count = alike(judged, shown);
            Tensor losses = PerSample.losses(count, i -> {
                Judged one = judged.sample(i, count);
                return shown.size() == 2 && plain(shown) ? compared(one) : weighted(one);
            });
            record(game, now, losses.mean(), logits(judged, Shown.Side.REAL), logits(judged, Shown.Side.GENERATED));
            return Optional.of(losses);
        }

        private static boolean plain(List<Shown> shown) {
            return shown.stream().allMatch(each -> each.weight() == 1)
                    && shown.stream().anyMatch(each -> each.side() == Shown.Side.REAL);
        }

        private Tensor compared(Judged judged) {
            List<Tensor> real = judged.said(real(judged)).logits();
            String other = judged.shown().stream()
                    .map(Shown::name)
                    .filter(name -> !name.equals(real(judged)))
                    .findFirst()
                    .orElseThrow();
            List<Tensor> fake = judged.said(other).logits();
            return sum(real.size(), part -> game.loss().discriminator(real.get(part), fake.get(part)));
        }

        /** Where there is more than real and generated: Σ weight · loss, each side by itself. */
        private Tensor weighted(Judged judged) {
            if (!(game.loss() instanceof AdversarialLoss.Separable separable)) {
                throw new IllegalStateException("this loss compares real with fake: it cannot weigh "
                        + judged.shown().size() + " kinds of samples");
            }
            Optional<Tensor> all = Optional.empty();
            for (Shown each : judged.shown()) {
                List<Tensor> parts = judged.said(each.name()).logits();
                Tensor loss = sum(
                                parts.size(),
                                part -> each.side() == Shown.Side.REAL
                                        ? separable.real(parts.get(part))
                                        : separable.fake(parts.get(part)))
                        .mul(new Scalar(each.weight()));
                all = Optional.of(all.isPresent() ? all.get().add(loss) : loss);
            }
            return all.orElseThrow();
        }
    }

    /** That of whoever makes the samples. */
    record ForGenerator(Game game, double weight, TopK topK) implements Term {
        @Override
        public Optional<Tensor> loss(StepValues now) {
            Judged judged = now.answered(game);
            Tensor loss = loss(judged, now.step());
            now.record(game.stat("lossG"), loss);
            return Optional.of(weight == 1 ? loss : loss.mul(new Scalar(weight)));
        }

        @Override
        public Optional<Tensor> losses(StepValues now) {
            PerSample.require(game.loss().isPerSample(), game.loss());
            PerSample.require(game.critic());
            PerSample.require(topK.least() == 1, topK);
            Judged judged = now.answered(game);
            List<Shown> made = judged.of(Shown.Side.GENERATED);
            long count = alike(judged, made);
            Tensor losses = PerSample.losses(count, i -> loss(judged.sample(i, count), now.step()));
            now.record(game.stat("lossG"), losses.mean());
            return Optional.of(losses.mul(new Scalar(weight)));
        }

        private Tensor loss(Judged judged, long step) {
            int sign = game.loss().realSign();
            Optional<Tensor> all = Optional.empty();
            for (Shown made : judged.of(Shown.Side.GENERATED)) {
                List<Tensor> fake = judged.said(made.name()).logits();
                Tensor loss = sum(
                        fake.size(),
                        part -> game.loss()
                                .generator(
                                        () -> judged.said(real(judged)).logits().get(part),
                                        topK.keep(fake.get(part), step, sign)));
                all = Optional.of(all.isPresent() ? all.get().add(loss) : loss);
            }
            return all.orElseThrow();
        }
    }

    /** How many samples of each kind there are: of all the same number, or a single one would be unlike its batch. */
    private static long alike(Judged judged, List<Shown> shown) {
        List<Long> counts = shown.stream()
                .map(each -> judged.seen(each.name()).size(0))
                .distinct()
                .toList();
        if (counts.size() > 1) {
            throw new IllegalStateException("the critic is shown " + counts
                    + " samples of its kinds: a single sample of each needs equal numbers");
        }
        return counts.get(0);
    }

    private static String real(Judged judged) {
        return judged.of(Shown.Side.REAL).get(0).name();
    }

    private interface OfPart {
        Tensor loss(int part);
    }

    private static Tensor sum(int parts, OfPart each) {
        Tensor sum = each.loss(0);
        for (int part = 1; part < parts; part++) {
            sum = sum.add(each.loss(part));
        }
        return sum;
    }

    private static Tensor logits(Judged judged, Shown.Side side) {
        List<Tensor> all = new ArrayList<>();
        judged.of(side).forEach(each -> all.addAll(judged.said(each.name()).logits()));
        return all.size() == 1 ? all.get(0) : Judged.flat(all);
    }

    /** What the rows and the watchers hear of a critic's judgement. */
    static void record(Game game, StepValues now, Tensor loss, Tensor realLogits, Tensor fakeLogits) {
        now.record(game.stat("lossD"), loss);
        int sign = game.loss().realSign();
        Tensor real = shareBeyond(realLogits.detach(), sign, game.loss().border());
        Tensor fake = shareBeyond(fakeLogits.detach(), -sign, game.loss().border());
        now.record(game.stat("accuracyReal"), real);
        now.record(game.stat("accuracyFake"), fake);
        if (!game.watchers().isEmpty()) {
            now.tell(game.watchers(), 2 * real.item_double() - 1, 2 * fake.item_double() - 1, realLogits.size(0));
        }
    }

    /** Share of logits on the given side of the border. */
    private static Tensor shareBeyond(Tensor logits, int sign, double border) {
        Tensor hits = sign > 0 ? logits.gt(new Scalar(border)) : logits.lt(new Scalar(border));
        return hits.to(ScalarType.Float).mean();
    }

    /** What the critic says in a turn of its own steps, for one side alone. */
    static Judgement judge(Judged judged, String name) {
        return judged.critic().judge(judged.seen(name), judged.pass(name));
    }
}
