package dev.atelier.training;

import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.Shard;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How one network learns: it collects the gradients of one or more losses with respect to its own weights, then takes one optimiser
 * step. Owns its optimiser until closed.
 */
public final class Player implements AutoCloseable {
    /** What the rows say of weights and gradients. */
    public enum Statistics {
        NONE,
        /** The Euclidean length over the whole network. */
        TOTAL,
        /** That, and each parameter's. */
        LAYERS
    }

    /**
     * How a step is taken.
     *
     * @param clipGradient longest gradient over all weights together (Pascanu et al. 2013, arXiv 1211.5063); 0 is any
     * @param clipWeights every weight is cut off at ± this after the step (Arjovsky et al. 2017); 0 is off
     * @param gradients how it comes from a loss to a gradient
     * @param momentum of an optimiser that has one, where it changes in the course of training
     */
    public record Options(
            Schedule schedule,
            double clipGradient,
            double clipWeights,
            Statistics statistics,
            Gradients gradients,
            Optional<MomentumSchedule> momentum) {
        public static final Options PLAIN = new Options(Schedule.constant(), 0, 0, Statistics.NONE);

        /** With the gradient of the whole loss and the optimiser's own momentum. */
        public Options(Schedule schedule, double clipGradient, double clipWeights, Statistics statistics) {
            this(schedule, clipGradient, clipWeights, statistics, Gradients.whole(), Optional.empty());
        }

        /** These options with a momentum that changes. */
        public Options withMomentum(MomentumSchedule changing) {
            return new Options(schedule, clipGradient, clipWeights, statistics, gradients, Optional.of(changing));
        }

        /** These options with another way to a gradient. */
        public Options withGradients(Gradients other) {
            return new Options(schedule, clipGradient, clipWeights, statistics, other, momentum);
        }
    }

    private final String name;
    private final Optimizer optimizer;
    private final Options options;
    private final double rate;
    private final Collected collected;

    /** {@code name}, G or D, ends the names of its statistics. */
    public Player(String name, Optimizer optimizer, Options options) {
        this.name = name;
        this.optimizer = optimizer;
        this.options = options;
        rate = optimizer.learningRate();
        collected = new Collected(weights());
    }

    /**
     * Adds the gradient of {@code share} · loss with respect to this player's weights alone; where this player {@link #eachSample}, the
     * loss is [B], one for every sample.
     */
    void learn(Tensor loss, double share) {
        try (TensorScope scope = TensorScope.open()) {
            options.gradients().collect(loss, share, collected);
        }
    }

    /**
     * Adds the gradient of {@code share} · the mean of the shards' losses of a micro-batch, as {@link #learn} does that of one; nothing where
     * no shard has a loss. Shards are worked on at the same time; the bits depend on their number alone.
     */
    void learn(StepValues now, double share, Function<StepValues, Optional<Tensor>> loss) {
        if (now.shards() == 1) {
            now.inShards(
                    whole -> {
                        loss.apply(whole).ifPresent(value -> learn(value, share));
                        return collected;
                    },
                    done -> {});
            return;
        }
        List<Collected> shards = new ArrayList<>();
        for (int i = 0; i < now.shards(); i++) {
            shards.add(new Collected(weights()));
        }
        TreeSum sum = new TreeSum();
        try {
            now.inShards(
                    shard -> {
                        Collected own = shards.get(Shard.current());
                        loss.apply(shard)
                                .ifPresent(value -> options.gradients().collect(value, share / shards.size(), own));
                        return own;
                    },
                    sum::add);
            collected.add(sum.sum());
        } finally {
            shards.forEach(Collected::clear);
        }
    }

    /** Whether it learns from the loss of every sample by itself. */
    boolean eachSample() {
        return options.gradients().eachSample();
    }

    /**
     * One optimiser step down the gradients collected since the last one; none where nothing was learned.
     *
     * @param told whether the rows hear of the lengths of gradients and weights
     */
    void step(long round, StepStats stats, boolean told) {
        if (collected.sums().isEmpty()) {
            return;
        }
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            options.gradients().finish(collected);
            List<Tensor> gradients = collected.sums();
            clip(gradients);
            if (told) {
                describe("gradient", gradients, (what, tensors) -> stats.add(what, Tensors.norm(tensors)));
            }
            optimizer.learningRate(rate * options.schedule().factor(round));
            options.momentum().ifPresent(m -> optimizer.momentum(m.momentum(round), m.dampening(round)));
            optimizer.step(gradients);
            if (options.clipWeights() > 0) {
                Scalar most = new Scalar(options.clipWeights());
                Scalar least = new Scalar(-options.clipWeights());
                weights().forEach(weight -> weight.detach().clamp_max_(most).clamp_min_(least));
            }
            if (told) {
                describe("weight", weights(), (what, tensors) -> stats.state(what, () -> Tensors.norm(tensors)));
            }
        } finally {
            collected.clear();
        }
    }

    private void clip(List<Tensor> gradients) {
        if (options.clipGradient() > 0) {
            Tensor factor = Tensors.norm(gradients)
                    .add(new Scalar(1e-6))
                    .reciprocal()
                    .mul(new Scalar(options.clipGradient()))
                    .clamp_max(new Scalar(1));
            gradients.forEach(gradient -> gradient.mul_(factor));
        }
    }

    private void describe(String what, List<Tensor> tensors, BiConsumer<String, List<Tensor>> length) {
        if (options.statistics() == Statistics.NONE) {
            return;
        }
        length.accept(what + name, tensors);
        if (options.statistics() == Statistics.LAYERS) {
            for (int i = 0; i < tensors.size(); i++) {
                length.accept(what + name + "/" + optimizer.parameters().get(i).name(), List.of(tensors.get(i)));
            }
        }
    }

    private List<Tensor> weights() {
        return optimizer.parameters().stream().map(Parameter::value).toList();
    }

    /** Forgets what the optimiser remembers of earlier gradients, as where networks have grown. */
    public void reset() {
        optimizer.reset();
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        collected.clear();
        optimizer.close();
    }
}
