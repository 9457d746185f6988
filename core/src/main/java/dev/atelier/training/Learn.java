package dev.atelier.training;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A player takes one optimiser step down the sum of its terms, averaged over the micro-batches.
 *
 * @param takes the batches that it works on
 * @param isMain whether the rows tell the lengths of gradients and weights from here; of the turns of one player, one does
 */
public record Learn(Player player, List<Takes> takes, List<Term> terms, boolean isMain) implements Turn {
    public Learn {
        takes = List.copyOf(takes);
        terms = List.copyOf(terms);
    }

    /** The turn that the rows tell of. */
    public static Learn of(Player player, List<Takes> takes, List<Term> terms) {
        return new Learn(player, takes, terms, true);
    }

    /** A further turn of a player, as a lazy penalty has. */
    public Learn besides() {
        return new Learn(player, takes, terms, false);
    }

    @Override
    public void run(List<StepValues> microBatches, StepStats stats) {
        for (StepValues now : microBatches) {
            player.learn(now, 1.0 / microBatches.size(), this::loss);
        }
        player.step(microBatches.get(0).step(), stats, isMain);
    }

    private Optional<Tensor> loss(StepValues now) {
        Optional<Tensor> loss = Optional.empty();
        for (Term term : terms) {
            Optional<Tensor> value = player.eachSample() ? term.losses(now) : term.loss(now);
            if (value.isPresent()) {
                loss = Optional.of(loss.isPresent() ? loss.get().add(value.get()) : value.get());
            }
        }
        return loss;
    }
}
