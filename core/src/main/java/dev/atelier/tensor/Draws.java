package dev.atelier.tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Random tensors from named streams, in the caller's scope. How many numbers a draw takes depends on its shape alone, never on the
 * values, so that a resumed run draws what the first one would have.
 */
public interface Draws {
    /** The stream of what there is one of. */
    String MAIN = "";

    /** Standard normal numbers, float32. */
    Tensor normal(String stream, long... shape);

    /** Numbers of [0, 1), float32. */
    Tensor uniform(String stream, long... shape);

    /** Draws from streams of their own, always the same: (seed, {@code purpose}), and behind a point the name of all but the main one. */
    static Draws of(long seed, String purpose, Device device) {
        Map<String, RandomStream> streams = new HashMap<>();
        return on(
                device,
                name -> streams.computeIfAbsent(
                        name, n -> RandomStream.of(seed, n.equals(MAIN) ? purpose : purpose + "." + n)));
    }

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
