package dev.atelier.tensor;

import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Random tensors from named streams, in the caller's scope. How many numbers a draw takes depends on its shape alone, never on the
 * values, so that a resumed run draws what the first one would have.
 */
public interface Draws {
    /** Standard normal numbers, float32. */
    Tensor normal(String stream, long... shape);

    /** Numbers of [0, 1), float32. */
    Tensor uniform(String stream, long... shape);

    /** Draws on a device; {@code streams} gives the stream of a name. */
    static Draws on(Device device, Function<String, RandomStream> streams) {
        return new Draws() {
            @Override
            public Tensor normal(String stream, long... shape) {
                return Tensors.normal(streams.apply(stream), device, shape);
            }

            @Override
            public Tensor uniform(String stream, long... shape) {
                return Tensors.uniform(streams.apply(stream), device, shape);
            }
        };
    }
}
