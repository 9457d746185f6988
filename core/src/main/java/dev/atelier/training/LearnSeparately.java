package dev.atelier.training;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A critic takes one optimiser step on the real samples and then one on the generated ones, which were made before either; half of the
 * sum of both losses is told as its loss.
 */
public record LearnSeparately(Player player, List<Takes> takes, Game game) implements Turn {
    public LearnSeparately {
        takes = List.copyOf(takes);
        if (!game.separately() || takes.stream().anyMatch(each -> each.batches() > 1)) {
            throw new IllegalArgumentException("a game learned separately, on one batch a step");
        }
        if (player.eachSample()) {
            throw new IllegalArgumentException(
                    "a player that learns from gradients of single samples sees real and generated ones in one step");
        }
    }

    @Override
    public void run(List<StepValues> microBatches, StepStats stats) {
        for (StepValues now : microBatches) {
            Real[] shown = new Real[now.shards()];
            try {
                player.learn(now, 1, shard -> Optional.of(real(shard, shown)));
                player.step(now.step(), stats, true);
                player.learn(now, 1, shard -> Optional.of(fake(shard, shown[Shard.current()])));
                player.step(now.step(), stats, true);
            } finally {
                for (Real each : shown) {
                    if (each != null) {
                        each.close();
                    }
                }
            }
        }
    }

    /** What is kept from the step on real samples until the one on generated ones. */
    private record Real(Judged judged, Tensor loss, Tensor logits) implements AutoCloseable {
        @Override
        public void close() {
            judged.closeSeen();
            loss.close();
            logits.close();
        }
    }

    private Tensor real(StepValues now, Real[] shown) {
        Judged judged = now.judged(game);
        Tensor logits = AdversarialTerms.judge(judged, Fields.REAL).logit();
        Tensor loss = loss().real(logits);
        judged.keepSeen();
        try (TensorScope scope = TensorScope.open()) {
            shown[Shard.current()] = new Real(judged, scope.keep(loss.detach()), scope.keep(logits.detach()));
        }
        return loss;
    }

    private Tensor fake(StepValues now, Real real) {
        Tensor logits = AdversarialTerms.judge(real.judged(), Shown.FAKE).logit();
        Tensor loss = loss().fake(logits);
        AdversarialTerms.record(game, now, real.loss().add(loss).mul(new Scalar(0.5)), real.logits(), logits);
        return loss;
    }

    private AdversarialLoss.Separable loss() {
        return (AdversarialLoss.Separable) game.loss();
    }
}
