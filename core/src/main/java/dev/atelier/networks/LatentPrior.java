package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The distribution of z: the same in training, in the monitor's samples and afterwards. */
public enum LatentPrior {
    /** N(0, 1) in each dimension. */
    NORMAL("normal"),
    /** U(−1, 1) in each dimension. */
    UNIFORM("uniform");

    private final String key;

    LatentPrior(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(LatentPrior::key).toList();
    }

    public static LatentPrior of(String key) {
        return Arrays.stream(values())
                .filter(p -> p.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("no latent prior named '" + key + "'; known: " + String.join(", ", keys())));
    }

    /** z of shape [count, size], float32. */
    public Tensor sample(RandomStream stream, long count, long size, Device device) {
        return sample(Draws.on(device, name -> stream), "", count, size);
    }

    /**
     * z of shape [count, size], float32, from the main stream, for samples that one looks at: more of them begin with the fewer, also where
     * there is an odd number of them, because normal numbers come in pairs.
     */
    public Tensor inputs(Draws draws, int count, long size) {
        return sample(draws, Draws.MAIN, count + count % 2, size)
                .narrow(0, 0, count)
                .contiguous();
    }

    /** z of shape [count, size], float32, from the stream of this name. */
    public Tensor sample(Draws draws, String stream, long count, long size) {
        return this == NORMAL
                ? draws.normal(stream, count, size)
                : draws.uniform(stream, count, size).mul(new Scalar(2.0)).sub(new Scalar(1.0));
    }
}
