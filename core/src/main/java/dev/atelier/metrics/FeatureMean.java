package dev.atelier.metrics;

import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** The mean of rows, in float64 and in pieces. */
final class FeatureMean {
    private static final int BLOCK = 4096;

    private FeatureMean() {}

    static double[] of(Features features) {
        double[] mean = new double[features.size()];
        for (int from = 0; from < features.count(); from += BLOCK) {
            int some = Math.min(BLOCK, features.count() - from);
            try (TensorScope scope = TensorScope.open()) {
                Tensor part = features.rows(from, some).mean(0);
                double[] values = Tensors.toDoubles(part);
                double share = (double) some / (from + some);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += share * (values[i] - mean[i]);
                }
            }
        }
        return mean;
    }
}
