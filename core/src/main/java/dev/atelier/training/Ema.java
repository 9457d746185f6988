package dev.atelier.training;

import dev.atelier.networks.Generator;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.NativeOperator;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a generator's parameters and buffers, one native call an update. In the warm-up the decay is
 * (1+t)/(10+t) after t rounds, so that the average does not drag the first weights along.
 */
public final class Ema implements AutoCloseable {
    private static final NativeOperator LERP = NativeOperator.find("aten::_foreach_lerp_", "Scalar");

    private final Generator average;
    private final double decay;
    private final boolean warmUp;
    private final List<Tensor> averaged;
    private final List<Tensor> live;

    /** {@code average} is a generator of the same table; it takes over the live one's values and belongs to this object. */
    public Ema(Generator generator, Generator average, double decay, boolean warmUp) {
        this.average = average;
        this.decay = decay;
        this.warmUp = warmUp;
        average.load(generator.state());
        average.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
        averaged = average.parameters().stream().map(Parameter::value).toList();
        live = generator.parameters().stream().map(Parameter::value).toList();
    }

    /** After round {@code step}, counted from 0. */
    void update(long step) {
        double now = warmUp ? Math.min(decay, (1.0 + step) / (10.0 + step)) : decay;
        try (AutoGradMode off = new AutoGradMode(false)) { // else every round would add to a graph that never ends
            LERP.call(averaged, live, 1 - now);
        }
    }

    public Generator generator() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
