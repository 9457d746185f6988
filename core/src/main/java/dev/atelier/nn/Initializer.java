package dev.atelier.nn;

import dev.atelier.tensor.RandomStream;
import java.util.Arrays;

/** How fresh weights are drawn. Fans are Keras' and PyTorch's: receptive field × channels. */
public sealed interface Initializer {
    /** Fills row-major values of a weight of this shape ([out, in, …]). */
    void fill(float[] values, long[] shape, RandomStream stream);

    static Initializer zeros() {
        return new Constant(0);
    }

    static Initializer ones() {
        return new Constant(1);
    }

    /** Uniform on ±√(6 / (fan in + fan out)) (Glorot and Bengio 2010, equation 16). */
    static Initializer glorotUniform() {
        return new GlorotUniform();
    }

    /** Normal with the given mean and standard deviation. */
    static Initializer normal(double mean, double deviation) {
        return new Normal(mean, deviation);
    }

    /** A random direction: normal values, scaled to length 1 over the whole tensor. */
    static Initializer direction() {
        return new Direction();
    }

    /** Normal with deviation gain · √(1 / fan in) (He et al. 2015, arXiv 1502.01852, equation 10 with gain √2 for ReLU). */
    static Initializer scaledNormal(double gain) {
        return new ScaledNormal(gain);
    }

    /** Uniform on ±limit. */
    static Initializer uniform(double limit) {
        return new Uniform(limit);
    }

    /**
     * Uniform on ±1/√fan in, of a layer's weights and, by {@link #uniform}, of its biases: what PyTorch and Torch7 draw where nobody says
     * otherwise.
     */
    static Initializer fanInUniform() {
        return new FanInUniform();
    }

    /**
     * Of what a pixel shuffle comes behind, so that at first it enlarges each pixel to a square of {@code times} × {@code times} of one value,
     * and makes no checkerboard (Aitken et al. 2017, arXiv 1707.02937, ICNR): the outputs that become one square are drawn once, by
     * {@code one}.
     */
    static Initializer squares(int times, Initializer one) {
        return new Squares(times, one);
    }

    record Squares(int times, Initializer one) implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            int same = times * times;
            if (shape[0] % same != 0) {
                throw new IllegalArgumentException(shape[0] + " outputs are no squares of " + same);
            }
            long[] fewer = shape.clone();
            fewer[0] /= same;
            float[] drawn = new float[values.length / same];
            one.fill(drawn, fewer, stream);
            int each = (int) (drawn.length / fewer[0]);
            for (int i = 0; i < values.length; i++) {
                values[i] = drawn[i / each / same * each + i % each];
            }
        }
    }

    record Constant(double value) implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            Arrays.fill(values, (float) value);
        }
    }

    record GlorotUniform() implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            long field = 1;
            for (int i = 2; i < shape.length; i++) {
                field *= shape[i];
            }
            double limit = Math.sqrt(6.0 / (field * (shape[0] + shape[1])));
            new Uniform(limit).fill(values, shape, stream);
        }
    }

    record Normal(double mean, double deviation) implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            stream.fillNormal(values, 0, values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + deviation * values[i]);
            }
        }
    }

    record Direction() implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            stream.fillNormal(values, 0, values.length);
            double square = 0;
            for (float value : values) {
                square += (double) value * value;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] / Math.sqrt(square));
            }
        }
    }

    record ScaledNormal(double gain) implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            new Normal(0, gain / Math.sqrt(fanIn(shape))).fill(values, shape, stream);
        }
    }

    record Uniform(double limit) implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            stream.fillUniform(values, 0, values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * values[i] - 1) * limit);
            }
        }
    }

    record FanInUniform() implements Initializer {
        @Override
        public void fill(float[] values, long[] shape, RandomStream stream) {
            new Uniform(1 / Math.sqrt(fanIn(shape))).fill(values, shape, stream);
        }
    }

    private static double fanIn(long[] shape) {
        double product = 1;
        for (int i = 1; i < shape.length; i++) {
            product *= shape[i];
        }
        return product;
    }
}
