package dev.atelier.training;

import dev.atelier.networks.Network;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.NativeOperator;
import dev.atelier.tensor.Pieces;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a network's parameters and buffers, one native call an update. As a turn it moves on where it stands
 * among the others. Owns the averaged network until closed.
 */
public final class Average implements Turn, AutoCloseable {
    private static final NativeOperator LERP = NativeOperator.find("aten::_foreach_lerp_", "Scalar");

    /** How much of the average is kept at an update. */
    @FunctionalInterface
    public interface Policy {
        /**
         * The share that is kept, in [0, 1].
         *
         * @param step steps done before the one that ends with this update
         * @param samples real samples seen before it
         * @param batch real samples of this step
         */
        double decay(long step, long samples, long batch);

        /** The same share at each step. */
        static Policy decay(double decay) {
            return (step, samples, batch) -> decay;
        }

        /** At most (1 + t) / (10 + t) after t steps, so that the average does not drag the first weights along. */
        static Policy warmedUp(double decay) {
            return (step, samples, batch) -> Math.min(decay, (1.0 + step) / (10.0 + step));
        }

        /**
         * Half of what was is forgotten every {@code samples} samples, and early on every {@code rampUp} of those seen so far (Karras et al.
         * 2020, arXiv 1912.04958); a ramp of 0 is none.
         */
        static Policy halfLife(double samples, double rampUp) {
            return (step, seen, batch) -> {
                double half = rampUp > 0 ? Math.min(samples, seen * rampUp) : samples;
                return Math.pow(0.5, batch / Math.max(half, 1e-8));
            };
        }
    }

    /** What happens to buffers, as the statistics of batch norm. */
    public enum Buffers {
        AVERAGED,
        COPIED
    }

    private final Network average;
    private final Policy policy;
    private final List<Tensor> averaged = new ArrayList<>();
    private final List<Tensor> live = new ArrayList<>();
    private final List<Parameter> copied = new ArrayList<>();
    private final List<Parameter> copiedFrom = new ArrayList<>();
    private final String feed;

    /**
     * {@code average} is a network of the same table; it takes over the live one's values and belongs to this object. Samples are counted
     * by the batches of {@code feed}.
     */
    public Average(Network network, Network average, Policy policy, Buffers buffers, String feed) {
        this.average = average;
        this.policy = policy;
        this.feed = feed;
        average.load(network.state());
        average.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
        for (int i = 0; i < network.parameters().size(); i++) {
            Parameter from = network.parameters().get(i);
            Parameter to = average.parameters().get(i);
            if (!from.trainable() && buffers == Buffers.COPIED) {
                copied.add(to);
                copiedFrom.add(from);
            } else {
                averaged.add(to.value());
                live.add(from.value());
            }
        }
    }

    @Override
    public void run(List<StepValues> microBatches, StepStats stats) {
        StepValues now = microBatches.get(0);
        update(now.state().step(), now.state().imagesSeen(), now.samplesLoaded(feed));
    }

    /** After step {@code step}, counted from 0. */
    void update(long step, long samples, long batch) {
        double now = policy.decay(step, samples, batch);
        Pieces.each(averaged, which -> {
            try (AutoGradMode off = new AutoGradMode(false)) { // else every step would add to a graph that never ends
                LERP.call(Pieces.of(averaged, which), Pieces.of(live, which), 1 - now);
            }
        });
        try (AutoGradMode off = new AutoGradMode(false)) {
            for (int i = 0; i < copied.size(); i++) {
                copied.get(i).copyFrom(copiedFrom.get(i).value());
            }
        }
    }

    /** The network of averaged weights. */
    public Network network() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
