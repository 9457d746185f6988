package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.data.LoadProgress;
import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How far an image moves for a small step of z: E[d(G(z(t)), G(z(t + ε)))² / ε²] over random ways between two z and random t (perceptual
 * path length, Karras, Laine and Aila 2019, arXiv 1812.04948, section 4.1). Theirs is by LPIPS; by the features of another extractor it is
 * a feature path length, and compares only under that extractor. The mean leaves out values outside of the 1st and 99th percentile, as
 * theirs does: the percentiles are the sample below and the one above.
 *
 * @param mean over what is kept
 * @param error standard error of the mean
 * @param pairs that were measured
 * @param kept of them
 * @param epsilon the step
 * @param path of z
 */
public record PathLength(double mean, double error, int pairs, int kept, double epsilon, ZPath path) {
    /** The step of the paper. */
    public static final double EPSILON = 1e-4;

    private static final int AT_ONCE = 32;

    /**
     * What is measured.
     *
     * @param pairs ways, at least one; the paper takes 100 000
     * @param epsilon the step, more than 0 and at most 0.1
     * @param seed of z and t
     */
    public record Settings(int pairs, double epsilon, long seed) {
        public Settings {
            if (pairs < 1 || !(epsilon > 0 && epsilon <= 0.1)) {
                throw new BadInput("ppl: " + pairs + " pairs and a step of " + epsilon
                        + "; allowed: at least 1, more than 0 and at most 0.1");
            }
        }
    }

    /** Makes images, float [B, C, H, W] in 0 … 255, of z, float64 [B, size]; the first is pair number {@code from}. */
    interface Images {
        Tensor of(Tensor z, int from);
    }

    /**
     * Of a generator in evaluation, its images neither rounded nor clamped. Normal z go along the sphere, uniform ones straight; a
     * condition stays the same along a way.
     *
     * @param conditions encoded, one row for each pair, [pairs, width]; width 0 for none
     */
    public static PathLength of(
            Generator generator,
            LatentPrior prior,
            TensorExtractor extractor,
            Settings settings,
            float[] conditions,
            int width,
            LoadProgress progress) {
        if (conditions.length != settings.pairs() * width) {
            throw new IllegalArgumentException(
                    conditions.length + " numbers for " + settings.pairs() + " conditions of " + width);
        }
        double scale = generator.signed() ? 127.5 : 255;
        double shift = generator.signed() ? 127.5 : 0;
        Images images = (z, from) -> {
            int count = (int) z.size(0);
            var device = generator.parameters().get(0).value().device();
            Fields rows = width == 0
                    ? Fields.NONE
                    : Fields.of(
                            Fields.CONDITION,
                            Tensors.of(
                                            Arrays.copyOfRange(conditions, from * width, (from + count) * width),
                                            count,
                                            width)
                                    .to(device, ScalarType.Float));
            return generator
                    .forward(
                            z.to(device, ScalarType.Float),
                            Pass.evaluation(Precision.FP32).with(rows))
                    .cpu()
                    .mul(new Scalar(scale))
                    .add(new Scalar(shift));
        };
        ZPath path = prior == LatentPrior.NORMAL ? ZPath.SPHERE : ZPath.LINE;
        return of(images, generator.latent(), prior, path, ImageDistance.of(extractor), settings, progress);
    }

    static PathLength of(
            Images images,
            int size,
            LatentPrior prior,
            ZPath path,
            ImageDistance distance,
            Settings settings,
            LoadProgress progress) {
        double[] values = new double[settings.pairs()];
        RandomStream ofZ = RandomStream.of(settings.seed(), "path z");
        RandomStream ofT = RandomStream.of(settings.seed(), "path t");
        for (int from = 0; from < values.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, values.length - from);
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                double[] ends =
                        Tensors.toDoubles(prior.sample(ofZ, 2L * count, size, new org.bytedeco.pytorch.Device("cpu")));
                double[] t = new double[count];
                Arrays.setAll(t, i -> ofT.nextDouble());
                Tensor here = images.of(points(ends, size, path, i -> t[(int) i], count), from);
                Tensor there = images.of(points(ends, size, path, i -> t[(int) i] + settings.epsilon(), count), from);
                double[] squared = Tensors.toDoubles(distance.squared(here, there));
                System.arraycopy(squared, 0, values, from, count);
            }
            progress.at("steps of z", from + count, values.length);
        }
        double square = settings.epsilon() * settings.epsilon();
        Arrays.setAll(values, i -> values[i] / square);
        return trimmed(values, settings.epsilon(), path);
    }

    /** [count, size]: the point of way i, between the rows 2i and 2i + 1, at t(i). */
    private static Tensor points(double[] ends, int size, ZPath path, DoubleUnaryOperator t, int count) {
        double[] points = new double[count * size];
        for (int i = 0; i < count; i++) {
            double[] a = Arrays.copyOfRange(ends, 2 * i * size, (2 * i + 1) * size);
            double[] b = Arrays.copyOfRange(ends, (2 * i + 1) * size, (2 * i + 2) * size);
            System.arraycopy(path.at(a, b, t.applyAsDouble(i)), 0, points, i * size, size);
        }
        return Tensors.of(points, count, size);
    }

    static PathLength trimmed(double[] values, double epsilon, ZPath path) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        double low = sorted[last / 100];
        double high = sorted[(99 * last + 99) / 100];
        double[] kept = Arrays.stream(sorted).filter(v -> v >= low && v <= high).toArray();
        double mean = Arrays.stream(kept).sum() / kept.length;
        double squares = Arrays.stream(kept).map(v -> (v - mean) * (v - mean)).sum();
        double error = kept.length < 2 ? 0 : Math.sqrt(squares / (kept.length - 1) / kept.length);
        return new PathLength(mean, error, values.length, kept.length, epsilon, path);
    }
}
