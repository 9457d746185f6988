package dev.atelier.training;

import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

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
     * @param momentum of an optimiser that has one, where it changes in the course of training
     */
    public record Options(
            Schedule schedule,
            double clipGradient,
            double clipWeights,
            Statistics statistics,
            Optional<MomentumSchedule> momentum) {
        public static final Options PLAIN = new Options(Schedule.constant(), 0, 0, Statistics.NONE);

        /** With the optimiser's own momentum. */
        public Options(Schedule schedule, double clipGradient, double clipWeights, Statistics statistics) {
            this(schedule, clipGradient, clipWeights, statistics, Optional.empty());
        }

        /** These options with a momentum that changes. */
        public Options withMomentum(MomentumSchedule changing) {
            return new Options(schedule, clipGradient, clipWeights, statistics, Optional.of(changing));
        }
    }

    private final String name;
    private final Optimizer optimizer;
    private final Options options;
    private final double rate;
    private final List<Tensor> collected = new ArrayList<>();

    /** {@code name}, G or D, ends the names of its statistics. */
    public Player(String name, Optimizer optimizer, Options options) {
        this.name = name;
        this.optimizer = optimizer;
        this.options = options;
        rate = optimizer.learningRate();
    }

    /** Adds the gradient of {@code share} · loss with respect to this player's weights alone. */
    void learn(Tensor loss, double share) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor part = share == 1 ? loss : loss.mul(new Scalar(share));
            List<Tensor> weights = weights();
            TensorVector gradients = gradients(part, weights);
            boolean first = collected.isEmpty();
            for (int i = 0; i < gradients.size(); i++) {
                Tensor gradient = gradients.get(i);
                if (!gradient.defined()) { // the loss does not touch this weight
                    gradient = torch.zeros_like(weights.get(i));
                }
                if (first) { // in the weight's own order: fused optimisers read memory, and second derivatives come
                    // transposed
                    collected.add(scope.keep(gradient.contiguous()));
                } else {
                    collected.get(i).add_(gradient);
                }
            }
        }
    }

    private static TensorVector gradients(Tensor loss, List<Tensor> weights) {
        return torch.grad(
                new TensorVector(loss), Tensors.vector(weights), new TensorVector(), new BoolOptional(), false, true);
    }

    /**
     * One optimiser step down the gradients collected since the last one; none where nothing was learned.
     *
     * @param told whether the rows hear of the lengths of gradients and weights
     */
    void step(long round, StepStats stats, boolean told) {
        if (collected.isEmpty()) {
            return;
        }
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            clipGradients();
            if (told) {
                describe("gradient", collected, (what, tensors) -> stats.add(what, Tensors.norm(tensors)));
            }
            optimizer.learningRate(rate * options.schedule().factor(round));
            options.momentum().ifPresent(m -> optimizer.momentum(m.momentum(round), m.dampening(round)));
            optimizer.step(collected);
            if (options.clipWeights() > 0) {
                Scalar most = new Scalar(options.clipWeights());
                Scalar least = new Scalar(-options.clipWeights());
                weights().forEach(weight -> weight.detach().clamp_max_(most).clamp_min_(least));
            }
            if (told) {
                describe("weight", weights(), (what, tensors) -> stats.state(what, () -> Tensors.norm(tensors)));
            }
        } finally {
            collected.forEach(Tensor::close);
            collected.clear();
        }
    }

    private void clipGradients() {
        if (options.clipGradient() > 0) {
            Tensor factor = Tensors.norm(collected)
                    .add(new Scalar(1e-6))
                    .reciprocal()
                    .mul(new Scalar(options.clipGradient()))
                    .clamp_max(new Scalar(1));
            collected.forEach(gradient -> gradient.mul_(factor));
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

    Optimizer optimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        collected.forEach(Tensor::close);
        optimizer.close();
    }
}
