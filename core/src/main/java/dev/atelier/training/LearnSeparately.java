package dev.atelier.training;

import dev.atelier.losses.AdversarialLoss;
import dev.atelier.tensor.Fields;
import java.util.List;
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
            now.within(() -> learn(now, stats));
        }
    }

    private void learn(StepValues now, StepStats stats) {
        var loss = (AdversarialLoss.Separable) game.loss();
        Judged judged = now.judged(game);
        Tensor realLogits = AdversarialTerms.judge(judged, Fields.REAL).logit();
        Tensor realLoss = loss.real(realLogits);
        player.learn(realLoss, 1);
        player.step(now.step(), stats, true);
        Tensor fakeLogits = AdversarialTerms.judge(judged, Shown.FAKE).logit();
        Tensor fakeLoss = loss.fake(fakeLogits);
        player.learn(fakeLoss, 1);
        player.step(now.step(), stats, true);
        AdversarialTerms.record(game, now, realLoss.add(fakeLoss).mul(new Scalar(0.5)), realLogits, fakeLogits);
    }
}
