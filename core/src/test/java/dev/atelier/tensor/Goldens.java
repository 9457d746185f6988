package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** The golden files of the tests, and the comparison with what they hold. */
public final class Goldens {
    private Goldens() {}

    /** For example {@code path("layers")}. */
    public static Path path(String name) {
        try {
            return Path.of(Goldens.class
                    .getResource("/goldens/" + name + ".safetensors")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Safetensors.Contents read(String name) {
        return Safetensors.read(path(name));
    }

    /** Equal shapes, and no value further away than {@code tolerance} times the largest expected magnitude. */
    public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(Tensors.shape(actual)).as("shape of " + what).isEqualTo(Tensors.shape(expected));
        float[] got = Tensors.toFloats(actual);
        float[] want = Tensors.toFloats(expected);
        double largest = 0;
        for (float value : want) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).as("largest magnitude expected of " + what).isPositive();
        for (int i = 0; i < want.length; i++) {
            double difference = Math.abs((double) got[i] - want[i]) / largest;
            if (!(difference <= tolerance)) {
                throw new AssertionError(what + "[" + i + "] is " + got[i] + ", expected " + want[i]
                        + ", relative difference " + difference);
            }
        }
    }
}
