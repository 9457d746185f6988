package dev.atelier.metrics;

import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The antialiased bicubic filter of {@link dev.atelier.media.Resample} (Keys 1981, a = −0.5) on tensors, without its rounding: one matrix
 * product along each axis.
 */
final class Bicubic {
    private static final double SUPPORT = 2;

    private Bicubic() {}

    /** Images [B, C, H, W] at another size. */
    static Tensor resize(Tensor x, int height, int width) {
        Tensor columns = Tensors.of(weights((int) x.size(3), width), width, x.size(3));
        Tensor rows = Tensors.of(weights((int) x.size(2), height), height, x.size(2));
        return rows.matmul(x.matmul(columns.t()));
    }

    /** [out, in], each row sums to 1. */
    static float[] weights(int in, int out) {
        double scale = (double) in / out;
        double stretch = Math.max(1, scale);
        double reach = SUPPORT * stretch;
        float[] weights = new float[out * in];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int from = Math.max(0, (int) (centre - reach + 0.5));
            int to = Math.min(in, (int) (centre + reach + 0.5));
            double[] exact = new double[to - from];
            double total = 0;
            for (int k = from; k < to; k++) {
                exact[k - from] = cubic(Math.abs((k - centre + 0.5) / stretch));
                total += exact[k - from];
            }
            for (int k = from; k < to; k++) {
                weights[i * in + k] = (float) (exact[k - from] / total);
            }
        }
        return weights;
    }

    private static double cubic(double x) {
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
}
